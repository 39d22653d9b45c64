package dev.sightline.flowlog;

import org.jspecify.annotations.Nullable;

/**
 * One line: a view of the reader's window, valid only during {@link FlowLogConsumer#accept}.
 *
 * @param buffer holds the line's bytes, and others around them; not to be written to
 * @param ordinal its place among the lines of the log, from 0, the header not counted
 * @param startMillis when the flow began, or ended where the format has no column for that;
 *     milliseconds since 1970, -1 where absent or unreadable
 * @param accountId empty where the format has no such column
 */
@SuppressWarnings("ArrayRecordComponent") // A view: no one compares it or keeps it.
public record FlowLogLine(
    byte[] buffer,
    int offset,
    int length,
    long ordinal,
    long startMillis,
    String accountId,
    FlowLogFormat format) {

  /** A line of that format, with the time and the account that its fields tell. */
  static FlowLogLine of(byte[] buffer, int offset, int length, long ordinal, FlowLogFormat format) {
    long start = seconds(buffer, format.field("start", buffer, offset, length));
    long seconds = start < 0 ? seconds(buffer, format.field("end", buffer, offset, length)) : start;
    return new FlowLogLine(
        buffer,
        offset,
        length,
        ordinal,
        Math.max(-1, 1000 * seconds),
        format.text("account-id", buffer, offset, length),
        format);
  }

  /** A time in seconds since 1970, or -1. */
  private static long seconds(byte[] buffer, int @Nullable [] field) {
    if (field == null || field[1] - field[0] < 9 || field[1] - field[0] > 11) {
      return -1;
    }
    long seconds = 0;
    for (int i = field[0]; i < field[1]; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      seconds = seconds * 10 + digit;
    }
    return seconds;
  }

  /** The same line at another place of its file. */
  public FlowLogLine at(long place) {
    return new FlowLogLine(buffer, offset, length, place, startMillis, accountId, format);
  }
}
