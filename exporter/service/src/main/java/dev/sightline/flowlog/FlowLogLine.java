package dev.sightline.flowlog;

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

  /** The same line at another place of its file. */
  public FlowLogLine at(long place) {
    return new FlowLogLine(buffer, offset, length, place, startMillis, accountId, format);
  }
}
