package dev.sightline.guardduty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingReaderTest {
  private final List<String> told = new ArrayList<>();

  private long read(String file) throws IOException, InterruptedException {
    return new FindingReader(
            new ByteArrayInputStream(file.getBytes(UTF_8)),
            new FindingConsumer() {
              @Override
              public void accept(Finding finding, long ordinal) {
                told.add(ordinal + " " + finding.identity());
              }

              @Override
              public void unreadable(long ordinal, String reason) {
                told.add(reason);
              }
            })
        .read();
  }

  private static String finding(String id) {
    return "{\"id\":\""
        + id
        + "\",\"type\":\"T\",\"accountId\":\"1\",\"arn\":\"arn:aws:guardduty:x:1:detector/d\"}";
  }

  @Test
  void one_a_line_as_guardduty_exports_them() throws Exception {
    assertEquals(3, read(finding("a") + "\n" + finding("b") + "\r\n\n" + finding("c")));
    assertEquals(List.of("0 a::0", "1 b::0", "2 c::0"), told);
  }

  @Test
  void a_damaged_line_does_not_take_its_neighbours_with_it() throws Exception {
    read(
        finding("a") + "\n{\"id\":\n" + finding("b") + "\n{\"id\":\"x\"}\n" + finding("c") + "}\n");
    assertEquals("0 a::0", told.get(0));
    assertEquals("Finding 1 is not JSON, or breaks off.", told.get(1));
    assertEquals("2 b::0", told.get(2));
    assertEquals("Finding 3 is JSON, but no finding of GuardDuty.", told.get(3));
    assertEquals(5, told.size(), told.toString());
  }

  @Test
  void over_several_lines_and_in_lists() throws Exception {
    String printed = finding("a").replace(",", ",\n  ").replace("}", "\n}");
    read(printed + "\n{\"Findings\":\n [" + finding("b") + ",\n  " + finding("c") + "\n]}\n");
    assertEquals("0 a::0", told.getFirst());
    assertEquals(List.of("0 a::0", "1 b::0", "2 c::0"), told);
  }

  @Test
  void a_line_longer_than_any_finding_is_told_and_not_held() throws Exception {
    read("{\"x\":\"" + "x".repeat(3 << 20) + "\"}\n" + finding("b"));
    assertEquals("Finding 0 is longer than any finding, with 3145736 bytes.", told.get(0));
    assertEquals("1 b::0", told.get(1));
  }
}
