package dev.sightline.demo;

import dev.sightline.completeness.Count;
import dev.sightline.completeness.Findings;
import dev.sightline.completeness.Journal;
import dev.sightline.completeness.SplunkComparison;
import dev.sightline.completeness.Verification;
import dev.sightline.content.ContentReader;
import dev.sightline.envelope.Envelope;
import dev.sightline.family.Families;
import dev.sightline.object.KeySelection;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.ManagementPort;
import dev.sightline.splunk.Searches;
import dev.sightline.stand.TrailDigests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The proof that nothing is missing: digests of the story's logs as CloudTrail would write them, in
 * S3, and {@code verify} over them and Splunk. What somebody else wrote, as the story's odd logs in
 * two members, CloudTrail did not sign.
 */
final class Proof {
  private static final String TRAIL = "organization-trail";
  private static final Duration HOUR = Duration.ofHours(1);

  private Proof() {}

  /** The end of the last hour that the digests tell of. */
  static Instant end(Story story) {
    Instant end = Story.DAY.plus(Duration.ofDays(1));
    for (LogObject object : story.objects()) {
      if (object.isCloudTrails() && object.delivered().isAfter(end)) {
        end = object.delivered().truncatedTo(ChronoUnit.HOURS).plus(HOUR);
      }
    }
    return end;
  }

  /** Puts a digest for each hour of each account and region; nobody is told of them. */
  static void write(Story story, LocalCloud cloud) {
    Map<String, List<LogObject>> chains = new TreeMap<>();
    for (LogObject object : story.objects()) {
      if (object.isCloudTrails()) {
        chains.computeIfAbsent(object.chain(), _ -> new ArrayList<>()).add(object);
      }
    }
    chains.forEach((chain, objects) -> {
      String[] names = chain.split(" ", 2);
      TrailDigests digests =
          new TrailDigests(
              LocalCloud.BUCKET,
              "AWSLogs/" + Account.ORGANIZATION + "/",
              names[0],
              names[1],
              TRAIL);
      for (Instant hour = Story.DAY; hour.isBefore(end(story)); hour = hour.plus(HOUR)) {
        Instant next = hour.plus(HOUR);
        for (LogObject object : objects) {
          if (!object.delivered().isBefore(hour) && object.delivered().isBefore(next)) {
            digests.delivered(object.key(), object.stored());
          }
        }
        cloud.put(digests.next(hour, next));
      }
    });
  }

  /** What {@code sightline verify --splunk} finds. */
  static Findings verify(Story story, LocalCloud cloud, Inventory inventory)
      throws InterruptedException {
    Instant now = Instant.now();
    Path journal = Path.of("");
    try (ManagementPort port = new ManagementPort(inventory.management())) {
      journal = Files.createTempFile("sightline-demo-", ".verify");
      IndexedRecords records =
          new IndexedRecords(new Searches(port, Searches.Limits.STANDARD), null);
      Verification verification =
          new Verification(
              new Verification.Parts(
                  new ObjectListing(_ -> cloud.s3()),
                  new ObjectStore(cloud.s3(), Limits.STANDARD),
                  LocalCloud.BUCKET,
                  "AWSLogs/",
                  (_, fingerprint, _, _) ->
                      fingerprint.equals(TrailDigests.fingerprint())
                          ? Optional.of(TrailDigests.publicKey())
                          : Optional.empty(),
                  KeySelection.ALL,
                  new ContentReader(new Envelope((String) null), Families.STANDARD),
                  new SplunkComparison(records, Duration.ZERO, null, now),
                  8),
              new Verification.Range(Story.DAY, end(story), Set.of(), Set.of()),
              now);
      try (Journal done = Journal.open(journal, "the demo", end(story))) {
        Findings found = verification.run(done, (_, _) -> {});
        done.complete();
        return found;
      }
    } catch (IOException e) {
      throw new IllegalStateException("What arrived cannot be verified: " + e.getMessage(), e);
    }
  }

  /** In words. */
  static String said(Findings found) {
    String counted =
        "%d digests and %d logs are as they were signed; of %d objects Splunk has every one of %d records"
            .formatted(
                found.of(Count.DIGESTS_VALID),
                found.of(Count.LOG_FILES_VALID),
                found.of(Count.WHOLE),
                found.of(Count.RECORDS));
    return found.problemCount() == 0
        ? "verify says whole: " + counted + "."
        : "verify says not whole: " + new HashMap<>(found.counts()) + " " + found.problems();
  }
}
