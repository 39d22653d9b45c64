package dev.sightline.catalog;

import dev.sightline.spl.Results;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the tests of items over the evaluator. */
public final class TestRun {
  private final Catalog catalog;
  private final Map<String, LookupTable> shipped = Catalog.shippedTables();

  /** How the events of a test are shown to the search; each must give the same rows. */
  public enum View {
    /** As AWS wrote them. */
    PLAIN,
    /** With the fields that the add-on for AWS rewrites. */
    ADD_ON,
    /** Each delivered twice, with the same sightline_id. */
    DUPLICATED
  }

  public TestRun(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What is wrong, in one sentence; empty where the test passes. */
  public Optional<String> failure(Item item, ItemTest test, View view) {
    Lookups lookups = lookups(test);
    Results results;
    try {
      results = results(item.spl(), test, view, lookups);
    } catch (SplException e) {
      return Optional.of(
          item.file() + ":" + (item.splLine() + e.line() - 1) + ": " + e.getMessage());
    }
    return Expectation.difference(test, results, lookups);
  }

  /**
   * What any search finds in the events of a test.
   *
   * @throws SplException where it is not SPL
   */
  public Results results(String spl, ItemTest test, View view) {
    return results(spl, test, view, lookups(test));
  }

  /** Whether the search finds something in this form of a test; empty where it has no such form. */
  Optional<Boolean> finds(Item item, ItemTest test, Variant variant) {
    return variant
        .of(test)
        .map(form -> !results(item.spl(), form, View.PLAIN, lookups(form)).rows().isEmpty());
  }

  private Results results(String search, ItemTest test, View view, Lookups lookups) {
    String spl = search;
    for (Map.Entry<String, String> parameter : test.parameters().entrySet()) {
      spl = spl.replace("$" + parameter.getKey() + "$", parameter.getValue());
    }
    double now = test.now().getEpochSecond();
    SearchEnvironment environment =
        SearchEnvironment.at(() -> now)
            .withMacros(catalog.macros())
            .withLookups(lookups)
            .withGeo(address -> Optional.ofNullable(test.places().get(address)));
    return Search.compile(spl, environment)
        .run(
            TestEvents.of(
                test, new Extraction(0, view == View.ADD_ON), view == View.DUPLICATED ? 2 : 1));
  }

  private Lookups lookups(ItemTest test) {
    List<LookupTable> tables = new ArrayList<>();
    for (LookupDefinition definition : catalog.lookups()) {
      List<Map<String, String>> rows = test.lookups().get(definition.name());
      LookupTable ours = shipped.get(definition.name());
      tables.add(
          rows == null && ours != null
              ? ours
              : new LookupTable(definition, rows == null ? List.of() : rows));
    }
    return new Lookups(tables);
  }
}
