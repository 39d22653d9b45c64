package dev.sightline.flowlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowLogReaderTest {
  private static final String HEADER = String.join(" ", FlowLogFormat.STANDARD.columns());
  private static final String LINE =
      "2 111122223333 eni-0a 10.0.0.1 198.51.100.9 443 50123 6 10 840 1767323045 1767323105 ACCEPT"
          + " OK";

  private final List<String> told = new ArrayList<>();
  private final List<FlowLogFormat> formats = new ArrayList<>();

  private long read(String file) throws IOException, InterruptedException {
    return new FlowLogReader()
        .read(
            new ByteArrayInputStream(file.getBytes(UTF_8)),
            new FlowLogConsumer() {
              @Override
              public void format(FlowLogFormat format) {
                formats.add(format);
              }

              @Override
              public void accept(FlowLogLine line) {
                String text = new String(line.buffer(), line.offset(), line.length(), UTF_8);
                told.add(
                    line.ordinal()
                        + "|"
                        + line.accountId()
                        + "|"
                        + line.startMillis()
                        + "|"
                        + text);
              }

              @Override
              public void unreadable(long ordinal, String reason) {
                told.add(reason);
              }
            });
  }

  @Test
  void lines_of_the_standard_format_come_out_as_they_are_with_a_header_or_without()
      throws Exception {
    assertEquals(2, read(HEADER + "\n" + LINE + "\n" + LINE + "\n"));
    assertEquals("0|111122223333|1767323045000|" + LINE, told.get(0));
    assertTrue(formats.getFirst().isStandard());
    told.clear();
    assertEquals(1, read(LINE));
    assertEquals("0|111122223333|1767323045000|" + LINE, told.get(0));
  }

  @Test
  void a_format_of_ones_own_is_read_by_its_header() throws Exception {
    read("vpc-id end account-id flow-direction\nvpc-1 1767323105 444455556666 egress\n- - - -\n");
    assertEquals("0|444455556666|1767323105000|vpc-1 1767323105 444455556666 egress", told.get(0));
    assertEquals("1|-|-1|- - - -", told.get(1));
    assertFalse(formats.getFirst().isStandard());
    assertEquals(List.of(), formats.getFirst().unknown());
  }

  @Test
  void a_column_that_nobody_knows_is_named_and_the_lines_are_carried() throws Exception {
    assertEquals(1, read("version moon-phase start account-id\n9 full 1767323045 1\n"));
    assertEquals(List.of("moon-phase"), formats.getFirst().unknown());
    assertEquals("0|1|1767323045000|9 full 1767323045 1", told.getFirst());
  }

  @Test
  void a_line_with_fewer_fields_than_columns_is_carried_too() throws Exception {
    read(HEADER + "\n2 111122223333\n");
    assertEquals("0|111122223333|-1|2 111122223333", told.getFirst());
  }

  @Test
  void headers_in_the_middle_and_blank_lines_are_no_records() throws Exception {
    assertEquals(2, read(HEADER + "\n" + LINE + "\n\n" + HEADER + "\n" + LINE + "\n"));
  }

  @Test
  void a_line_that_is_far_too_long_is_told_and_its_neighbours_are_carried() throws Exception {
    assertEquals(3, read(HEADER + "\n" + LINE + "\n" + "x".repeat(70_000) + "\n" + LINE));
    assertEquals("Line 1 of 70000 bytes is no line of a flow log.", told.get(1));
    assertTrue(told.get(2).startsWith("2|"), told.get(2));
  }

  @Test
  void what_is_no_flow_log_is_refused_with_its_beginning() {
    NotFlowLogException refused =
        assertThrows(NotFlowLogException.class, () -> read("Dear diary,\n" + LINE));
    assertEquals(
        "The file begins with 'Dear diary,', neither the header nor a line of a flow log.",
        refused.getMessage());
  }

  @Test
  void a_header_with_many_names_that_nobody_knows_is_one_where_enough_are_known() throws Exception {
    String header =
        "srcaddr dstaddr srcport dstport start core-network-arn core-network-edge attachment-id"
            + " segment-name attachment-type peer-edge policy-version";
    assertEquals(1, read(header + "\n10.0.0.1 10.0.0.2 1 2 1767323045 a b c d e f g\n"));
    assertEquals(7, formats.getFirst().unknown().size());
    assertTrue(told.getFirst().startsWith("0||1767323045000|10.0.0.1"), told::toString);
  }
}
