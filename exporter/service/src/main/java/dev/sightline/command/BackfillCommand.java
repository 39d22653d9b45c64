package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.backfill.Backfill;
import dev.sightline.backfill.Checkpoint;
import dev.sightline.backfill.Selection;
import dev.sightline.configuration.Settings;
import dev.sightline.content.Kind;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.object.AllowList;
import dev.sightline.object.KeySelection;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import dev.sightline.pipeline.ObjectCarrier;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.reduction.Unreduced;
import dev.sightline.route.Rules;
import dev.sightline.route.RulesConfiguration;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.telemetry.Measures.RecordEnd;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline backfill}: history out of a bucket or out of GuardDuty into Splunk. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Carries history out of a bucket or GuardDuty into Splunk.",
      "From a bucket it sends every object below the prefix, whatever it holds, with the ids that"
          + " the object's events have when they come by the queue. From guardduty it sends the"
          + " findings that the API still has, which are those of 90 days. The guarantee is that of"
          + " 'run'.",
      "Interrupted, it goes on where it was: what was in flight comes twice, under the same ids."
          + " Days are UTC's; an object's day is the one in its key, else the day on which it was"
          + " written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline backfill s3://my-trail-bucket/AWSLogs/ --from 2026-01-01 --dry-run",
      "  sightline backfill s3://my-trail-bucket/AWSLogs/ --from 2026-01-01 --account 111122223333",
      "  sightline backfill s3://my-log-bucket/ --include '**/WAFLogs/**' --from 2026-01-01",
      "  sightline backfill guardduty --from 2026-01-01",
      "  sightline backfill s3://my-trail-bucket/AWSLogs/ --unreduced --principal release-bot \\",
      "      --account 111122223333 --from 2026-03-10 --to 2026-03-11",
      "",
      "Exit code 0: everything arrived; 3: some of it did not, and why is said; 1: it failed; 2:"
          + " wrong usage or configuration."
    })
final class BackfillCommand implements Callable<Integer>, LooksAhead {
  private static final String GUARDDUTY = "guardduty";

  /** What is waited for at once, and what is remembered a second late. */
  private static final int LEFT_ON_THEIR_WAY = 2_000;

  private static final String S3 = "s3://";
  private static final int MOST_SHOWN = 100;

  @Parameters(
      paramLabel = "SOURCE",
      description = "A bucket with a prefix or without, as s3://bucket/prefix, or guardduty.")
  private String source = "";

  @Option(names = "--from", paramLabel = "DAY", description = "The first day, as 2026-01-31.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "The last day.")
  private @Nullable LocalDate to;

  @Option(
      names = "--account",
      paramLabel = "NUMBER",
      split = ",",
      description = "Only these accounts' objects, with commas between them.")
  private Set<String> accounts = Set.of();

  @Option(
      names = "--region",
      paramLabel = "REGION",
      split = ",",
      description = "Only these regions, with commas between them.")
  private Set<String> regions = Set.of();

  @Mixin private KeyOptions keys = new KeyOptions();

  @Option(
      names = "--unreduced",
      description = {
        "Send the whole of the records that the rules left out or trimmed, and nothing else:"
            + " marked",
        "sightline_unreduced=true, with ids of their own."
      })
  private boolean unreduced;

  @Option(
      names = "--principal",
      paramLabel = "ARN|NAME",
      description = {
        "With --unreduced: only what this one did; an ARN, an id, an access key, or the name of a",
        "user, a role or a session."
      })
  private @Nullable String principal;

  @Option(names = "--dry-run", description = "Count, and send nothing.")
  private boolean dryRun;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Where to remember how far it is (default: below ~/.local/state/sightline).")
  private @Nullable Path checkpoint;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait for Splunk to take events (default: ${DEFAULT-VALUE}).")
  private int wait = 60;

  @Mixin private RulesOption rulesOption = new RulesOption();

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Override
  public void lookAhead() {
    Configurations.lookAhead(settings -> {
      ObjectConfiguration objects = ObjectConfiguration.read(settings);
      if (!dryRun) {
        HecConfiguration.read(settings);
      }
      checkBucket(settings, objects);
    });
  }

  /** What the service would not read, nobody has asked for. */
  private void checkBucket(Settings settings, ObjectConfiguration objects) {
    if (!source.startsWith(S3) || !settings.problems().isEmpty()) {
      return;
    }
    String[] place = source.substring(S3.length()).split("/", 2);
    String prefix = place.length == 1 ? "" : place[1];
    if (!AllowList.of(objects.buckets()).allowsBelow(place[0], prefix)) {
      settings.problem(
          "sightline.buckets",
          "lists "
              + String.join(", ", objects.buckets())
              + ", and nothing in "
              + source
              + " is among it: add the bucket there, or leave the setting out.");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean guardDuty = source.equals(GUARDDUTY);
    if (!guardDuty && (!source.startsWith(S3) || source.length() == S3.length())) {
      System.err.println("'" + source + "' is no source: write s3://bucket/prefix, or guardduty.");
      return ExitCode.USAGE;
    }
    try {
      keys.check();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return ExitCode.USAGE;
    }
    if (guardDuty
        && (from == null || !accounts.isEmpty() || checkpoint != null || keys.areGiven())) {
      System.err.println(
          "A backfill of guardduty needs --from, and has neither --account, --include, --exclude"
              + " nor --checkpoint.");
      return ExitCode.USAGE;
    }
    if (principal != null && !unreduced) {
      System.err.println("--principal chooses among what rules reduced: write --unreduced too.");
      return ExitCode.USAGE;
    }
    if (unreduced && (guardDuty || dryRun)) {
      System.err.println(
          "--unreduced is for records of CloudTrail in a bucket, and has no --dry-run.");
      return ExitCode.USAGE;
    }
    if (from != null && to != null && to.isBefore(from)) {
      System.err.println("--to is before --from.");
      return ExitCode.USAGE;
    }
    try (ApplicationContext context = rulesOption.context()) {
      Settings settings = Configurations.settings(context.getEnvironment());
      ObjectConfiguration objects = ObjectConfiguration.read(settings);
      GuardDutyConfiguration findings = GuardDutyConfiguration.read(settings);
      Roles roles = Roles.read(settings);
      HecConfiguration hec = dryRun ? null : HecConfiguration.read(settings);
      RedeliveryConfiguration redelivery = RedeliveryConfiguration.read(settings);
      Optional<SplunkConfiguration> splunk =
          dryRun ? Optional.empty() : SplunkConfiguration.read(settings);
      List<NamedDestination> destinations =
          hec == null ? List.of() : NamedDestinations.read(settings, hec, Optional.empty(), splunk);
      if (hec != null) {
        HeapBudget.check(
            settings, hec, destinations.size(), objects, 0, Runtime.getRuntime().maxMemory());
      }
      Rules rules = hec == null ? Rules.NONE : RulesConfiguration.read(settings).rules(settings);
      if (unreduced && rules.reductions().isEmpty()) {
        settings.problem(
            RulesConfiguration.FILE,
            "leaves nothing out: --unreduced needs the rules that did, by SIGHTLINE_RULES or"
                + " --rules.");
      }
      checkBucket(settings, objects);
      settings.check();
      try (AwsClients aws = new AwsClients(context.getEnvironment(), roles, objects.open() + 8)) {
        return guardDuty
            ? new FindingBackfill(aws, findings, List.copyOf(regions), json)
                .run(from, to, destinations, rules, Duration.ofSeconds(wait))
            : bucket(aws, objects, destinations, rules, redelivery);
      }
    }
  }

  private int bucket(
      AwsClients aws,
      ObjectConfiguration objects,
      List<NamedDestination> destinations,
      Rules rules,
      RedeliveryConfiguration redelivery)
      throws IOException, InterruptedException {
    String place = source.substring(S3.length());
    int slash = place.indexOf('/');
    String bucket = slash < 0 ? place : place.substring(0, slash);
    String prefix = slash < 0 ? "" : place.substring(slash + 1);
    ObjectListing listing = new ObjectListing(aws::s3);
    // What happened at the end of a day may lie in the folder of the next.
    Selection selection =
        new Selection(from, unreduced && to != null ? to.plusDays(1) : to, accounts, regions);
    KeySelection wanted = keys.over(objects.keys());
    Backfill backfill = new Backfill(listing, bucket, prefix, selection, wanted);
    if (destinations.isEmpty()) {
      try (Waiting _ = Waiting.on(() -> "S3 to list " + source)) {
        return counted(backfill.count(null));
      }
    }
    Path file = checkpoint == null ? file("backfill-", what(backfill)) : checkpoint;
    Checkpoint start = Checkpoint.read(file, what(backfill));
    if (start.complete() && start.failed().isEmpty()) {
      System.out.println(
          "Everything was carried before, "
              + start.objects()
              + " objects: remove "
              + file
              + " to do it again.");
      return ended(start, 0, 0);
    }
    // Where it goes on, an earlier run may have died with objects on their way.
    boolean resumed = Files.exists(file);
    try (Sending sending =
        new Sending(destinations, rules, Optional.of(redelivery).filter(_ -> resumed), wanted())) {
      sending.awaitUsable(Duration.ofSeconds(wait));
      ObjectCarrier carrier =
          new ObjectCarrier(
              new ObjectStore(aws::s3, objects.limits()),
              sending.reader(objects.families()),
              sending.outlets(),
              sending.measures(),
              InstantSource.system(),
              objects.open(),
              LEFT_ON_THEIR_WAY);
      long nanos = System.nanoTime();
      BackfillProgress progress =
          new BackfillProgress(new Backfill(listing, bucket, prefix, selection, wanted), start);
      Checkpoint end;
      try {
        end = backfill.run(start, carrier, file, progress);
      } finally {
        progress.ends();
      }
      long delivered = sending.measures().records().left(RecordEnd.DELIVERED);
      return ended(end, delivered, (System.nanoTime() - nanos) / 1_000_000);
    }
  }

  /** Which of the reduced records are wanted; null for a backfill of everything. */
  private @Nullable Unreduced wanted() {
    return unreduced
        ? new Unreduced(
            Optional.ofNullable(principal),
            accounts,
            from == null ? null : from.atStartOfDay(ZoneOffset.UTC).toInstant(),
            to == null ? null : to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        : null;
  }

  /** What is done, to tell its checkpoint from others. */
  private String what(Backfill backfill) {
    return backfill.what()
        + (unreduced ? ", unreduced" + (principal == null ? "" : " of " + principal) : "");
  }

  private int ended(Checkpoint end, long delivered, long millis) {
    PrintStream out = System.out;
    end.failed().entrySet().stream()
        .limit(MOST_SHOWN)
        .forEach(entry -> out.println(entry.getKey() + ": " + entry.getValue()));
    out.printf(
        Locale.ROOT,
        "%d objects done, %d records delivered now, %d objects with problems, %.1f s%n",
        end.objects(),
        delivered,
        end.failed().size(),
        millis / 1_000.0);
    if (!end.failed().isEmpty()) {
      out.println("The same command tries those once more.");
    }
    boolean whole = end.complete() && end.failed().isEmpty();
    if (json) {
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.put("objects", end.objects())
          .put("delivered", delivered)
          .put("failed", end.failed().size())
          .put("complete", end.complete());
      out.println(line);
    }
    return whole ? ExitCode.DONE : ExitCode.GAPS;
  }

  private int counted(Map<Kind, Backfill.Amount> amounts) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KIND", "OBJECTS", "BYTES"));
    long objects = 0;
    long bytes = 0;
    ObjectNode line = new ObjectMapper().createObjectNode();
    for (Map.Entry<Kind, Backfill.Amount> entry : amounts.entrySet()) {
      String kind = entry.getKey().name().toLowerCase(Locale.ROOT);
      Backfill.Amount amount = entry.getValue();
      rows.add(List.of(kind, Long.toString(amount.objects()), Long.toString(amount.bytes())));
      line.withObject("/kinds/" + kind)
          .put("objects", amount.objects())
          .put("bytes", amount.bytes());
      objects += amount.objects();
      bytes += amount.bytes();
    }
    rows.add(List.of("all", Long.toString(objects), Long.toString(bytes)));
    Terminal.table(rows).forEach(System.out::println);
    if (json) {
      System.out.println(line.put("objects", objects).put("bytes", bytes));
    }
    return ExitCode.DONE;
  }

  /**
   * Where a checkpoint lies that nobody named: its name is made of what is done.
   *
   * @param kind what its name begins with
   * @throws IOException where there is no home to keep it in, as for a user that is only a number
   */
  static Path file(String kind, String what) throws IOException {
    String state = System.getenv("XDG_STATE_HOME");
    String home = System.getProperty("user.home", "?");
    if ((state == null || state.isBlank()) && home.equals("?")) {
      throw new IOException(
          "There is no home folder in which to remember how far it is: name a file with"
              + " --checkpoint, or a folder with XDG_STATE_HOME.");
    }
    Path folder =
        state == null || state.isBlank() ? Path.of(home, ".local", "state") : Path.of(state);
    String name = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    return folder.resolve("sightline").resolve(kind + name + ".json");
  }
}
