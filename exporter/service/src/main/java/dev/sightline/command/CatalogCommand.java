package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.CatalogException;
import dev.sightline.catalog.CatalogPages;
import dev.sightline.catalog.CatalogReport;
import dev.sightline.catalog.Evaluation;
import dev.sightline.catalog.Item;
import dev.sightline.catalog.Lint;
import dev.sightline.hunt.Hunt;
import dev.sightline.saved.SearchBench;
import dev.sightline.saved.SearchOutcome;
import dev.sightline.saved.UnreadableSearchesException;
import dev.sightline.spl.SearchEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline catalog}: what searches there are, and whether each does what it says. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description = {
      "Counts the searches, lints them and runs all of their tests.",
      "Each test runs on the events as AWS wrote them, as the add-on for AWS shows them, and with"
          + " every event delivered twice.",
      Hunt.APPROXIMATION
    },
    subcommands = CommandLine.HelpCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline catalog",
      "  sightline catalog --catalog ./searches/catalog     a catalog that is being written",
      "  sightline catalog --pages docs/catalog             the pages to read, made anew",
      "  sightline catalog evaluate labelled.jsonl          what fires on events that others"
          + " labelled",
      "",
      "Exit code 0: every rule is kept and every test passes; 1: not; 2: a file cannot be read."
    })
final class CatalogCommand implements Callable<Integer> {
  private static final String LABELLED = "panther_tests.jsonl";

  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      description = "Another catalog than the one that ships.",
      scope = CommandLine.ScopeType.INHERIT)
  private @Nullable Path folder;

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Option(
      names = "--searches",
      paramLabel = "PATH",
      description = {
        "Say of searches of others which run and which are refused, and where: an app's folder, a",
        "savedsearches.conf, detections of contentctl's or a folder of them."
      })
  private @Nullable Path searches;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "With --searches: those whose name or path is like it; may be repeated.")
  private Set<String> only = Set.of();

  @Option(
      names = "--pages",
      paramLabel = "DIR",
      description =
          "Write the catalog as pages into this folder, as docs/catalog, and run no test.")
  private @Nullable Path pages;

  @Option(
      names = "--check",
      description = "With --pages: write nothing, and say whether the pages there are current.")
  private boolean check;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (searches != null) {
      return outside(searches);
    }
    Catalog catalog;
    try {
      catalog = load();
    } catch (CatalogException e) {
      return unreadable(e);
    }
    if (pages != null) {
      return pages(catalog, pages);
    }
    Terminal terminal = Terminal.standardError();
    int all = catalog.items().size();
    CatalogReport report =
        CatalogReport.of(
            catalog, done -> terminal.progress(done, all, done + " of " + all + " searches"));
    terminal.progressEnds();
    List<Lint.Finding> findings = Lint.mistakes(catalog);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    findings.forEach(err::println);
    report.failures().forEach(err::println);
    err.flush();
    if (json) {
      out.println(report.json());
    } else {
      tables(report, findings, out);
    }
    out.flush();
    return findings.isEmpty() && report.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private int outside(Path from) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    OutsideSearches outside;
    try {
      outside = OutsideSearches.read(from, only, null, null, err::println);
    } catch (UnreadableSearchesException e) {
      err.println(e.getMessage());
      err.flush();
      return ExitCode.USAGE;
    }
    double now = System.currentTimeMillis() / 1000.0;
    SearchBench bench =
        new SearchBench(
            outside.searches(),
            SearchEnvironment.at(() -> now)
                .withMacros(outside.library().macros())
                .withLookups(outside.lookups())
                .withKnowledge(outside.library().knowledge()),
            _ -> false);
    while (!bench.endPass()) {
      // No event is offered: each pass ends at once.
    }
    List<SearchOutcome> outcomes = bench.outcomes();
    outside.library().notes().forEach(err::println);
    err.flush();
    OutsideOutput form = new OutsideOutput(out, false);
    if (json) {
      out.println(form.json(outcomes, outside.library().notes()));
    } else {
      form.table(outcomes, "no events");
    }
    out.flush();
    boolean refused = outcomes.stream().anyMatch(one -> one.refusal().isPresent());
    return refused ? ExitCode.FAILED : ExitCode.DONE;
  }

  private int pages(Catalog catalog, Path into) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (!check) {
        out.println(CatalogPages.write(catalog, into) + " pages are in " + into + ".");
        out.flush();
        return ExitCode.DONE;
      }
      List<String> stale = new ArrayList<>();
      for (Map.Entry<String, String> page : CatalogPages.of(catalog).entrySet()) {
        Path file = into.resolve(page.getKey());
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(page.getValue())) {
          stale.add(page.getKey());
        }
      }
      out.println(
          stale.isEmpty()
              ? "The pages in " + into + " are those of the catalog."
              : "Not current in "
                  + into
                  + ": "
                  + String.join(", ", stale)
                  + ". Run: ./sightline catalog --pages "
                  + into);
      out.flush();
      return stale.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException("The pages in " + into + " cannot be written or read.", e);
    }
  }

  private Catalog load() {
    return folder == null ? Catalog.shipped() : Catalog.load(folder);
  }

  private int unreadable(CatalogException e) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(e.getMessage());
    err.flush();
    return ExitCode.USAGE;
  }

  private static void tables(CatalogReport report, List<Lint.Finding> findings, PrintWriter out) {
    Map<String, List<CatalogReport.Entry>> areas = new TreeMap<>();
    for (CatalogReport.Entry entry : report.items()) {
      areas.computeIfAbsent(entry.item().area(), _ -> new ArrayList<>()).add(entry);
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "AREA",
            "SEARCHES",
            "DETECTIONS",
            "ANOMALIES",
            "HUNTS",
            "INVESTIGATIONS",
            "HEALTH",
            "TECHNIQUES",
            "TESTS",
            "PASSED",
            "VARIANTS",
            "AS STATED"));
    areas.forEach((area, entries) -> rows.add(row(area, entries)));
    rows.add(row("all", report.items()));
    Terminal.table(rows).forEach(out::println);
    out.println();
    counts("TACTIC", report, CatalogReport.Entry::tactics, out);
    counts("CLASS OF CALL", report, entry -> CatalogPages.classes(entry.item()), out);
    out.printf(
        Locale.ROOT,
        "%d rules of the lint are broken, %d views of tests fail.%n",
        findings.size(),
        report.failures().size());
    out.println("The tests ran on an offline approximation of SPL, not in Splunk.");
  }

  private static void counts(
      String heading,
      CatalogReport report,
      Function<CatalogReport.Entry, Collection<String>> groups,
      PrintWriter out) {
    Map<String, int[]> counted = new TreeMap<>();
    for (CatalogReport.Entry entry : report.items()) {
      for (String group : groups.apply(entry)) {
        int[] counts = counted.computeIfAbsent(group, _ -> new int[2]);
        counts[0]++;
        counts[1] += entry.item().alerts() ? 1 : 0;
      }
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(heading, "SEARCHES", "DETECTIONS AND ANOMALIES"));
    counted.forEach((group, counts) ->
        rows.add(List.of(group, String.valueOf(counts[0]), String.valueOf(counts[1]))));
    Terminal.table(rows).forEach(out::println);
    out.println();
  }

  private static List<String> row(String area, List<CatalogReport.Entry> entries) {
    List<String> row = new ArrayList<>(List.of(area, String.valueOf(entries.size())));
    for (Item.Kind kind : Item.Kind.values()) {
      row.add(String.valueOf(entries.stream().filter(e -> e.item().kind() == kind).count()));
    }
    row.add(
        String.valueOf(
            entries.stream().flatMap(e -> e.item().techniques().stream()).distinct().count()));
    row.add(String.valueOf(entries.stream().mapToInt(CatalogReport.Entry::tests).sum()));
    row.add(String.valueOf(entries.stream().mapToInt(CatalogReport.Entry::passed).sum()));
    row.add(String.valueOf(entries.stream().mapToInt(CatalogReport.Entry::variants).sum()));
    row.add(String.valueOf(entries.stream().mapToInt(CatalogReport.Entry::asStated).sum()));
    return row;
  }

  @Command(
      name = "evaluate",
      mixinStandardHelpOptions = true,
      description = {
        "Runs the catalog over events that somebody else labelled.",
        "Says which detections and anomalies fire on positives and on negatives, by the other"
            + " catalog's rule and by item. A search that needs several events or a lookup cannot"
            + " fire here."
      },
      footerHeading = "%nA line of the file:%n",
      footer = {
        "  {\"rule_id\":\"…\",\"test_name\":\"…\",\"expected\":true,\"event\":{…CloudTrail"
            + " record…}}"
      })
  int evaluate(
      @Parameters(
              paramLabel = "PATH",
              arity = "0..1",
              defaultValue = "../shared/data",
              description =
                  "JSON lines, or a folder with " + LABELLED + " (default: ${DEFAULT-VALUE}).")
          Path path,
      @Option(names = "--json", description = "End with one JSON object on one line.")
          boolean asJson)
      throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve(LABELLED) : path;
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no file " + file + ": name one with labelled events.");
    }
    Catalog catalog;
    try {
      catalog = load();
    } catch (CatalogException e) {
      return unreadable(e);
    }
    Evaluation evaluation = Evaluation.of(catalog, file);
    if (asJson) {
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.set("rules", new ObjectMapper().valueToTree(evaluation.rules()));
      out.println(line);
    } else {
      evaluationTable(evaluation, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static void evaluationTable(Evaluation evaluation, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RULE", "POSITIVES", "FIRED", "NEGATIVES", "FIRED", "BY"));
    int[] sums = new int[4];
    for (Map.Entry<String, Evaluation.Outcome> rule : evaluation.rules().entrySet()) {
      Evaluation.Outcome outcome = rule.getValue();
      int[] numbers = {
        outcome.positives(), outcome.firedPositives(), outcome.negatives(), outcome.firedNegatives()
      };
      List<String> row = new ArrayList<>(List.of(rule.getKey()));
      for (int i = 0; i < numbers.length; i++) {
        sums[i] += numbers[i];
        row.add(String.valueOf(numbers[i]));
      }
      StringJoiner by = new StringJoiner(", ");
      outcome.onPositives().forEach((item, count) -> by.add(item + " " + count));
      outcome.onNegatives().forEach((item, count) -> by.add(item + " " + count + " negative"));
      row.add(by.toString());
      rows.add(row);
    }
    List<String> all = new ArrayList<>(List.of("all " + evaluation.rules().size() + " rules"));
    for (int sum : sums) {
      all.add(String.valueOf(sum));
    }
    rows.add(all);
    Terminal.table(rows).forEach(out::println);
    out.println();
    out.println("Measured on an offline approximation of SPL.");
  }
}
