package dev.sightline.cloudtrail;

import dev.sightline.cloudtrail.CloudTrailRecord.Shape;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A record that stands by itself, as in the message of a log event or in a cell of a table. */
public final class SingleRecord {
  private SingleRecord() {}

  /**
   * Reads one JSON object, with white space around it or none.
   *
   * @return its record at place 0, in a buffer of its own; null where the bytes are no JSON object,
   *     or one that is no record of CloudTrail
   */
  public static @Nullable CloudTrailRecord of(byte[] bytes, int offset, int length)
      throws IOException {
    int from = offset;
    int to = offset + length;
    while (from < to && bytes[from] <= ' ') {
      from++;
    }
    while (to > from && bytes[to - 1] <= ' ') {
      to--;
    }
    if (from == to || bytes[from] != '{') {
      return null;
    }
    byte[] buffer = new byte[to - from + Window.SLACK_BYTES];
    System.arraycopy(bytes, from, buffer, 0, to - from);
    return whole(buffer, to - from);
  }

  private static @Nullable CloudTrailRecord whole(byte[] buffer, int length) throws IOException {
    Members members = new Members();
    int end = new RecordScanner(members).scan(buffer, 0, length);
    if (end == RecordScanner.NOT_UNDERSTOOD) {
      end = new ExactReader(members).scan(buffer, 0, length);
    }
    if (end != length || !members.bareRecord()) {
      return null;
    }
    CloudTrailRecord record = members.record(buffer, 0, length, 0);
    return record.shape() == Shape.OTHER ? null : record;
  }
}
