package dev.sightline.flowlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow logs in Parquet; {@code make.py} beside the files says how they were made. */
class FlowLogTableTest {
  private static final long MOST = 1 << 30;
  private static final String FLOW =
      "2 111122223333 eni-0a 10.0.0.1 198.51.100.9 443 50123 6 10 840 1767323045 1767323105 REJECT"
          + " OK";
  private static final String SILENT =
      "2 111122223333 eni-0b - - - - - - - 1767323045 1767323105 - NODATA";

  private final List<String> lines = new ArrayList<>();
  private final List<FlowLogFormat> formats = new ArrayList<>();
  private final List<FlowLogLine> views = new ArrayList<>();

  private static byte[] file(String name) throws IOException {
    try (InputStream stream = FlowLogTableTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  private long read(byte[] parquet) throws IOException, InterruptedException {
    try (FlowLogTable table = FlowLogTable.of(new ByteArrayInputStream(parquet), MOST)) {
      assertTrue(table.isFlowLog());
      return table.read(
          new FlowLogConsumer() {
            @Override
            public void format(FlowLogFormat format) {
              formats.add(format);
            }

            @Override
            public void accept(FlowLogLine line) {
              lines.add(
                  new String(line.buffer(), line.offset(), line.length(), StandardCharsets.UTF_8));
              views.add(line);
            }

            @Override
            public void unreadable(long ordinal, String reason) {
              lines.add(reason);
            }
          });
    }
  }

  @Test
  void a_row_is_the_line_that_the_text_has() throws Exception {
    assertEquals(2, read(file("flow_standard.gz.parquet")));
    assertEquals(List.of(FLOW, SILENT), lines);
    assertTrue(formats.getFirst().isStandard());
    assertEquals(1_767_323_045_000L, views.getFirst().startMillis());
    assertEquals("111122223333", views.getFirst().accountId());
    assertEquals(1, views.getLast().ordinal());
  }

  @Test
  void an_interrupt_is_neither_the_end_of_the_table_nor_damage() throws Exception {
    byte[] parquet = file("flow_standard.gz.parquet");
    Thread.currentThread().interrupt();
    try {
      assertThrows(InterruptedException.class, () -> read(parquet));
    } finally {
      assertFalse(Thread.interrupted());
    }
  }

  @Test
  void every_column_of_the_newest_versions_is_known() throws Exception {
    read(file("flow_newest.gz.parquet"));
    assertEquals(
        List.of(
            FLOW + " vpc-0a subnet-0a 2 egress - nat-0a nitro-encrypted",
            SILENT + " - - - - - - -"),
        lines);
    assertFalse(formats.getFirst().isStandard());
    assertEquals(List.of(), formats.getFirst().unknown());
    assertTrue(formats.getFirst().columns().contains("encryption-status"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow_plain.parquet", "flow_zstd.parquet"})
  void other_compressions_that_are_at_hand_are_read(String name) throws Exception {
    read(file(name));
    assertEquals(List.of(FLOW), lines);
  }

  @Test
  void the_standard_columns_in_another_order_come_out_in_the_one_that_the_add_on_reads()
      throws Exception {
    read(file("flow_turned.parquet"));
    assertEquals(List.of(FLOW), lines);
    assertTrue(formats.getFirst().isStandard());
  }

  @Test
  void a_compression_that_is_not_at_hand_is_named_before_any_row() {
    NotFlowLogException e =
        assertThrows(NotFlowLogException.class, () -> read(file("flow_snappy.parquet")));
    assertTrue(String.valueOf(e.getMessage()).contains("SNAPPY, which is not read here"));
    assertEquals(List.of(), lines);
  }

  @Test
  void a_file_that_is_cut_anywhere_is_told_as_such() throws IOException {
    byte[] whole = file("flow_standard.gz.parquet");
    for (int length = 4; length < whole.length; length += 97) {
      byte[] cut = Arrays.copyOf(whole, length);
      NotFlowLogException e = assertThrows(NotFlowLogException.class, () -> read(cut));
      assertTrue(String.valueOf(e.getMessage()).contains("cut or damaged"), e.getMessage());
    }
  }

  @Test
  void a_damaged_page_is_told_and_never_read_as_something_else() throws Exception {
    byte[] whole = file("flow_standard.gz.parquet");
    int refused = 0;
    for (int at = 8; at < 900; at += 7) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      try {
        read(damaged);
      } catch (NotFlowLogException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 0);
  }

  @Test
  void what_inflates_to_more_than_the_limit_is_refused_before_any_row() throws IOException {
    byte[] parquet = file("flow_standard.gz.parquet");
    NotFlowLogException e =
        assertThrows(
            NotFlowLogException.class,
            () -> FlowLogTable.of(new ByteArrayInputStream(parquet), 100).close());
    assertTrue(String.valueOf(e.getMessage()).contains("limit of 100 bytes"), e.getMessage());
  }

  @Test
  void a_page_that_inflates_to_more_than_any_page_is_refused_before_it_is_inflated()
      throws IOException {
    byte[] parquet = file("flow_bomb.gz.parquet");
    assertTrue(parquet.length < 32 << 10);
    NotFlowLogException e =
        assertThrows(
            NotFlowLogException.class,
            () -> FlowLogTable.of(new ByteArrayInputStream(parquet), MOST).close());
    assertTrue(String.valueOf(e.getMessage()).contains("A page of the Parquet"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"security_lake.zstd.parquet", "other.parquet"})
  void other_tables_are_no_flow_logs_and_tell_their_columns(String name) throws IOException {
    try (FlowLogTable table = FlowLogTable.of(new ByteArrayInputStream(file(name)), MOST)) {
      assertFalse(table.isFlowLog());
      assertTrue(
          table.columns().contains(name.startsWith("other") ? "moon" : "class_uid"),
          table.columns()::toString);
    }
  }
}
