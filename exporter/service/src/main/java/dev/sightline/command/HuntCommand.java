package dev.sightline.command;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.CatalogException;
import dev.sightline.hunt.Explanation;
import dev.sightline.hunt.HostLogs;
import dev.sightline.hunt.Hunt;
import dev.sightline.hunt.HuntPage;
import dev.sightline.hunt.InputException;
import dev.sightline.hunt.LookupFiles;
import dev.sightline.hunt.MacroFile;
import dev.sightline.hunt.Node;
import dev.sightline.hunt.OutsideHunt;
import dev.sightline.hunt.OwnSearch;
import dev.sightline.hunt.Pivot;
import dev.sightline.hunt.Reading;
import dev.sightline.hunt.Scope;
import dev.sightline.replay.LogFiles;
import dev.sightline.saved.UnreadableSearchesException;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.lookup.MaxMindDatabase;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.spl.syntax.SplException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline hunt}: the catalog over a folder, without Splunk. */
@Command(
    name = "hunt",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the catalog over files, without Splunk.",
      "Each of the catalog's detections, anomalies and hunts runs once over the whole range, with"
          + " now() being the newest event. It needs no Splunk, and AWS only for s3://. It reads"
          + " what 'replay' reads, and GuardDuty findings. --search runs a search of your own, also"
          + " over any JSON lines: an event's time is _time, eventTime, time or timestamp. Logins"
          + " of hosts are read from files named secure and auth.log below PATH.",
      Hunt.APPROXIMATION
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline hunt ./AWSLogs                                  what the catalog finds",
      "  sightline hunt ./AWSLogs --since 2026-03-10 --only persistence --csv > hits.csv",
      "  sightline hunt ./AWSLogs --lookups ./lookups --geo GeoLite2-City.mmdb --html hunt.html",
      "  sightline hunt ./AWSLogs --pivot ip 203.0.113.66          who and what is behind an"
          + " address",
      "  sightline hunt ./AWSLogs --search 'errorCode=* | top limit=5 eventName' --json",
      "  sightline hunt ./AWSLogs --searches ./my_app --trace      your own app's searches",
      "  sightline hunt s3://my-trail-bucket/AWSLogs/ --since 2026-03-10 --until 2026-03-11",
      "  aws cloudtrail lookup-events | sightline hunt -",
      "  sightline hunt --explain ./unknown.zip                    what it is taken for",
      "",
      "A folder of lookups has a file <lookup>.csv for each, its first line the columns; how a"
          + " lookup of your own is matched stands in a transforms.conf beside it. Exit code 0:"
          + " done; 3: done, but some files or searches are missing from it, or there was not a"
          + " single record; 2: an argument or the search is wrong; 1: it failed."
    })
final class HuntCommand implements Callable<Integer> {
  private static final Pattern NAMED_MACRO = Pattern.compile("`\\s*([^`(\\s]+)[^`]*`");
  private static final Pattern COMMENT = Pattern.compile("(?s)```.*?```");
  private static final Pattern NAMED_LOOKUP =
      Pattern.compile("lookup\\s+(?:\\w+\\s*=\\s*\\S+\\s+)*([\\w.-]+)");

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = {
        "A file, a folder with everything below it, - for standard input, or s3://bucket/prefix: of"
            + " a bucket, --since and --until choose the days in the keys, and no others are"
            + " fetched."
      })
  private @Nullable String path;

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

  @Mixin private KeyOptions keys = new KeyOptions();

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
      names = "--geo",
      paramLabel = "FILE",
      description = "Where addresses are: a file in MaxMind's format, such as GeoLite2 City.")
  private @Nullable Path geo;

  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      description = "Another catalog than the one that ships.")
  private @Nullable Path catalog;

  @Option(
      names = "--search",
      paramLabel = "SPL",
      description = "Run this search instead; the catalog's macros are at hand.")
  private @Nullable String search;

  @Option(
      names = "--macros",
      paramLabel = "FILE",
      description = "Macros for --search, as macros.conf or JSON has them.")
  private @Nullable Path macros;

  @Option(
      names = "--searches",
      paramLabel = "PATH",
      description = {
        "Run searches of others instead: an app's folder, a savedsearches.conf, detections of",
        "contentctl's or a folder of them; with --only, those whose name or path is like it."
      })
  private @Nullable Path searches;

  @Option(
      names = "--trace",
      description = "With --searches: show how many rows are left after each command.")
  private boolean trace;

  @Option(
      names = "--expect",
      paramLabel = "TEXT",
      description = {
        "With --searches: say which command let the events fall whose text holds this, such as an",
        "eventID; may be repeated."
      })
  private List<String> expected = List.of();

  @Option(
      names = "--explain",
      description = {
        "Say what each file is taken for, what is packed in it, how many records of which kind it"
            + " holds and what is none, and why; run nothing."
      })
  private boolean explain;

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Option(names = "--csv", description = "Write CSV instead of a table.")
  private boolean csv;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write one page with timeline, hits and graph, to be read in a browser.")
  private @Nullable Path html;

  @Option(
      names = "--pivot",
      arity = "2",
      paramLabel = "TYPE VALUE",
      hideParamSyntax = true,
      description = {
        "Print what is connected with an identity (arn), an address (ip), an access key (key) or a"
            + " resource, until nothing new appears. Services and hubs are listed, not followed."
      })
  private List<String> pivot = List.of();

  @Option(
      names = "--hub",
      paramLabel = "N",
      description =
          "For --pivot: what was seen with more identities, addresses and keys is a hub (default:"
              + " ${DEFAULT-VALUE}).")
  private int hub = 50;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  private final InstantSource clock = InstantSource.system();

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    HuntOutput output =
        new HuntOutput(spec.commandLine().getOut(), spec.commandLine().getErr(), json, csv);
    try {
      checkOptions();
      if (path == null) {
        return ownSearch(Objects.requireNonNull(search), LogFiles.NONE, output);
      }
      GivenLogs.Wanted wanted = new GivenLogs.Wanted(since, until, accounts, keys);
      try (GivenLogs logs = GivenLogs.of(path, wanted)) {
        logs.hints().forEach(spec.commandLine().getErr()::println);
        return over(logs, output, start);
      }
    } catch (SplException e) {
      return output.refused(e, String.valueOf(search));
    } catch (InputException | CatalogException | UnreadableSearchesException e) {
      return output.refused(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      spec.commandLine()
          .getErr()
          .println(
              "The memory does not suffice: give more by SIGHTLINE_JAVA_OPTIONS=-Xmx4g, or look at"
                  + " less with --since, --account or --only.");
      return ExitCode.FAILED;
    }
  }

  private int over(GivenLogs logs, HuntOutput output, long start)
      throws IOException, InterruptedException {
    LogFiles files = logs.files();
    if (explain) {
      return output.explained(Explanation.of(files, hostLogs(logs)));
    }
    if (search != null) {
      return ownSearch(search, files, output);
    }
    if (searches != null) {
      return outside(searches, files, output);
    }
    Pivot.Result walk = walk(logs);
    if (walk != null && html == null) {
      return output.walk(pivotNode(), walk, (System.nanoTime() - start) / 1e9);
    }
    Hunt.Result result = hits(logs);
    if (html != null) {
      HuntPage.write(html, result, walk);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return walk == null ? output.hits(result, seconds) : output.walk(pivotNode(), walk, seconds);
  }

  private void checkOptions() {
    if (explain && (search != null || html != null || csv || !pivot.isEmpty())) {
      throw new InputException(
          "--explain says what files are taken for, and runs nothing: leave --search, --pivot,"
              + " --html and --csv out.");
    }
    if (explain && path == null) {
      throw new InputException("--explain needs a PATH: name a file or a folder.");
    }
    if (path == null && search == null) {
      throw new InputException("PATH is missing: name a folder or a file with CloudTrail records.");
    }
    try {
      keys.check();
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
    if (keys.areGiven() && (path == null || !path.startsWith("s3://"))) {
      throw new InputException("--include and --exclude are for s3://bucket/prefix.");
    }
    if (macros != null && search == null && searches == null) {
      throw new InputException(
          "--macros is for --search and --searches: the catalog brings its own.");
    }
    if (searches != null
        && (search != null || explain || csv || html != null || !pivot.isEmpty())) {
      throw new InputException(
          "--searches runs searches of others: leave --search, --explain, --csv, --html and"
              + " --pivot out.");
    }
    if (searches == null && (trace || !expected.isEmpty())) {
      throw new InputException("--trace and --expect are for --searches: name the searches.");
    }
    if (search != null && (html != null || !pivot.isEmpty())) {
      throw new InputException("--html and --pivot show the catalog's hits: leave --search out.");
    }
    if (!pivot.isEmpty()) {
      pivotNode();
    }
    Path parent = html == null ? null : html.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new InputException("There is no folder for " + html + ": make it first.");
    }
    if (search != null && !only.isEmpty()) {
      throw new InputException("--only chooses from the catalog: with --search it has no meaning.");
    }
  }

  private Hunt.Result hits(GivenLogs logs) throws IOException, InterruptedException {
    Catalog loaded = catalog();
    try (OpenGeo places = OpenGeo.of(geo)) {
      Hunt hunt = new Hunt(loaded, tables(loaded.lookups()), places.database(), clock);
      Terminal terminal = Terminal.standardError();
      Hunt.Result result =
          hunt.beside(hostLogs(logs))
              .run(logs.files(), scope(), only, threads(), progress(terminal));
      terminal.progressEnds();
      return result;
    }
  }

  private Pivot.@Nullable Result walk(GivenLogs logs) throws InterruptedException {
    if (pivot.isEmpty()) {
      return null;
    }
    Terminal terminal = Terminal.standardError();
    Pivot.Result result =
        new Pivot(pivotNode(), hub)
            .beside(hostLogs(logs))
            .run(logs.files(), scope(), threads(), progress(terminal));
    terminal.progressEnds();
    return result;
  }

  /** The authentication logs of hosts, beside the trail. */
  private static List<Path> hostLogs(GivenLogs logs) {
    return logs.path().map(HostLogs::below).orElse(List.of());
  }

  private Node pivotNode() {
    for (Node.Type type : Node.Type.values()) {
      if (type.name().equalsIgnoreCase(pivot.getFirst())) {
        return new Node(type, pivot.getLast());
      }
    }
    throw new InputException(
        "--pivot starts at arn, ip, key or resource, not at '" + pivot.getFirst() + "'.");
  }

  private int outside(Path from, LogFiles files, HuntOutput output)
      throws IOException, InterruptedException {
    OutsideSearches outside =
        OutsideSearches.read(from, only, macros, lookups, spec.commandLine().getErr()::println);
    try (OpenGeo places = OpenGeo.of(geo)) {
      Terminal terminal = Terminal.standardError();
      OutsideHunt.Result result =
          new OutsideHunt(
                  outside.library(),
                  outside.searches(),
                  outside.lookups(),
                  places.database(),
                  OutsideSearches.expected(expected),
                  clock)
              .run(files, scope(), threads(), progress(terminal));
      terminal.progressEnds();
      boolean traced = trace || !expected.isEmpty();
      return output.outside(result, outside.library().notes(), traced);
    }
  }

  private int ownSearch(String spl, LogFiles files, HuntOutput output)
      throws IOException, InterruptedException {
    List<Macro> known = new ArrayList<>();
    List<LookupDefinition> definitions = new ArrayList<>();
    if (macros != null) {
      known.addAll(MacroFile.read(macros));
    }
    // Reading the catalog takes longer than most searches, which need nothing of it.
    if (namesMore(spl, known)) {
      Catalog loaded = catalog();
      Set<String> own = Set.copyOf(known.stream().map(Macro::key).toList());
      loaded.macros().stream().filter(macro -> !own.contains(macro.key())).forEach(known::add);
      definitions.addAll(loaded.lookups());
    }
    try (OpenGeo places = OpenGeo.of(geo)) {
      OwnSearch own = new OwnSearch(known, tables(definitions), places.database(), clock);
      Terminal terminal = Terminal.standardError();
      OwnSearch.Result result = own.run(spl, files, scope(), threads(), progress(terminal));
      terminal.progressEnds();
      return output.rows(result, path != null);
    }
  }

  /** Whether the search names a macro or a lookup that is not at hand; it may name too much. */
  private boolean namesMore(String spl, List<Macro> known) {
    Set<String> names = known.stream().map(Macro::name).collect(Collectors.toSet());
    Path folder = lookups;
    String text = COMMENT.matcher(spl).replaceAll(" ");
    return NAMED_MACRO.matcher(text).results().anyMatch(found -> !names.contains(found.group(1)))
        || NAMED_LOOKUP
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .anyMatch(name -> folder == null || !Files.exists(folder.resolve(name + ".csv")));
  }

  private Catalog catalog() {
    return catalog == null ? Catalog.shipped() : Catalog.load(catalog);
  }

  private Lookups tables(List<LookupDefinition> definitions) {
    return LookupFiles.read(lookups, definitions, spec.commandLine().getErr()::println);
  }

  private Scope scope() {
    return new Scope(since, until, accounts);
  }

  private static int threads() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);
  }

  private static Reading.Progress progress(Terminal terminal) {
    return (files, all, records) ->
        terminal.progress(files, all, "%d of %d files, %,d records".formatted(files, all, records));
  }

  /** The file of places, or none. */
  private record OpenGeo(GeoDatabase database, @Nullable MaxMindDatabase file)
      implements AutoCloseable {
    static OpenGeo of(@Nullable Path path) {
      if (path == null) {
        return new OpenGeo(GeoDatabase.NONE, null);
      }
      try {
        MaxMindDatabase file = MaxMindDatabase.open(path);
        return new OpenGeo(file, file);
      } catch (IOException | RuntimeException e) {
        throw new InputException(
            path + " is no readable file in MaxMind's format (" + e.getMessage() + ").");
      }
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
