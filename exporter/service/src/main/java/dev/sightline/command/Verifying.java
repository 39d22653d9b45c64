package dev.sightline.command;

import dev.sightline.completeness.FindingComparison;
import dev.sightline.completeness.SplunkComparison;
import dev.sightline.completeness.Verification;
import dev.sightline.content.ContentReader;
import dev.sightline.digest.PublicKeys;
import dev.sightline.envelope.Envelope;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import dev.sightline.route.Rules;
import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.Searches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a verification, put together for the command and for the schedule. */
final class Verifying {
  static final String S3 = "s3://";

  private Verifying() {}

  /**
   * Splunk's index.
   *
   * @param name of the index, or null for every one that may be searched
   */
  record Index(
      Searches searches, IndexedRecords records, @Nullable String name, Duration ackDeadline) {
    Index(Searches searches, @Nullable String name, Duration ackDeadline) {
      this(searches, new IndexedRecords(searches, name), name, ackDeadline);
    }

    private @Nullable Duration retention() throws InterruptedException {
      return name == null ? null : searches.retention(name).orElse(null);
    }

    private SplunkComparison comparison(Instant now) throws InterruptedException {
      return new SplunkComparison(records, ackDeadline, retention(), now);
    }

    FindingComparison findings(GuardDutyConfiguration configuration, Instant now)
        throws InterruptedException {
      return new FindingComparison(records, configuration, ackDeadline, retention(), now);
    }
  }

  /** The one index that the events of the first Splunk are in; null where rules name others. */
  static @Nullable String index(@Nullable String own, Rules rules) {
    boolean others =
        rules.targets().stream()
            .anyMatch(target ->
                target.destination() == 0 && target.index() != null && !target.index().equals(own));
    return others ? null : own;
  }

  /** Rules lead to other Splunks too: what goes there is wrapped, and not asked for. */
  private static Envelope envelope(@Nullable String events, Rules rules) {
    List<Optional<String>> indexes = new ArrayList<>(List.of(Optional.ofNullable(events)));
    rules.destinations().forEach(_ -> indexes.add(Optional.empty()));
    return new Envelope(indexes);
  }

  /**
   * The parts.
   *
   * @param place {@code s3://bucket/prefix}
   * @param events names the index of the events, or is null
   * @param index or null where only S3 is verified
   * @param objects which log files are asked for
   * @param rules that say what is left out, and so not missing
   * @param open objects read at the same time, at most
   */
  static Verification.Parts parts(
      AwsClients aws,
      ObjectConfiguration objects,
      String place,
      PublicKeys keys,
      @Nullable String events,
      @Nullable Index index,
      Supplier<Rules> rules,
      int open,
      Instant now)
      throws InterruptedException {
    String path = place.substring(S3.length());
    int slash = path.indexOf('/');
    return new Verification.Parts(
        new ObjectListing(aws::s3),
        new ObjectStore(aws::s3, objects.limits()),
        slash < 0 ? path : path.substring(0, slash),
        slash < 0 ? "" : path.substring(slash + 1),
        keys,
        objects.keys(),
        new ContentReader(envelope(events, rules.get()), objects.families(), rules),
        index == null ? null : index.comparison(now),
        open);
  }
}
