package dev.sightline.envelope;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.hec.HecEvent;
import org.jspecify.annotations.Nullable;

/** Wraps records as Splunk's add-on for AWS and its searches expect them. */
public final class Envelope {
  private final @Nullable String index;

  /**
   * @param index the index of every event, or null for the token's default
   */
  public Envelope(@Nullable String index) {
    this.index = index;
  }

  /** One CloudTrail record; host is the account, so that freshness by account needs only tstats. */
  public HecEvent wrap(CloudTrailRecord record, ObjectIdentity object) {
    String account = record.recipientAccountId();
    return new HecEvent(
        record.eventTimeMillis(),
        account == null || account.isEmpty() ? "unknown" : account,
        "aws_cloudtrail",
        "aws:cloudtrail",
        index,
        object.text() + ":" + record.ordinal(),
        record.buffer(),
        record.offset(),
        record.length());
  }
}
