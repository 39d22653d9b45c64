package dev.sightline.cloudtrail;

import org.jspecify.annotations.Nullable;

/**
 * One record: a view of the reader's window, valid only during {@link RecordConsumer#accept}.
 *
 * @param buffer holds the record's bytes, and others around them; not to be written to
 * @param offset where the record's opening brace is
 * @param length bytes up to and with its closing brace
 * @param ordinal its place among the records of the log, from 0, unreadable ones included
 * @param eventTimeMillis milliseconds since 1970: its eventTime, else the time that its other
 *     members tell; -1 where there is none
 * @param recipientAccountId the account that it is told to, or the one that it names otherwise;
 *     null where absent, not a string, or longer than 256 bytes
 * @param awsRegion likewise
 * @param eventId likewise
 * @param shape what it tells of
 * @param timed false where it has no readable eventTime
 * @param members by which rules decide; valid as long as the record
 */
@SuppressWarnings("ArrayRecordComponent") // A view: no one compares it or keeps it.
public record CloudTrailRecord(
    byte[] buffer,
    int offset,
    int length,
    long ordinal,
    long eventTimeMillis,
    @Nullable String recipientAccountId,
    @Nullable String awsRegion,
    @Nullable String eventId,
    Shape shape,
    boolean timed,
    RecordMembers members) {

  /** What a record tells of. */
  public enum Shape {
    /** One call or one event: it has an eventName. */
    CALL,
    /** Many calls of five minutes, summed up. */
    AGGREGATED,
    /** An unusual number of calls. */
    INSIGHT,
    /** None of these: carried where CloudTrail stored it, and not taken for a record elsewhere. */
    OTHER
  }

  /** The same record with other bytes: what is left of its own. */
  public CloudTrailRecord of(byte[] bytes) {
    return new CloudTrailRecord(
        bytes,
        0,
        bytes.length,
        ordinal,
        eventTimeMillis,
        recipientAccountId,
        awsRegion,
        eventId,
        shape,
        timed,
        members);
  }

  /** The same record at another place of its file. */
  public CloudTrailRecord at(long place) {
    return with(place, eventTimeMillis);
  }

  /** The same record, with a time that somebody else tells, where it has none. */
  public CloudTrailRecord orAt(long millis) {
    return eventTimeMillis >= 0 || millis < 0 ? this : with(ordinal, millis);
  }

  private CloudTrailRecord with(long place, long millis) {
    return new CloudTrailRecord(
        buffer,
        offset,
        length,
        place,
        millis,
        recipientAccountId,
        awsRegion,
        eventId,
        shape,
        timed,
        members);
  }
}
