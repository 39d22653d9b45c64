package dev.sightline.hunt;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.object.Limits;
import dev.sightline.replay.LogFiles;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.SplException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The detections, anomalies and hunts of the catalog, each once over the whole range. */
public final class Hunt {
  /** What everybody is told who meets a result. */
  public static final String APPROXIMATION =
      "An offline approximation of SPL: the same searches may find more or less in Splunk.";

  private final Catalog catalog;
  private final Lookups lookups;
  private final GeoDatabase geo;
  private final InstantSource clock;

  /** A search that could not be run to its end. */
  public record Failure(String item, String reason) {}

  /**
   * What was found.
   *
   * @param hits the most severe first
   * @param searches how many searches ran
   * @param failures searches that did not
   * @param warnings what a search cut short
   */
  public record Result(
      List<Hit> hits, int searches, Tally tally, List<Failure> failures, List<String> warnings) {
    public Result {
      hits = List.copyOf(hits);
      failures = List.copyOf(failures);
      warnings = List.copyOf(warnings);
    }
  }

  public Hunt(Catalog catalog, Lookups lookups, GeoDatabase geo, InstantSource clock) {
    this.catalog = catalog;
    this.lookups = lookups;
    this.geo = geo;
    this.clock = clock;
  }

  /** The areas of the catalog: its folders. */
  public static Set<String> areas(Catalog catalog) {
    Set<String> areas = new TreeSet<>();
    catalog.items().forEach(item -> areas.add(item.area()));
    return areas;
  }

  /**
   * Runs the searches.
   *
   * @param only areas or ids of items, empty for all
   * @throws InputException where one of them is not in the catalog
   */
  public Result run(
      LogFiles files, Scope scope, Set<String> only, int threads, Reading.Progress progress)
      throws InterruptedException {
    Now now = new Now();
    List<Failure> failures = new ArrayList<>();
    Map<String, Search> searches = searches(only, now, failures);
    Reading reading = new Reading(files, Limits.STANDARD, scope, threads, progress);
    Pass.Outcome outcome = new Pass(reading, now, clock).run(searches, CatalogLooker::new);
    List<Hit> hits = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    outcome
        .searches()
        .results()
        .forEach((id, results) -> {
          Item item = catalog.item(id).orElseThrow();
          results.rows().forEach(row -> hits.add(Hit.of(item, row)));
          results.warnings().forEach(warning -> warnings.add(id + ": " + warning));
        });
    outcome
        .searches()
        .failures()
        .forEach((id, e) -> failures.add(new Failure(id, String.valueOf(e.getMessage()))));
    hits.sort(Hit.MOST_SEVERE_FIRST);
    return new Result(hits, searches.size(), outcome.tally(), failures, warnings);
  }

  private Map<String, Search> searches(Set<String> only, Now now, List<Failure> failures) {
    Set<String> known = areas(catalog);
    catalog.items().forEach(item -> known.add(item.id()));
    for (String wanted : only) {
      if (!known.contains(wanted)) {
        throw new InputException(
            "The catalog has no area '"
                + wanted
                + "': its areas are "
                + String.join(", ", areas(catalog))
                + "; the id of a search works as well.");
      }
    }
    SearchEnvironment environment =
        SearchEnvironment.at(now)
            .withMacros(catalog.macros())
            .withLookups(lookups)
            .withGeo(geo)
            .withOrder(SearchEnvironment.Order.ANY);
    Map<String, Search> searches = new LinkedHashMap<>();
    for (Item item : catalog.items()) {
      boolean wanted = only.isEmpty() || only.contains(item.area()) || only.contains(item.id());
      if (item.givesHits() && wanted) {
        try {
          searches.put(item.id(), Search.compile(item.spl(), environment));
        } catch (SplException e) {
          failures.add(new Failure(item.id(), String.valueOf(e.getMessage())));
        }
      }
    }
    return searches;
  }
}
