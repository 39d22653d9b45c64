package dev.sightline.command;

import dev.sightline.completeness.Completeness;
import dev.sightline.completeness.CompletenessConfiguration;
import dev.sightline.completeness.Findings;
import dev.sightline.completeness.Journal;
import dev.sightline.completeness.SourceKind;
import dev.sightline.completeness.Verification;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.digest.CloudTrailKeys;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecEvent;
import dev.sightline.route.Rules;
import dev.sightline.schedule.Repeated;
import dev.sightline.splunk.ManagementPort;
import dev.sightline.splunk.Searches;
import dev.sightline.telemetry.CompletenessMeasures;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies on a schedule, and tells Splunk how whole each hour is. What fails is logged and
 * counted; the records do not depend on it.
 */
final class CompletenessChecks {
  private static final Logger log = LoggerFactory.getLogger(CompletenessChecks.class);

  /** Objects read at the same time: the records come first. */
  static final int OPEN = 4;

  /** After one that told nothing. */
  private static final Duration AGAIN = Duration.ofMinutes(5);

  /** How far back a gap is looked at again until it is no more. */
  private static final Duration LONGEST_REACH = Duration.ofDays(2);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Searches.Limits LIMITS =
      new Searches.Limits(Duration.ofMinutes(2), 1, Duration.ofMillis(200));

  private final Configuration configuration;
  private final AwsClients aws;
  private final Destination destination;
  private final Searches searches;
  private final CompletenessMeasures measures;
  private final InstantSource clock;
  private final Supplier<Rules> rules;
  private final List<GuardDutyRegion> guardDuty;

  /** The first hour with a gap when last looked at; only by the thread that checks. */
  private @Nullable Instant gap;

  /** Likewise, of GuardDuty's findings. */
  private @Nullable Instant findingGap;

  private CompletenessChecks(
      Configuration configuration,
      AwsClients aws,
      Destination destination,
      Supplier<Rules> rules,
      Searches searches,
      CompletenessMeasures measures,
      InstantSource clock) {
    this.configuration = configuration;
    this.aws = aws;
    this.destination = destination;
    this.rules = rules;
    this.searches = searches;
    this.measures = measures;
    this.clock = clock;
    this.guardDuty =
        configuration.guardDuty().poll() == null
            ? List.of()
            : aws.guardDuty(configuration.guardDuty().regions());
  }

  /** Starts checking, at once and then again and again; what is returned stops it. */
  static AutoCloseable schedule(
      Configuration configuration,
      AwsClients aws,
      Destination destination,
      Supplier<Rules> rules,
      MeterRegistry meters) {
    ManagementPort port;
    try {
      port = new ManagementPort(configuration.splunk().orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              new Problem(
                  "sightline.splunk.certificate-authority", String.valueOf(e.getMessage()))));
    }
    CompletenessChecks checks =
        new CompletenessChecks(
            configuration,
            aws,
            destination,
            rules,
            new Searches(port, LIMITS),
            new CompletenessMeasures(meters),
            InstantSource.system());
    Repeated repeated = new Repeated("completeness", checks::run);
    repeated.start();
    return () -> {
      repeated.close();
      port.close();
    };
  }

  private Duration run() throws InterruptedException {
    Duration every = configuration.completeness().every();
    try {
      tell();
      return every;
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      failed(e.toString());
    }
    return every.compareTo(AGAIN) < 0 ? every : AGAIN;
  }

  private void failed(String why) {
    measures.failed();
    log.warn("how whole everything is could not be told, and is tried again: {}", why);
  }

  private void tell() throws IOException, InterruptedException {
    CompletenessConfiguration wanted = configuration.completeness();
    String index = configuration.hec().index();
    Instant now = clock.instant();
    Instant since = since(wanted.since(now), now, gap);
    Verifying.Index compared =
        new Verifying.Index(
            searches, Verifying.index(index, rules.get()), configuration.hec().ackDeadline());
    Findings found;
    try (Journal journal = Journal.unkept(now)) {
      found =
          new Verification(
                  Verifying.parts(
                      aws,
                      configuration.objects(),
                      wanted.place().orElseThrow(),
                      new CloudTrailKeys(aws::cloudTrail),
                      index,
                      compared,
                      rules,
                      OPEN,
                      now),
                  new Verification.Range(since, now, Set.of(), Set.of()),
                  now)
              .run(journal, (digests, logs) -> {});
    }
    Completeness completeness =
        new Completeness(SourceKind.CLOUDTRAIL, found, since, now, false, now);
    gap = completeness.firstGap().orElse(null);
    List<Completeness> all = new ArrayList<>(List.of(completeness));
    findings(compared, wanted.since(now), now).ifPresent(all::add);
    Optional<Instant> whole =
        all.stream().flatMap(one -> one.wholeUpTo().stream()).min(Comparator.naturalOrder());
    whole.ifPresent(time -> measures.wholeUpTo(time.getEpochSecond()));
    List<HecEvent> events =
        all.stream().flatMap(one -> one.events(Destinations.hostName(), index).stream()).toList();
    if (!destination.awaitUsable(PATIENCE)) {
      throw new IOException("Splunk takes no events.");
    }
    told(destination, events);
    log.info(
        "how whole {} hours are is told: {} problems of the trail, whole up to {}",
        events.size(),
        found.problemCount(),
        whole.map(Instant::toString).orElse("no time"));
  }

  /** Of GuardDuty, where it is polled; where it does not tell, the trail's hours still are told. */
  private Optional<Completeness> findings(Verifying.Index index, Instant usual, Instant now)
      throws InterruptedException {
    if (guardDuty.isEmpty()) {
      return Optional.empty();
    }
    Instant since = since(usual, now, findingGap);
    try {
      Findings found =
          index.findings(configuration.guardDuty(), now).run(guardDuty, aws.account(), since, now);
      Completeness completeness =
          new Completeness(SourceKind.GUARDDUTY, found, since, now, false, now);
      findingGap = completeness.firstGap().orElse(null);
      return Optional.of(completeness);
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A gap does not leave the sight of the checks by growing old. */
  private static Instant since(Instant usual, Instant now, @Nullable Instant wrong) {
    if (wrong == null || !wrong.isBefore(usual)) {
      return usual;
    }
    Instant longest = now.minus(LONGEST_REACH);
    return wrong.isBefore(longest) ? longest : wrong;
  }

  /**
   * Sends, and waits for the acknowledgments.
   *
   * @throws IOException where not all of them came
   */
  static void told(Destination destination, List<HecEvent> events)
      throws IOException, InterruptedException {
    if (!destination.tell(events)) {
      throw new IOException(
          "Splunk did not take every event of the "
              + events.size()
              + " that tell how whole the"
              + " hours are: look at HEC, and verify again.");
    }
  }
}
