package dev.sightline.cloudtrail;

import org.jspecify.annotations.Nullable;

/**
 * One record: a view of the reader's window, valid only during {@link RecordConsumer#accept}.
 *
 * @param buffer holds the record's bytes, and others around them; not to be written to
 * @param offset where the record's opening brace is
 * @param length bytes up to and with its closing brace
 * @param ordinal its place among the records of the log, from 0, unreadable ones included
 * @param eventTimeMillis milliseconds since 1970, -1 where absent or unreadable
 * @param recipientAccountId null where absent, not a string, or longer than 256 bytes
 * @param awsRegion likewise
 * @param eventId likewise
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
    @Nullable String eventId) {}
