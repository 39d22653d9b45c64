package dev.sightline.wrapping;

import dev.sightline.lines.Line;
import dev.sightline.lines.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what an export task of CloudWatch Logs writes: on each line the time of a log event, a
 * space, and its message. Used once.
 */
public final class TimedLines {
  private static final int MAXIMUM_LINE_BYTES = 6 << 20;
  private static final Pattern TIMED =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z)[ \\t]+(\\S.*)",
          Pattern.DOTALL);

  private final LineReader lines;
  private final Taker taker;
  private final Wraps wraps;

  public TimedLines(InputStream stream, Taker taker) {
    this.lines = new LineReader(stream, MAXIMUM_LINE_BYTES);
    this.taker = taker;
    this.wraps = new Wraps(taker);
  }

  /** The message of a line that has a time before it; empty for any other. */
  public static String message(String line) {
    Matcher timed = TIMED.matcher(line);
    return timed.matches() ? timed.group(2) : "";
  }

  /**
   * Reads to the end.
   *
   * @throws IOException where the stream or the taker fails, unchanged
   */
  public void read() throws IOException, InterruptedException {
    long number = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      number++;
      Matcher timed = TIMED.matcher(line.whole() ? line.text() : "");
      boolean taken =
          timed.matches()
              ? wraps.text(timed.group(2), millis(timed.group(1)), 0)
              : line.whole() && wraps.text(line.text(), -1, 0);
      if (!taken) {
        taker.unreadable("Line " + number + " of " + line.bytes() + " bytes holds no record.");
      }
    }
  }

  private static long millis(String time) {
    try {
      return Instant.parse(time).toEpochMilli();
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
