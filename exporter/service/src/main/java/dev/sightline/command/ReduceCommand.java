package dev.sightline.command;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.CatalogException;
import dev.sightline.catalog.CatalogSights;
import dev.sightline.hunt.Hunt;
import dev.sightline.hunt.InputException;
import dev.sightline.hunt.LookupFiles;
import dev.sightline.hunt.Scope;
import dev.sightline.hunt.Sieve;
import dev.sightline.reduction.Blinding;
import dev.sightline.replay.LogFiles;
import dev.sightline.replay.LogSource;
import dev.sightline.route.Rules;
import dev.sightline.route.RulesException;
import dev.sightline.route.RulesReader;
import dev.sightline.saving.LostHits;
import dev.sightline.saving.Proposals;
import dev.sightline.saving.Savings;
import dev.sightline.saving.Volume;
import dev.sightline.sight.Sight;
import dev.sightline.sight.Sights;
import dev.sightline.spl.lookup.GeoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline reduce}: what rules save, and what they cost. */
@Command(
    name = "reduce",
    mixinStandardHelpOptions = true,
    description = {
      "Says what rules keep out of Splunk, and what that costs.",
      "For each rule of a file it counts events, bytes and money. The catalog is hunted for with"
          + " everything and with what is left, and each search is held to what it reads. Without"
          + " --rules it proposes the rules that save most, of those that lose no hit here and"
          + " blind no search. It sends nothing, and reads what 'hunt' reads."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline reduce ./AWSLogs --write rules.yaml            propose, and keep the proposal",
      "  sightline reduce ./AWSLogs --rules rules.yaml            what a file of rules does",
      "  sightline reduce s3://my-trail-bucket/AWSLogs/ --since 2026-03-10 --until 2026-03-11 \\",
      "      --sample 500 --price-per-gigabyte 3.50 --gigabytes-a-day 40",
      "",
      "A search is blinded where it watches just the calls that a rule takes, or reads a member"
          + " that it trims; it sees less where it watches calls of every kind. 'run' and 'check'"
          + " refuse a rule that blinds a search unless the rule names it under 'blinds'. Exit code"
          + " 0: no hit is lost and no search blinded but by name; 3: some are, or files could not"
          + " be read; 2: an argument or the rules are wrong; 1: it failed."
    })
final class ReduceCommand implements Callable<Integer> {
  private static final int MOST_ROUNDS = 5;

  @Parameters(
      paramLabel = "PATH",
      description = {
        "A file, a folder with everything below it, - for standard input, or s3://bucket/prefix."
      })
  private String path = "";

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "A file of rules, as SIGHTLINE_RULES names it; without it rules are proposed.")
  private @Nullable Path rulesFile;

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description = "The table of accounts, where rules ask for environment, owner or unit.")
  private @Nullable Path accountsFile;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write what is proposed to a new file.")
  private @Nullable Path write;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "Propose so many rules at most (default: ${DEFAULT-VALUE}).")
  private int most = 20;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Read so many files at most, taken evenly from all of them.")
  private int sample = Integer.MAX_VALUE;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only events from then on: 2026-03-10 or 2026-03-10T09:00:00Z, UTC.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only events before.")
  private @Nullable Instant until;

  @Option(
      names = "--account",
      paramLabel = "ID",
      split = ",",
      description = "Only events of this account; may be repeated.")
  private Set<String> accounts = Set.of();

  @Option(
      names = "--only",
      paramLabel = "AREA",
      split = ",",
      description = "Only this area of the catalog, or one search by its id; may be repeated.")
  private Set<String> only = Set.of();

  @Option(
      names = "--lookups",
      paramLabel = "DIR",
      description = "A folder of CSV files, as 'inventory refresh --to' writes it.")
  private @Nullable Path lookups;

  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      description = "Another catalog than the one that ships, such as one of your own searches.")
  private @Nullable Path catalog;

  @Option(
      names = "--price-per-gigabyte",
      paramLabel = "PRICE",
      description = "What a gigabyte in Splunk costs you, in any currency; without it no money.")
  private double price = Double.NaN;

  @Option(
      names = "--gigabytes-a-day",
      paramLabel = "N",
      description = "How much CloudTrail brings a day, to say what is saved a month.")
  private double gigabytesADay = Double.NaN;

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Mixin private KeyOptions keys = new KeyOptions();

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ReduceOutput output =
        new ReduceOutput(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            json,
            new ReduceOutput.Prices(price, gigabytesADay));
    try (GivenLogs logs = GivenLogs.of(path, new GivenLogs.Wanted(since, until, accounts, keys))) {
      checkOptions();
      logs.hints().forEach(spec.commandLine().getErr()::println);
      return over(sampled(logs.files(), sample), output);
    } catch (InputException | CatalogException | RulesException e) {
      return output.refused(String.valueOf(e.getMessage()));
    }
  }

  private void checkOptions() {
    if (write != null && rulesFile != null) {
      throw new InputException("--write keeps what is proposed: leave --rules out.");
    }
    if (write != null && Files.exists(write)) {
      throw new InputException("There is a file " + write + ": name a new one.");
    }
    if (sample < 1 || most < 1) {
      throw new InputException("--sample and --most are numbers from 1.");
    }
    if (price < 0 || gigabytesADay < 0) {
      throw new InputException("--price-per-gigabyte and --gigabytes-a-day are not below 0.");
    }
  }

  private int over(LogFiles files, ReduceOutput output)
      throws IOException, InterruptedException, RulesException {
    // A wrong file of rules is told before anything is read.
    Optional<Rules> given =
        rulesFile == null
            ? Optional.empty()
            : Optional.of(RulesReader.read(rulesFile, Optional.ofNullable(accountsFile)));
    Catalog searches = catalog == null ? Catalog.shipped() : Catalog.load(catalog);
    List<Sight> sights = catalog == null ? Sights.shipped() : CatalogSights.of(searches);
    Volume volume = new Volume();
    Hunt.Result before = hunt(searches, volume, files);
    Comparison comparison =
        given.isPresent()
            ? compared(given.get(), searches, files, before)
            : proposed(volume, sights, searches, files, before);
    if (write != null) {
      Files.writeString(write, comparison.text());
    }
    return output.told(
        new ReduceOutput.Told(
            volume,
            before,
            comparison.savings().byRule(),
            comparison.lost(),
            Blinding.of(comparison.rules(), sights),
            comparison.rules(),
            comparison.text()));
  }

  /**
   * What rules come to.
   *
   * @param text of the rules where they are proposed; else empty
   */
  private record Comparison(Rules rules, Savings savings, LostHits lost, String text) {}

  private Comparison compared(Rules rules, Catalog searches, LogFiles files, Hunt.Result before)
      throws InterruptedException {
    Savings savings = new Savings(rules, LostHits.events(before.hits()));
    Hunt.Result after = hunt(searches, savings, files);
    return new Comparison(rules, savings, LostHits.of(before.hits(), after.hits()), "");
  }

  /** Proposes, and takes back what concerns a hit, until no hit is lost. */
  private Comparison proposed(
      Volume volume, List<Sight> sights, Catalog searches, LogFiles files, Hunt.Result before)
      throws IOException, InterruptedException, RulesException {
    Set<String> without = new TreeSet<>();
    for (int round = 1; ; round++) {
      String text = Proposals.of(volume, sights, most, without);
      Comparison comparison = compared(read(text), searches, files, before);
      boolean harmless = comparison.lost().lost().isEmpty() && comparison.lost().weaker().isEmpty();
      if (harmless || comparison.rules().reductions().isEmpty() || round == MOST_ROUNDS) {
        return new Comparison(comparison.rules(), comparison.savings(), comparison.lost(), text);
      }
      Set<String> touching = comparison.savings().touching();
      if (touching.isEmpty()) {
        comparison.rules().reductions().forEach(reduction -> without.add(reduction.id()));
      }
      without.addAll(touching);
    }
  }

  private static Rules read(String text) throws IOException, RulesException {
    Path file = Files.createTempFile("sightline-rules-", ".yaml");
    try {
      Files.writeString(file, text);
      return RulesReader.read(file, Optional.empty());
    } finally {
      Files.delete(file);
    }
  }

  private Hunt.Result hunt(Catalog searches, Sieve.OfFiles left, LogFiles files)
      throws InterruptedException {
    Terminal terminal = Terminal.standardError();
    Hunt.Result result =
        new Hunt(
                searches,
                LookupFiles.read(lookups, searches.lookups(), spec.commandLine().getErr()::println),
                GeoDatabase.NONE,
                InstantSource.system())
            .through(left)
            .run(
                files,
                new Scope(since, until, accounts),
                only,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16),
                (done, all, records) ->
                    terminal.progress(
                        done, all, "%d of %d files, %,d records".formatted(done, all, records)));
    terminal.progressEnds();
    return result;
  }

  /** So many files at most, taken evenly. */
  static LogFiles sampled(LogFiles files, int most) {
    int all = files.logs().size();
    if (all <= most) {
      return files;
    }
    List<LogSource> taken = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      taken.add(files.logs().get((int) ((long) i * all / most)));
    }
    return new LogFiles(taken, files.others(), files.unreadable());
  }
}
