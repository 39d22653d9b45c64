package dev.sightline.completeness;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.guardduty.Finding;
import dev.sightline.guardduty.FindingConsumer;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.guardduty.GuardDutyException;
import dev.sightline.guardduty.GuardDutyException.Reason;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.SearchException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds Splunk to the findings that GuardDuty's API has. The API tells the newest update of each
 * finding only: an older one that Splunk lacks is not told of. Used by one thread.
 */
public final class FindingComparison {
  private static final int ASKED_AT_ONCE = 200;

  /** GuardDuty shows an update some minutes after the time that it gives it. */
  private static final Duration SHOWN = Duration.ofMinutes(30);

  /** So seldom GuardDuty publishes an update to EventBridge and S3, unless it is told otherwise. */
  private static final Duration PUBLISHED = Duration.ofHours(6);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final IndexedRecords index;
  private final @Nullable Duration retention;
  private final boolean polled;
  private final Instant now;
  private final Instant arrived;
  private final Findings found = new Findings();

  /**
   * @param ackDeadline how long an event may be under way
   * @param retention how long the index keeps events, or null where that is not known
   */
  public FindingComparison(
      IndexedRecords index,
      GuardDutyConfiguration configuration,
      Duration ackDeadline,
      @Nullable Duration retention,
      Instant now) {
    Duration poll = configuration.poll();
    this.index = index;
    this.retention = retention;
    this.polled = poll != null;
    this.now = now;
    this.arrived = now.minus(poll == null ? PUBLISHED : poll).minus(SHOWN).minus(ackDeadline);
  }

  /**
   * Compares.
   *
   * @param account that asks: the one whose detectors these are
   * @param since in the first hour, or null for all that GuardDuty keeps
   * @throws IOException where GuardDuty or Splunk does not tell; then nothing is known
   */
  public Findings run(
      List<GuardDutyRegion> regions, String account, @Nullable Instant since, Instant until)
      throws IOException, InterruptedException {
    Instant first =
        since == null
            ? Instant.EPOCH
            : Instant.ofEpochSecond(Hour.full(Math.max(0, since.getEpochSecond())));
    int unheard = 0;
    int detectors = 0;
    for (GuardDutyRegion region : regions) {
      try {
        for (String detector : region.detectors()) {
          detectors++;
          Asked asked = new Asked(account, region.region(), until);
          region.findings(detector, first, until, asked);
          asked.ask();
          asked.hours(since == null ? asked.earliest : first);
        }
      } catch (GuardDutyException e) {
        if (e.reason() != Reason.REGION_NOT_ENABLED) {
          throw new IOException(e.getMessage()); // Its sentence says more than its cause.
        }
        unheard++;
      }
    }
    if (unheard == regions.size()) {
      throw new IOException(
          "GuardDuty does not tell its findings: none of its regions is enabled for the account, or"
              + " its credentials are wrong.");
    }
    if (detectors == 0) {
      found.problem(
          "GuardDuty",
          "no region that was asked has a detector: look at SIGHTLINE_GUARDDUTY_REGIONS");
    }
    return found;
  }

  /** What is asked of Splunk for one detector. */
  private final class Asked implements FindingConsumer {
    private final String account;
    private final String region;
    private final Instant until;
    private final List<Finding> some = new ArrayList<>();
    private @Nullable Instant earliest;

    Asked(String account, String region, Instant until) {
      this.account = account;
      this.region = region;
      this.until = until;
    }

    @Override
    public void accept(Finding finding, long ordinal) throws IOException, InterruptedException {
      if (finding.updatedAtMillis() < 0 || !IndexedRecords.isSearchable(finding.identity())) {
        unreadable(ordinal, "its id or the time of its update is none that can be searched for");
        return;
      }
      if (updated(finding).isAfter(until)) {
        return; // It was updated while it was asked for, and is one of the next check's.
      }
      if (earliest == null || updated(finding).isBefore(earliest)) {
        earliest = updated(finding);
      }
      some.add(finding);
      if (some.size() == ASKED_AT_ONCE) {
        ask();
      }
    }

    @Override
    public void unreadable(long ordinal, String reason) {
      found.problem(
          "GuardDuty " + region + ", finding " + (ordinal + 1) + " of its answer", reason);
    }

    private void ask() throws SearchException, InterruptedException {
      if (some.isEmpty()) {
        return;
      }
      IndexedRecords.Period period =
          some.stream()
              .map(finding -> new IndexedRecords.Period(updated(finding), updated(finding)))
              .reduce(IndexedRecords.Period::and)
              .orElseThrow();
      Map<String, Long> present =
          index.present(some.stream().map(Finding::identity).toList(), period);
      some.forEach(finding -> judge(finding, present.getOrDefault(finding.identity(), 0L)));
      some.clear();
    }

    private void judge(Finding finding, long times) {
      Count count = times == 0 ? absent(finding) : times == 1 ? Count.FINDINGS_WHOLE : null;
      if (count == null) {
        found.count(Count.FINDINGS_WHOLE, 1);
        count = Count.FINDINGS_TWICE;
      }
      found.count(count, 1);
      List<String> problems = List.of();
      if (count == Count.FINDINGS_MISSING) {
        String id = finding.identity();
        String place = "GuardDuty " + region + " " + id;
        String reason =
            "is not in Splunk: no event has this sightline_id; sightline backfill guardduty --from "
                + updated(finding).atOffset(ZoneOffset.UTC).toLocalDate()
                + " sends it";
        found.problem(place, reason);
        problems = List.of(place + ": " + reason);
      }
      found.hour(
          Hour.ofFinding(account, region, updated(finding).getEpochSecond(), count, problems));
    }

    /** An hour without any finding is one too. */
    private void hours(@Nullable Instant first) {
      if (first == null) {
        return;
      }
      Instant shown = now.minus(SHOWN);
      for (long start = Hour.full(first.getEpochSecond());
          start < until.getEpochSecond();
          start += Hour.SECONDS) {
        boolean waits = Instant.ofEpochSecond(start + Hour.SECONDS).isAfter(shown);
        found.hour(
            waits ? Hour.pending(account, region, start) : Hour.empty(account, region, start));
      }
    }
  }

  private Count absent(Finding finding) {
    Instant updated = updated(finding);
    if (retention != null && updated.isBefore(now.minus(retention))) {
      return Count.FINDINGS_AGED;
    }
    if (updated.isAfter(arrived)) {
      return Count.FINDINGS_YOUNG;
    }
    return !polled && isArchived(finding) ? Count.FINDINGS_ARCHIVED : Count.FINDINGS_MISSING;
  }

  private static Instant updated(Finding finding) {
    return Instant.ofEpochMilli(finding.updatedAtMillis());
  }

  private static boolean isArchived(Finding finding) {
    try {
      return JSON.readTree(finding.json()).at("/service/archived").asBoolean(false);
    } catch (IOException e) {
      return false; // It stays one that is missing.
    }
  }
}
