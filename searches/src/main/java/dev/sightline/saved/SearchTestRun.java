package dev.sightline.saved;

import dev.sightline.catalog.Expectation;
import dev.sightline.catalog.ItemTest;
import dev.sightline.catalog.TestEvents;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a test.
 *
 * @param failure why it failed, in one sentence; empty where it passed or was skipped
 * @param trace how far its events came, where the search ran
 */
public record SearchTestRun(
    SearchTest test, Optional<String> failure, double seconds, Optional<SearchTrace> trace) {

  /** Whether the search did what its test expects. */
  public enum Verdict {
    PASSED,
    FAILED,
    SKIPPED
  }

  public Verdict verdict() {
    if (test.skipped().isPresent()) {
      return Verdict.SKIPPED;
    }
    return failure.isPresent() ? Verdict.FAILED : Verdict.PASSED;
  }

  /** Runs a test; one that is skipped is not run. */
  public static SearchTestRun of(SearchTest test) {
    if (test.skipped().isPresent()) {
      return new SearchTestRun(test, Optional.empty(), 0, Optional.empty());
    }
    Lookups lookups = lookups(test);
    SearchOutcome outcome = outcome(test, lookups);
    Optional<String> failure =
        outcome
            .refusal()
            .map(refusal ->
                "the search was refused at '"
                    + refusal.command()
                    + "': "
                    + refusal.reason()
                    + " (line "
                    + refusal.line()
                    + ", column "
                    + refusal.column()
                    + ")")
            .or(() -> Expectation.difference(test.test(), outcome.results(), lookups));
    return new SearchTestRun(test, failure, outcome.seconds(), outcome.trace());
  }

  private static SearchOutcome outcome(SearchTest test, Lookups lookups) {
    ItemTest given = test.test();
    SearchLibrary library = test.library();
    double now = given.now().getEpochSecond();
    SearchEnvironment environment =
        SearchEnvironment.at(() -> now)
            .withMacros(library.macros())
            .withLookups(lookups)
            .withKnowledge(library.knowledge())
            .withGeo(address -> Optional.ofNullable(given.places().get(address)));
    SearchBench bench =
        new SearchBench(List.of(replaced(test.search(), given)), environment, _ -> true);
    List<Event> events = TestEvents.of(given, Extraction.asAddOn(library.fields()), 1);
    boolean done = false;
    while (!done) {
      events.forEach(bench::offer);
      done = bench.endPass();
    }
    return bench.outcomes().getFirst();
  }

  private static SavedSearch replaced(SavedSearch search, ItemTest test) {
    String spl = search.spl();
    for (Map.Entry<String, String> parameter : test.parameters().entrySet()) {
      spl = spl.replace("$" + parameter.getKey() + "$", parameter.getValue());
    }
    return new SavedSearch(search.name(), spl, search.file(), search.line(), List.of());
  }

  /** The lookups of the library, with the rows that the test gives to some. */
  private static Lookups lookups(SearchTest test) {
    List<LookupTable> tables = new ArrayList<>(test.library().lookups());
    test.test()
        .lookups()
        .forEach((name, rows) -> {
          LookupDefinition definition =
              test.library().lookups().stream()
                  .map(LookupTable::definition)
                  .filter(known -> known.name().equals(name))
                  .findFirst()
                  .orElseGet(() -> LookupDefinition.exact(name, columns(rows)));
          tables.add(new LookupTable(definition, rows));
        });
    return new Lookups(tables);
  }

  private static List<String> columns(List<Map<String, String>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    return List.copyOf(columns);
  }
}
