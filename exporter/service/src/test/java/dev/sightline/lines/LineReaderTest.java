package dev.sightline.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  private static List<String> lines(String text, int most, int piece) throws IOException {
    InputStream pieces =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, piece));
          }
        };
    LineReader reader = new LineReader(pieces, most);
    List<String> lines = new ArrayList<>();
    for (Line line = reader.next(); line != null; line = reader.next()) {
      lines.add(line.whole() ? line.text() : "too long: " + line.bytes());
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000})
  void lines_end_at_a_line_feed_or_with_the_file(int piece) throws IOException {
    assertEquals(List.of("a", "", "bc", "ü"), lines("a\r\n\nbc\nü", 100, piece));
    assertEquals(List.of("a", "b"), lines("a\nb\n", 100, piece));
    assertEquals(List.of(), lines("", 100, piece));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_000, 100_000})
  void a_line_that_is_too_long_is_passed_over(int piece) throws IOException {
    String text = "short\n" + "x".repeat(101) + "\nnext\n" + "y".repeat(150_000);
    assertEquals(
        List.of("short", "too long: 101", "next", "too long: 150000"), lines(text, 100, piece));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 70_000, 200_000})
  void the_window_grows_to_the_longest_line(int length) throws IOException {
    String line = "z".repeat(length);
    assertEquals(List.of("a", line, "b"), lines("a\n" + line + "\nb", length, 4_096));
  }
}
