package dev.sightline.command;

import dev.sightline.completeness.Findings;
import dev.sightline.completeness.Journal;
import dev.sightline.completeness.SplunkComparison;
import dev.sightline.completeness.Verification;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.configuration.Settings;
import dev.sightline.content.ContentReader;
import dev.sightline.digest.CloudTrailKeys;
import dev.sightline.digest.KeyFile;
import dev.sightline.digest.PublicKeys;
import dev.sightline.envelope.Envelope;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.ManagementPort;
import dev.sightline.splunk.Searches;
import dev.sightline.splunk.SplunkConfiguration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline verify}: is everything there? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that nothing is missing. S3 against AWS: reads CloudTrail's digests below the prefix,"
          + " and",
      "holds each to AWS's signature, to the one before it, and its log files to their SHA-256; the"
          + " end of",
      "each chain is held to now. With --splunk, Splunk against S3: what its index has of every"
          + " object,",
      "record by record. With --repair, what is missing is sent, under the ids that it would have"
          + " had.",
      "Interrupted, it goes on where it was. Times are UTC's, and those of the digests."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline verify s3://my-trail-bucket/AWSLogs/ --since 2026-03-09",
      "  sightline verify s3://my-trail-bucket/AWSLogs/ --since 2026-03-09 --splunk",
      "  sightline verify s3://my-trail-bucket/AWSLogs/ --since 2026-03-09 --repair --yes",
      "",
      "Exit code 0: whole; 3: there are gaps, and each is named; 1: it failed; 2: wrong usage or",
      "configuration."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String S3 = "s3://";

  @Parameters(
      paramLabel = "PLACE",
      description = "The trail's bucket with a prefix or without, as s3://bucket/prefix.")
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

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = {
        "CloudTrail's public keys, as 'aws cloudtrail list-public-keys' prints them (default: asks",
        "CloudTrail)."
      })
  private @Nullable Path keys;

  @Option(
      names = "--splunk",
      description = "Compare with Splunk's index, over its management port.")
  private boolean splunk;

  @Option(names = "--repair", description = "Send what Splunk lacks; means --splunk.")
  private boolean repair;

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
      description = "Where to remember how far it is (default: below ~/.local/state/sightline).")
  private @Nullable Path checkpoint;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = {
        "How long to wait for Splunk to take events, and to find what was sent (default:",
        "${DEFAULT-VALUE})."
      })
  private int wait = 60;

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!place.startsWith(S3) || place.length() == S3.length()) {
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
    try (ApplicationContext context = ApplicationContext.builder().banner(false).start()) {
      Settings settings = Configurations.settings(context.getEnvironment());
      ObjectConfiguration objects = ObjectConfiguration.read(settings);
      Roles roles = Roles.read(settings);
      boolean asked = splunk || repair;
      Optional<SplunkConfiguration> management =
          asked ? SplunkConfiguration.read(settings) : Optional.empty();
      HecConfiguration hec = repair ? HecConfiguration.read(settings) : null;
      Index index = Index.read(settings);
      settings.check();
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
          return verify(aws, objects, index, null, null);
        }
        try (ManagementPort port = new ManagementPort(management.get())) {
          return verify(aws, objects, index, new Searches(port, Searches.Limits.STANDARD), hec);
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

  private int verify(
      AwsClients aws,
      ObjectConfiguration objects,
      Index index,
      @Nullable Searches searches,
      @Nullable HecConfiguration hec)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    String path = place.substring(S3.length());
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String prefix = slash < 0 ? "" : path.substring(slash + 1);
    Path file = checkpoint == null ? BackfillCommand.file("verify-", what()) : checkpoint;
    PublicKeys publicKeys = keys == null ? new CloudTrailKeys(aws::cloudTrail) : new KeyFile(keys);
    ObjectStore store = new ObjectStore(aws::s3, objects.limits());
    IndexedRecords records = searches == null ? null : new IndexedRecords(searches, index.name());
    Verification.Parts parts =
        new Verification.Parts(
            new ObjectListing(aws::s3),
            store,
            bucket,
            prefix,
            publicKeys,
            new ContentReader(new Envelope(index.name())),
            searches == null || records == null
                ? null
                : new SplunkComparison(
                    records, index.ackDeadline(), retention(searches, index), now),
            parallel);
    long begun = System.nanoTime();
    Findings found;
    Instant end;
    try (Journal journal = Journal.open(file, what(), until == null ? now : until)) {
      end = journal.until();
      VerifyProgress progress = new VerifyProgress(journal.resumed());
      try {
        found =
            new Verification(parts, new Verification.Range(since, end, accounts, regions), now)
                .run(journal, progress);
      } finally {
        progress.ends();
      }
      journal.complete();
    }
    Repair.Result repaired =
        hec == null || records == null || found.shortages().isEmpty()
            ? Repair.Result.NOTHING
            : new Repair(hec, objects, store, records, Duration.ofSeconds(wait))
                .run(found.shortages(), yes ? Long.MAX_VALUE : askAbove);
    VerifyOutput output =
        new VerifyOutput(found, repaired, searches != null, (System.nanoTime() - begun) / 1e9);
    output.print(System.out, json);
    return output.isWhole() ? ExitCode.DONE : ExitCode.GAPS;
  }

  private static @Nullable Duration retention(Searches searches, Index index)
      throws InterruptedException {
    return index.name() == null ? null : searches.retention(index.name()).orElse(null);
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
        + (splunk || repair ? ", and Splunk" : "");
  }
}
