package dev.sightline.check;

import dev.sightline.check.Finding.Verdict;
import dev.sightline.configuration.Masking;
import dev.sightline.guardduty.GuardDutyException;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.hec.Delivery;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecInspection;
import dev.sightline.hec.IndexLookup;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueFacts;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.ObjectStore.Access;
import dev.sightline.permission.MissingPermission;
import dev.sightline.permission.OpenPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

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
    String problem = facts.deadLetterProblem();
    if (problem != null) {
      return List.of(new Finding(subject, Verdict.BAD, problem));
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

  /**
   * A queue that could not be asked about itself.
   *
   * @param region where it was looked for
   * @param defaultRegion the region that AWS_REGION names, or null where none is named
   */
  public static Finding queueRefused(
      Queue queue, SdkException e, String region, @Nullable String defaultRegion) {
    return new Finding(
        "queue " + queue.name(), Verdict.BAD, queueTrouble(queue, e, region, defaultRegion));
  }

  /** Why a queue could not be asked about itself, and what to do. */
  public static String queueTrouble(
      Queue queue, SdkException e, String region, @Nullable String defaultRegion) {
    if (Queue.isMissing(e)) {
      return queue.url()
          + " does not exist in "
          + region
          + ": check its name and account"
          + (defaultRegion == null || defaultRegion.equals(region)
              ? ", and the region in its address"
              : ", and whether it lies in "
                  + defaultRegion
                  + " (AWS_REGION): its address names "
                  + region
                  + ", and that counts");
    }
    return MissingPermission.in(e, "sqs:GetQueueAttributes", queue.url())
        .map(MissingPermission::sentence)
        .orElse(
            "SQS cannot be asked about "
                + queue.url()
                + " ("
                + e.getMessage()
                + "): check network, region and credentials");
  }

  /** Who else may use the queue, and what we may do beyond what is needed. */
  public static List<Finding> queueOpenness(Queue queue, QueueFacts facts) {
    return openness(
        "queue " + queue.name(),
        facts.policy(),
        queue.neverNeeded(),
        "the bucket's, topic's or rule's ARN by aws:SourceArn");
  }

  /** The same for a bucket; its policy is asked for, and mostly not told to such as us. */
  public static List<Finding> bucketOpenness(ObjectStore store, String bucket) {
    return openness(
        "bucket " + bucket,
        store.policy(bucket).orElse(null),
        store.neverNeeded(bucket),
        "CloudTrail by its service principal, or our role by its ARN");
  }

  private static List<Finding> openness(
      String subject, @Nullable String policy, List<String> neverNeeded, String whom) {
    List<Finding> findings = new ArrayList<>();
    List<String> open = policy == null ? List.of() : OpenPolicy.toAnybody(policy);
    if (!open.isEmpty()) {
      findings.add(
          new Finding(
              subject,
              Verdict.WARNING,
              "lets anybody do "
                  + Masking.masked(String.join(", ", open))
                  + " by its policy: name there who may, such as "
                  + whom));
    }
    neverNeeded.forEach(action ->
        findings.add(
            new Finding(
                subject,
                Verdict.WARNING,
                action
                    + " is allowed to us and never needed: take it out of our role's policy"
                    + " (SECURITY.md lists what is needed)")));
    return findings;
  }

  /** What the exporter does with a queue, and what of it is refused. */
  public static List<Finding> queuePermissions(Queue queue) {
    return permissions(
        "queue " + queue.name(),
        queue.missingToReceive(),
        "receiving, deleting, holding and sending are not refused");
  }

  /** The same for a queue in which entries of the quarantine are kept. */
  public static List<Finding> quarantinePermissions(Queue queue) {
    return permissions(
        "quarantine " + queue.name(), queue.missingToSend(), "sending is not refused");
  }

  private static List<Finding> permissions(
      String subject, List<MissingPermission> missing, String good) {
    return missing.isEmpty()
        ? List.of(new Finding(subject, Verdict.GOOD, good))
        : missing.stream().map(one -> new Finding(subject, Verdict.BAD, one.sentence())).toList();
  }

  /** A bucket, as far as an object that is not there and the first one that is tell. */
  public static Finding bucket(ObjectStore store, String bucket, String prefix) {
    String subject = "bucket " + bucket;
    return switch (store.inspect(bucket, prefix)) {
      case Access.Granted(String tried) ->
          new Finding(
              subject,
              Verdict.GOOD,
              tried == null ? "may be read; there is no object yet" : "may be read: " + tried);
      case Access.NoBucket _ ->
          new Finding(subject, Verdict.BAD, "does not exist: check SIGHTLINE_BUCKETS and region");
      case Access.Denied denied -> new Finding(subject, Verdict.BAD, denied.missing().sentence());
      case Access.Unlisted unlisted ->
          new Finding(
              subject,
              Verdict.WARNING,
              unlisted.missing().sentence()
                  + "; without it S3 denies what does not exist, nothing can be backfilled, and"
                  + " whether s3:GetObject is allowed cannot be told");
      case Access.Unreachable(String said) -> new Finding(subject, Verdict.BAD, said);
    };
  }

  /**
   * A role that was to be assumed.
   *
   * @param refused why it could not be, or null where it could
   */
  public static Finding role(String use, String arn, @Nullable SdkException refused) {
    String subject = "role for " + use;
    return refused == null
        ? new Finding(subject, Verdict.GOOD, arn + " may be assumed")
        : new Finding(subject, Verdict.BAD, MissingPermission.said(refused, "sts:AssumeRole", arn));
  }

  /** GuardDuty's API in every region where it is to be asked; the same sentence once only. */
  public static List<Finding> guardDuty(List<GuardDutyRegion> regions, boolean coverage)
      throws InterruptedException {
    Map<String, List<String>> bad = new TreeMap<>();
    int good = 0;
    int notEnabled = 0;
    for (GuardDutyRegion region : regions) {
      try {
        List<String> denied = region.denied(coverage);
        good += denied.isEmpty() ? 1 : 0;
        denied.forEach(said -> add(bad, region, said));
      } catch (GuardDutyException e) {
        switch (e.reason()) {
          case REGION_NOT_ENABLED -> notEnabled++;
          case DENIED, UNAVAILABLE -> add(bad, region, e.getMessage());
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    List<Finding> findings = new ArrayList<>();
    bad.forEach((said, where) ->
        findings.add(new Finding("GuardDuty in " + String.join(", ", where), Verdict.BAD, said)));
    if (good > 0 || bad.isEmpty()) {
      findings.add(
          new Finding(
              "GuardDuty",
              good > 0 ? Verdict.GOOD : Verdict.WARNING,
              "may be asked in "
                  + good
                  + " of "
                  + regions.size()
                  + " regions"
                  + (notEnabled == 0 ? "" : "; " + notEnabled + " are not enabled")));
    }
    return findings;
  }

  private static void add(Map<String, List<String>> bad, GuardDutyRegion region, String said) {
    bad.computeIfAbsent(said, _ -> new ArrayList<>()).add(region.region());
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
    return lookedUp("index " + index + " in Splunk", IndexLookup.look(management, hec, index));
  }

  /** What Splunk says of an index, as somebody calls it. */
  public static Finding lookedUp(String subject, IndexLookup.State state) {
    return switch (state) {
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
          new Finding(subject, Verdict.GOOD, "took an event; this means: " + destination.means());
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
