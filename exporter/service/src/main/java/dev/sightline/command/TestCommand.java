package dev.sightline.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.hunt.Hunt;
import dev.sightline.object.Printable;
import dev.sightline.saved.SearchTest;
import dev.sightline.saved.SearchTestRun;
import dev.sightline.saved.SearchTests;
import dev.sightline.saved.UnreadableSearchesException;
import dev.sightline.spl.value.Wildcard;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline test}: whether searches do what the tests beside them say. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the tests of your own searches, without Splunk.",
      "Tests are files *.test.yml below DIR, beside an app of Splunk's, a savedsearches.conf,"
          + " detections in contentctl's YAML or files *.spl; and contentctl's own tests, where"
          + " their data is a local file.",
      Hunt.APPROXIMATION
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline test ./searches                                 once, for a person",
      "  sightline test ./searches --junit build/searches.xml      for a build",
      "  sightline test ./searches --watch                         again whenever a file changes",
      "  sightline test ./security_content --attack-data ./attack_data --only aws",
      "",
      "Exit code 0: every test that could run passes; 1: one does not; 2: a file cannot be read; 3:"
          + " there was no test to run."
    })
final class TestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The folder with the searches and their tests.")
  private Path folder = Path.of(".");

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only tests of searches whose name or path is like it; may be repeated.")
  private Set<String> only = Set.of();

  @Option(
      names = "--attack-data",
      paramLabel = "FOLDER",
      description = "Where the data of contentctl's tests lies, such as a checkout of attack_data.")
  private @Nullable Path attackData;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results into this file as JUnit's XML.")
  private @Nullable Path junit;

  @Option(
      names = "--trace",
      description = "Show for each test that fails how many rows are left after each command.")
  private boolean trace;

  @Option(names = "--watch", description = "Run again whenever a file below DIR changes.")
  private boolean watch;

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    int code = once();
    if (watch) {
      try (FolderWatch changes = FolderWatch.of(folder, written())) {
        while (changes.await()) {
          code = once();
        }
      }
    }
    return code;
  }

  /** Files that a run writes, by their names: they are no reason to run again. */
  private Set<Path> written() {
    Path name = junit == null ? null : junit.getFileName();
    return name == null ? Set.of() : Set.of(name);
  }

  private int once() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      SearchTests tests = SearchTests.read(folder, Optional.ofNullable(attackData));
      tests.notes().forEach(note -> err.println(Printable.of(note)));
      err.flush();
      List<SearchTestRun> runs =
          tests.tests().stream().filter(this::isWanted).map(SearchTestRun::of).toList();
      if (junit != null) {
        JunitReport.write(junit, runs);
      }
      if (json) {
        out.println(json(runs));
      } else {
        tell(runs, out);
      }
      return code(runs);
    } catch (UnreadableSearchesException e) {
      err.println(e.getMessage());
      return ExitCode.USAGE;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private boolean isWanted(SearchTest test) {
    return only.isEmpty()
        || only.stream()
            .map(pattern -> new Wildcard("*" + pattern + "*", true))
            .anyMatch(wildcard ->
                wildcard.matches(test.search().name()) || wildcard.matches(test.file().toString()));
  }

  private static int code(List<SearchTestRun> runs) {
    if (count(runs, SearchTestRun.Verdict.FAILED) > 0) {
      return ExitCode.FAILED;
    }
    return count(runs, SearchTestRun.Verdict.PASSED) > 0 ? ExitCode.DONE : ExitCode.GAPS;
  }

  private static long count(List<SearchTestRun> runs, SearchTestRun.Verdict verdict) {
    return runs.stream().filter(run -> run.verdict() == verdict).count();
  }

  private void tell(List<SearchTestRun> runs, PrintWriter out) {
    for (SearchTestRun run : runs) {
      SearchTest test = run.test();
      String name = Printable.of(test.search().name() + " › " + test.test().name());
      switch (run.verdict()) {
        case PASSED -> out.println("passed   " + name);
        case SKIPPED ->
            out.println("skipped  " + name + ": " + Printable.of(test.skipped().orElse("")));
        case FAILED -> {
          out.println("FAILED   " + name + " (" + test.place() + ")");
          out.println("  " + Printable.of(run.failure().orElse("")));
          why(run).forEach(line -> out.println("  " + line));
        }
      }
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%d tests: %d passed, %d failed, %d skipped.%n",
        runs.size(),
        count(runs, SearchTestRun.Verdict.PASSED),
        count(runs, SearchTestRun.Verdict.FAILED),
        count(runs, SearchTestRun.Verdict.SKIPPED));
    out.println("The tests ran on an offline approximation of SPL, not in Splunk.");
  }

  /** Why a search found too little: told in one line always, and whole where it is asked for. */
  private List<String> why(SearchTestRun run) {
    if (run.trace().isEmpty()) {
      return List.of();
    }
    List<String> lines = OutsideOutput.lines(run.trace().get());
    return trace
        ? lines
        : lines.stream().filter(line -> !Character.isWhitespace(line.charAt(0))).limit(1).toList();
  }

  private ObjectNode json(List<SearchTestRun> runs) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode tests = root.putArray("tests");
    for (SearchTestRun run : runs) {
      SearchTest test = run.test();
      ObjectNode line = tests.addObject();
      line.put("search", test.search().name());
      line.put("test", test.test().name());
      line.put("file", test.file().toString());
      line.put("line", test.test().line());
      line.put("verdict", run.verdict().name().toLowerCase(Locale.ROOT));
      line.put("seconds", Math.round(run.seconds() * 1e6) / 1e6);
      run.failure().or(test::skipped).ifPresent(reason -> line.put("reason", reason));
      if (trace) {
        run.trace().ifPresent(told -> line.set("trace", OutsideOutput.json(told)));
      }
    }
    for (SearchTestRun.Verdict verdict : SearchTestRun.Verdict.values()) {
      root.put(verdict.name().toLowerCase(Locale.ROOT), count(runs, verdict));
    }
    root.put("note", Hunt.APPROXIMATION);
    return root;
  }
}
