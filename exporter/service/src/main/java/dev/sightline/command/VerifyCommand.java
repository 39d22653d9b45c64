package dev.sightline.command;

import dev.sightline.completeness.Completeness;
import dev.sightline.completeness.CompletenessConfiguration;
import dev.sightline.completeness.Findings;
import dev.sightline.completeness.Journal;
import dev.sightline.completeness.SourceKind;
import dev.sightline.completeness.Verification;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.configuration.Settings;
import dev.sightline.digest.CloudTrailKeys;
import dev.sightline.digest.KeyFile;
import dev.sightline.digest.PublicKeys;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecEvent;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectStore;
import dev.sightline.route.Rules;
import dev.sightline.route.RulesConfiguration;
import dev.sightline.splunk.ManagementPort;
import dev.sightline.splunk.Searches;
import dev.sightline.splunk.SplunkConfiguration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline verify}: is everything there? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that nothing is missing between AWS, S3 and Splunk.",
      "S3 against AWS: it reads CloudTrail's digests below the prefix, and holds each to AWS's"
          + " signature and to the digest before it, the log files to their SHA-256, and the end of"
          + " each chain to now.",
      "With --splunk, Splunk against S3: what its index has of every object, record by record. With"
          + " --repair, what is missing is sent, under the ids that it would have had. With"
          + " --guardduty, Splunk is held to the findings that GuardDuty's API has, too. With"
          + " --publish, Splunk is told how whole each hour of each account and region is.",
      "Interrupted, it goes on where it was. Times are UTC's, and those of the digests."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline verify s3://my-trail-bucket/AWSLogs/ --since 2026-03-09",
      "  sightline verify s3://my-trail-bucket/AWSLogs/ --since 2026-03-09 --splunk",
      "  sightline verify s3://my-trail-bucket/AWSLogs/ --since 2026-03-09 --repair --yes",
      "  sightline verify --publish",
      "  sightline verify --guardduty --since 2026-03-09",
      "",
      "Exit code 0: whole; 3: there are gaps, and each is named; 1: it failed; 2: wrong usage or"
          + " configuration."
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PLACE",
      arity = "0..1",
      description = {
        "The trail's bucket with a prefix or without, as s3://bucket/prefix (default:"
            + " SIGHTLINE_COMPLETENESS_PREFIX, from SIGHTLINE_COMPLETENESS_REACH ago; with"
            + " --guardduty it needs none)."
      })
  private String place = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "From here on, as 2026-03-10 or 2026-03-10T09:00:00Z (default: everything).")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Up to here (default: now).")
  private @Nullable Instant until;

  @Option(
      names = "--account",
      paramLabel = "NUMBER",
      split = ",",
      description = "Only these accounts, with commas between them.")
  private Set<String> accounts = Set.of();

  @Option(
      names = "--region",
      paramLabel = "REGION",
      split = ",",
      description = "Only these regions, with commas between them.")
  private Set<String> regions = Set.of();

  @Mixin private KeyOptions wanted = new KeyOptions();

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = {
        "CloudTrail's public keys, as 'aws cloudtrail list-public-keys' prints them (default: asks"
            + " CloudTrail)."
      })
  private @Nullable Path keys;

  @Option(
      names = "--splunk",
      description = "Compare with Splunk's index, over its management port.")
  private boolean splunk;

  @Option(names = "--repair", description = "Send what Splunk lacks; means --splunk.")
  private boolean repair;

  @Option(
      names = "--guardduty",
      description = {
        "Hold Splunk to the newest update of each finding that GuardDuty's API has, in --region or"
            + " SIGHTLINE_GUARDDUTY_REGIONS; means --splunk."
      })
  private boolean guardDuty;

  @Option(
      names = "--publish",
      description = {
        "Send an event sightline:completeness for each hour of each account and region; means"
            + " --splunk."
      })
  private boolean publish;

  @Option(
      names = "--ask-above",
      paramLabel = "RECORDS",
      description = "Ask before sending more than this (default: ${DEFAULT-VALUE}).")
  private long askAbove = 10_000;

  @Option(names = "--yes", description = "Send however much it is, without asking.")
  private boolean yes;

  @Option(
      names = "--parallel",
      paramLabel = "NUMBER",
      description = "Objects read at the same time (default: ${DEFAULT-VALUE}).")
  private int parallel = 64;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = {
        "Where to remember how far it is (default: below ~/.local/state/sightline; without PLACE"
            + " and --since, nothing is remembered)."
      })
  private @Nullable Path checkpoint;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = {
        "How long to wait for Splunk to take events, and to find what was sent (default:"
            + " ${DEFAULT-VALUE})."
      })
  private int wait = 60;

  @Mixin private RulesOption rulesOption = new RulesOption();

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  /** What goes where, for what is sent again. */
  private Rules rules = Rules.NONE;

  /** Whether it is the last hours that are verified. */
  private boolean recent;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!place.isEmpty() && !isPlace(place)) {
      System.err.println("'" + place + "' is no place in S3: write s3://bucket/prefix.");
      return ExitCode.USAGE;
    }
    if (since != null && until != null && until.isBefore(since)) {
      System.err.println("--until is before --since.");
      return ExitCode.USAGE;
    }
    if (parallel < 1 || parallel > 1_000) {
      System.err.println("--parallel is from 1 to 1,000.");
      return ExitCode.USAGE;
    }
    try {
      wanted.check();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return ExitCode.USAGE;
    }
    if (guardDuty && !accounts.isEmpty()) {
      System.err.println("--guardduty knows no --account: it tells of all that a detector has.");
      return ExitCode.USAGE;
    }
    try (ApplicationContext context = rulesOption.context()) {
      Settings settings = Configurations.settings(context.getEnvironment());
      ObjectConfiguration read = ObjectConfiguration.read(settings);
      Roles roles = Roles.read(settings);
      GuardDutyConfiguration findings = GuardDutyConfiguration.read(settings);
      boolean asked = asksSplunk();
      Optional<SplunkConfiguration> management =
          asked ? SplunkConfiguration.read(settings) : Optional.empty();
      List<NamedDestination> destinations =
          repair || publish
              ? NamedDestinations.toSend(settings, HecConfiguration.read(settings))
              : List.of();
      rules = RulesConfiguration.read(settings).rules(settings);
      Index index = Index.read(settings);
      if (place.isEmpty()) {
        configuredPlace(settings);
      }
      settings.check();
      ObjectConfiguration objects = read.with(wanted.over(read.keys()));
      if (asked && management.isEmpty()) {
        throw new ConfigurationException(
            List.of(
                new Problem(
                    "sightline.splunk.url",
                    "is missing: --splunk asks Splunk's management port, such as"
                        + " https://splunk.example.com:8089.")));
      }
      try (AwsClients aws = new AwsClients(context.getEnvironment(), roles, parallel + 8)) {
        if (management.isEmpty()) {
          return verify(aws, objects, findings, index.name(), null, destinations);
        }
        try (ManagementPort port = new ManagementPort(management.get())) {
          Searches searches = new Searches(port, Searches.Limits.STANDARD);
          return verify(
              aws,
              objects,
              findings,
              index.name(),
              new Verifying.Index(
                  searches, Verifying.index(index.name(), rules), index.ackDeadline()),
              destinations);
        }
      }
    }
  }

  /**
   * What is known of Splunk's index.
   *
   * @param name null for the token's default
   */
  private record Index(@Nullable String name, Duration ackDeadline) {
    static Index read(Settings settings) {
      return new Index(
          settings.text("sightline.hec.index").orElse(null),
          settings.duration(
              "sightline.hec.ack-deadline",
              Duration.ofMinutes(5),
              Duration.ofMillis(100),
              Duration.ofHours(1)));
    }
  }

  private static boolean isPlace(String text) {
    return text.startsWith(Verifying.S3) && text.length() > Verifying.S3.length();
  }

  /** What the service verifies on its schedule, where the command says nothing else. */
  private void configuredPlace(Settings settings) {
    CompletenessConfiguration configured = CompletenessConfiguration.read(settings);
    if (!configured.isOn() && !guardDuty) {
      settings.problem(
          "sightline.completeness.prefix",
          "is missing, and no place is given: write sightline verify s3://bucket/prefix.");
      return;
    }
    place = configured.place().orElse("");
    recent = since == null;
    if (recent) {
      since = configured.since(Instant.now());
    }
  }

  private boolean asksSplunk() {
    return splunk || repair || publish || guardDuty;
  }

  private int verify(
      AwsClients aws,
      ObjectConfiguration objects,
      GuardDutyConfiguration guardDutyConfiguration,
      @Nullable String events,
      Verifying.@Nullable Index index,
      List<NamedDestination> destinations)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    long begun = System.nanoTime();
    ObjectStore store = new ObjectStore(aws::s3, objects.limits());
    Trail trail =
        place.isEmpty()
            ? new Trail(new Findings(), until == null ? now : until)
            : trail(aws, objects, events, index, now);
    Findings found = trail.found();
    Findings findings = index == null ? null : findings(aws, guardDutyConfiguration, index, now);
    Repair.Result repaired =
        index == null || !repair || found.shortages().isEmpty()
            ? Repair.Result.NOTHING
            : new Repair(
                    destinations, rules, objects, store, index.records(), Duration.ofSeconds(wait))
                .run(found.shortages(), yes ? Long.MAX_VALUE : askAbove);
    int published = 0;
    if (publish) {
      List<Completeness> all = new ArrayList<>();
      all.add(
          new Completeness(
              SourceKind.CLOUDTRAIL, found, since, trail.end(), repaired.isAll(found), now));
      if (findings != null) {
        all.add(new Completeness(SourceKind.GUARDDUTY, findings, since, trail.end(), false, now));
      }
      published = publish(destinations.getFirst().hec(), all);
    }
    VerifyOutput output =
        new VerifyOutput(
            place.isEmpty() ? null : found,
            findings,
            repaired,
            index != null,
            published,
            (System.nanoTime() - begun) / 1e9);
    output.print(System.out, json);
    return output.isWhole() ? ExitCode.DONE : ExitCode.GAPS;
  }

  /**
   * What was found of CloudTrail.
   *
   * @param end up to when
   */
  private record Trail(Findings found, Instant end) {}

  private Trail trail(
      AwsClients aws,
      ObjectConfiguration objects,
      @Nullable String events,
      Verifying.@Nullable Index index,
      Instant now)
      throws IOException, InterruptedException {
    PublicKeys publicKeys = keys == null ? new CloudTrailKeys(aws::cloudTrail) : new KeyFile(keys);
    Verification.Parts parts =
        Verifying.parts(aws, objects, place, publicKeys, events, index, () -> rules, parallel, now);
    try (Journal journal = journal(until == null ? now : until, objects.keys().words())) {
      Instant end = journal.until();
      VerifyProgress progress = new VerifyProgress(journal.resumed());
      Findings found;
      try {
        found =
            new Verification(parts, new Verification.Range(since, end, accounts, regions), now)
                .run(journal, progress);
      } finally {
        progress.ends();
      }
      journal.complete();
      return new Trail(found, end);
    }
  }

  /** What was found of GuardDuty, or null where it is not asked for. */
  private @Nullable Findings findings(
      AwsClients aws, GuardDutyConfiguration configuration, Verifying.Index index, Instant now)
      throws IOException, InterruptedException {
    if (!guardDuty) {
      return null;
    }
    List<GuardDutyRegion> asked =
        aws.guardDuty(
            regions.isEmpty() ? configuration.regions() : List.copyOf(new TreeSet<>(regions)));
    Instant end = until == null || until.isAfter(now) ? now : until;
    return index.findings(configuration, now).run(asked, aws.account(), since, end);
  }

  /** A check of the last hours is made anew each time: it may run where nothing can be written. */
  private Journal journal(Instant end, String keys) throws IOException {
    if (recent && checkpoint == null) {
      return Journal.unkept(end);
    }
    String what = what() + keys;
    return Journal.open(
        checkpoint == null ? BackfillCommand.file("verify-", what) : checkpoint, what, end);
  }

  /** Returns how many events Splunk took. */
  private int publish(HecConfiguration hec, List<Completeness> all)
      throws IOException, InterruptedException {
    List<HecEvent> events =
        all.stream()
            .flatMap(one -> one.events(Destinations.hostName(), hec.index()).stream())
            .toList();
    try (Sending sending = new Sending(hec)) {
      sending.awaitUsable(Duration.ofSeconds(wait));
      CompletenessChecks.told(sending.destination(), events);
    }
    return events.size();
  }

  /** What is verified, in words. */
  private String what() {
    return place
        + " from "
        + (since == null ? "the beginning" : since)
        + " to "
        + (until == null ? "now" : until)
        + ", accounts "
        + (accounts.isEmpty() ? "all" : String.join(" ", new TreeSet<>(accounts)))
        + ", regions "
        + (regions.isEmpty() ? "all" : String.join(" ", new TreeSet<>(regions)))
        + (asksSplunk() ? ", and Splunk" : "");
  }
}
