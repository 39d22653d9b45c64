package dev.sightline.servicelog;

import dev.sightline.family.Family;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line or JSON object: a view of the reader's window, valid only during {@link
 * ServiceLogConsumer#accept}.
 *
 * @param buffer holds the record's bytes, and others around them; not to be written to
 * @param ordinal its place among the records of the log, from 0, unreadable ones included
 * @param timeMillis milliseconds since 1970, -1 where absent or unreadable
 * @param accountId null where the record names none
 * @param columns what its fields are, where they are not those that everybody expects; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // A view: no one compares it or keeps it.
public record ServiceRecord(
    ServiceLog log,
    byte[] buffer,
    int offset,
    int length,
    long ordinal,
    long timeMillis,
    @Nullable String accountId,
    List<String> columns) {

  public ServiceRecord {
    columns = List.copyOf(columns);
  }

  public Family family() {
    return log.family();
  }

  /** Whether it is a JSON object, and not a line of text. */
  public boolean isJson() {
    return log.isJson();
  }

  /** The same record at another place of its file. */
  public ServiceRecord at(long place) {
    return new ServiceRecord(log, buffer, offset, length, place, timeMillis, accountId, columns);
  }

  /** The same record, with a time that somebody else tells, where it has none. */
  public ServiceRecord orAt(long millis) {
    return timeMillis >= 0 || millis < 0
        ? this
        : new ServiceRecord(log, buffer, offset, length, ordinal, millis, accountId, columns);
  }
}
