package dev.sightline.guardduty;

import org.jspecify.annotations.Nullable;

/**
 * One state of a finding, in the one shape.
 *
 * @param json the finding as UTF-8
 * @param identity finding id, time of the update and count: the same whichever way the finding came
 * @param updatedAtMillis milliseconds since 1970, -1 where absent or unreadable
 * @param accountId the account that the finding is about, or null where absent
 * @param region where it was found, or null where absent
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares findings.
public record Finding(
    byte[] json,
    String identity,
    long updatedAtMillis,
    @Nullable String accountId,
    @Nullable String region) {}
