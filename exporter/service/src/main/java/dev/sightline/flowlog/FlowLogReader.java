package dev.sightline.flowlog;

import dev.sightline.lines.Line;
import dev.sightline.lines.LineReader;
import java.io.IOException;
import java.io.InputStream;

/** Reads flow logs; memory is one window. Safe for any number of threads. */
public final class FlowLogReader {
  /** Ten times the longest line of every column that AWS documents. */
  private static final int MAXIMUM_LINE_BYTES = 16 << 10;

  private static final int MOST_SHOWN = 60;

  /** Whether a file that begins with this line is a flow log. */
  public static boolean isFlowLog(String firstLine) {
    return FlowLogFormat.isHeader(firstLine) || FlowLogFormat.isStandardLine(firstLine);
  }

  /** Whether a line is one of the standard format. */
  public static boolean isStandardLine(String line) {
    return FlowLogFormat.isStandardLine(line);
  }

  /**
   * Reads a log to its end.
   *
   * @return how many lines it has, the header not counted
   * @throws NotFlowLogException where its first line is neither a header nor a line of the standard
   *     format
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public long read(InputStream stream, FlowLogConsumer consumer)
      throws IOException, InterruptedException {
    LineReader lines = new LineReader(stream, MAXIMUM_LINE_BYTES);
    FlowLogFormat format = null;
    String header = "";
    long ordinal = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      if (format == null) {
        String first = line.text();
        boolean named = FlowLogFormat.isHeader(first);
        if (!named && !FlowLogFormat.isStandardLine(first)) {
          throw new NotFlowLogException(
              "The file begins with '"
                  + shown(first)
                  + "', neither the header nor a line of a flow log.");
        }
        format = named ? FlowLogFormat.ofHeader(first) : FlowLogFormat.STANDARD;
        consumer.format(format);
        if (named) {
          header = first;
          continue;
        }
      }
      if (!line.whole()) {
        consumer.unreadable(
            ordinal,
            "Line " + ordinal + " of " + line.bytes() + " bytes is no line of a flow log.");
      } else if (line.length() == header.length() && line.text().equals(header)) {
        continue; // Files that were put together keep the header of each.
      } else {
        consumer.accept(line(line, ordinal, format));
      }
      ordinal++;
    }
    return ordinal;
  }

  private static FlowLogLine line(Line line, long ordinal, FlowLogFormat format) {
    byte[] buffer = line.buffer();
    long seconds = seconds(format, "start", line);
    return new FlowLogLine(
        buffer,
        line.offset(),
        line.length(),
        ordinal,
        Math.max(-1, 1000 * (seconds < 0 ? seconds(format, "end", line) : seconds)),
        format.text("account-id", buffer, line.offset(), line.length()),
        format);
  }

  /** A time in seconds since 1970, or -1. */
  private static long seconds(FlowLogFormat format, String column, Line line) {
    int[] field = format.field(column, line.buffer(), line.offset(), line.length());
    if (field == null || field[1] - field[0] < 9 || field[1] - field[0] > 11) {
      return -1;
    }
    long seconds = 0;
    for (int i = field[0]; i < field[1]; i++) {
      int digit = line.buffer()[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      seconds = seconds * 10 + digit;
    }
    return seconds;
  }

  private static String shown(String line) {
    String head = line.substring(0, Math.min(MOST_SHOWN, line.length()));
    return head.replaceAll("[^ -~]", "?");
  }
}
