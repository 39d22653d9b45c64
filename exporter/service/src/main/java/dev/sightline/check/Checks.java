package dev.sightline.check;

import dev.sightline.check.Finding.Verdict;
import dev.sightline.hec.Delivery;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecInspection;
import dev.sightline.hec.IndexLookup;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueFacts;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks. Each answers with findings and throws nothing that a setting can cause. */
public final class Checks {
  private static final Duration WANTED_RETENTION = Duration.ofDays(14);
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private Checks() {}

  /** The queue, its retention, its dead-letter queue, and the clock. */
  public static List<Finding> queue(
      Queue queue, QueueFacts facts, boolean deadLetterQueueWaived, Instant now) {
    List<Finding> findings = new ArrayList<>();
    String subject = "queue " + queue.name();
    findings.add(new Finding(subject, Verdict.GOOD, "exists and may be asked"));
    Duration retention = facts.retention();
    if (retention == null) {
      findings.add(
          new Finding(
              subject,
              Verdict.WARNING,
              "does not say how long it keeps messages; the guarantee ends there: AWS's limit is"
                  + " 14 days"));
    } else if (retention.compareTo(WANTED_RETENTION) < 0) {
      findings.add(
          new Finding(
              subject,
              Verdict.WARNING,
              "keeps messages for "
                  + days(retention)
                  + "; the guarantee ends there: set its retention to 14 days"));
    } else {
      findings.add(new Finding(subject, Verdict.GOOD, "keeps messages for 14 days"));
    }
    findings.addAll(deadLetterQueue(queue, facts, deadLetterQueueWaived));
    Instant server = facts.serverTime();
    if (server != null) {
      Duration skew = Duration.between(server, now).abs();
      boolean right = skew.compareTo(CLOCK_TOLERANCE) <= 0;
      findings.add(
          new Finding(
              "clock",
              right ? Verdict.GOOD : Verdict.BAD,
              right
                  ? "agrees with AWS"
                  : "is "
                      + skew.toSeconds()
                      + " s off from AWS, which refuses requests for that:"
                      + " synchronise it"));
    }
    return findings;
  }

  private static List<Finding> deadLetterQueue(Queue queue, QueueFacts facts, boolean waived) {
    String subject = "dead-letter queue of " + queue.name();
    String arn = facts.deadLetterQueueArn();
    if (arn == null) {
      return List.of(
          new Finding(
              subject,
              waived ? Verdict.WARNING : Verdict.BAD,
              waived
                  ? "is waived: what cannot be delivered stays in the queue until it expires,"
                      + " unless SIGHTLINE_QUARANTINE names a place"
                  : "is missing: give the queue one, or set SIGHTLINE_DLQ_WAIVED=" + queue.name()));
    }
    if (facts.deadLetterQueueUrl() == null) {
      return List.of(
          new Finding(
              subject,
              Verdict.BAD,
              arn + " cannot be found: it needs the permission sqs:GetQueueUrl, or is gone"));
    }
    Duration kept = facts.deadLetterRetention();
    Duration source = facts.retention();
    if (kept != null
        && source != null
        && kept.compareTo(source) <= 0
        && kept.compareTo(WANTED_RETENTION) < 0) {
      return List.of(
          new Finding(
              subject,
              Verdict.WARNING,
              "keeps messages for "
                  + days(kept)
                  + ", no longer than its source; SQS counts from the first arrival: set 14 days"));
    }
    return List.of(
        new Finding(
            subject,
            Verdict.GOOD,
            "exists; SQS moves a message there after " + facts.maxReceiveCount() + " receives"));
  }

  /** A bucket, as far as reading an object that is not there tells. */
  public static Finding bucket(ObjectStore store, String bucket) {
    String subject = "bucket " + bucket;
    String absent = "sightline-check-" + bucket + "-object-that-is-not-there";
    ObjectRef object = new ObjectRef(bucket, absent, null, null, null, -1);
    return switch (store.inspect(object)) {
      case READABLE -> new Finding(subject, Verdict.GOOD, "may be read");
      case NO_BUCKET ->
          new Finding(subject, Verdict.BAD, "does not exist: check SIGHTLINE_BUCKETS and region");
      case DENIED ->
          new Finding(
              subject,
              Verdict.WARNING,
              "denies an object that does not exist: either s3:GetObject is missing, or only"
                  + " s3:ListBucket, without which S3 does not tell the two apart");
      case UNREACHABLE ->
          new Finding(
              subject, Verdict.BAD, "cannot be reached: check network, region and credentials");
    };
  }

  /** HEC's endpoints: health, token, acknowledgment. */
  public static List<Finding> hec(HecConfiguration configuration) {
    return HecInspection.inspect(configuration).stream()
        .map(result ->
            new Finding(
                "HEC " + result.endpoint() + " " + result.what(),
                result.good() ? Verdict.GOOD : Verdict.BAD,
                result.said()))
        .toList();
  }

  /** Whether the index exists, as the management port says. */
  public static Finding indexExists(
      ManagementConfiguration management, HecConfiguration hec, String index)
      throws InterruptedException {
    String subject = "index " + index + " in Splunk";
    return switch (IndexLookup.look(management, hec, index)) {
      case IndexLookup.State.Exists _ -> new Finding(subject, Verdict.GOOD, "exists");
      case IndexLookup.State.Missing missing -> new Finding(subject, Verdict.BAD, missing.reason());
      case IndexLookup.State.Unknown unknown ->
          new Finding(subject, Verdict.WARNING, unknown.reason());
    };
  }

  /** The index: HEC has no dry run, so that an event is written, or nothing is known. */
  public static Finding index(@Nullable String index, @Nullable Destination destination)
      throws InterruptedException {
    String subject = "index " + (index == null ? "(the token's default)" : index);
    if (destination == null) {
      return new Finding(
          subject,
          Verdict.WARNING,
          "is not tried: HEC has no dry run. 'check --send' writes one event of sourcetype"
              + " sightline:exporter");
    }
    Delivery delivery = destination.tryOnce("check --send");
    return switch (delivery) {
      case Delivery.Acknowledged _ ->
          new Finding(
              subject,
              Verdict.GOOD,
              "took an event; this means: " + destination.guarantee().words());
      case Delivery.Unresolved unresolved ->
          new Finding(subject, Verdict.BAD, "took an event, but " + unresolved.reason());
      case Delivery.Unavailable unavailable ->
          new Finding(subject, Verdict.BAD, unavailable.reason());
      case Delivery.Misconfigured misconfigured ->
          new Finding(subject, Verdict.BAD, misconfigured.reason());
      case Delivery.Rejected rejected -> new Finding(subject, Verdict.BAD, rejected.reason());
      case Delivery.TooLarge large -> new Finding(subject, Verdict.BAD, large.reason());
    };
  }

  private static String days(Duration duration) {
    return duration.toHours() % 24 == 0
        ? duration.toDays() + " days"
        : duration.toHours() + " hours";
  }
}
