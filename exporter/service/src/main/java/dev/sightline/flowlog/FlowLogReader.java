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
        consumer.accept(
            FlowLogLine.of(line.buffer(), line.offset(), line.length(), ordinal, format));
      }
      ordinal++;
    }
    return ordinal;
  }

  private static String shown(String line) {
    String head = line.substring(0, Math.min(MOST_SHOWN, line.length()));
    return head.replaceAll("[^ -~]", "?");
  }
}
