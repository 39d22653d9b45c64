package dev.sightline.hunt;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.content.Recogniser;
import dev.sightline.object.Limits;
import dev.sightline.replay.LogFiles;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.AddressBlock;
import java.nio.file.Path;
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
  private List<Path> hostLogs = List.of();
  private Sieve.OfFiles sieves = Sieve.OfFiles.NONE;

  /** A search that could not be run to its end. */
  public record Failure(String item, String reason) {}

  /**
   * What was found.
   *
   * @param incidents what each actor did, the worst first
   * @param hits the most severe first, those of incidents too
   * @param searches how many searches ran
   * @param failures searches that did not
   * @param warnings what a search cut short
   */
  public record Result(
      List<Incident> incidents,
      List<Hit> hits,
      int searches,
      Tally tally,
      List<Failure> failures,
      List<String> warnings) {
    public Result {
      incidents = List.copyOf(incidents);
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

  /** Reads the authentication logs of hosts as well. */
  public Hunt beside(List<Path> logs) {
    hostLogs = List.copyOf(logs);
    return this;
  }

  /** Looks only at what is left of records. */
  public Hunt through(Sieve.OfFiles left) {
    sieves = left;
    return this;
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
    Reading reading =
        new Reading(files, Limits.STANDARD, scope, threads, progress, Recogniser.Forms.ANY, sieves);
    HostLogs.Result logins = HostLogs.read(hostLogs, reading, scope);
    List<Event> events = logins.logins().stream().map(HostLogin::event).toList();
    Pass.Outcome outcome = new Pass(reading, events, now, clock).run(searches, CatalogLooker::new);
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
    warnings.addAll(logins.notes());
    List<Incident> incidents = incidents(hits, reading, warnings);
    Tally tally = outcome.tally().with(logins.problems());
    return new Result(incidents, hits, searches.size(), tally, failures, warnings);
  }

  /** Reads once more for who descends from whom, where there is something to join. */
  private List<Incident> incidents(List<Hit> hits, Reading reading, List<String> warnings)
      throws InterruptedException {
    if (hits.stream().noneMatch(Incidents::alerts)) {
      return List.of();
    }
    Set<String> wanted = Incidents.wanted(hits);
    Traces traces = new Traces(Incidents.events(hits));
    reading.run(() -> new TraceLooker(wanted), traces::add);
    if (traces.left() > 0) {
      warnings.add(
          "incidents: " + traces.left() + " calls that gave somebody a credential were left out.");
    }
    Set<String> ofAddresses = new TreeSet<>();
    for (Item item : catalog.items()) {
      if (item.risk().objectField().equals("address")) {
        ofAddresses.add(item.id());
      }
    }
    return Incidents.of(hits, ofAddresses, traces, knownNetworks());
  }

  private List<AddressBlock> knownNetworks() {
    List<AddressBlock> known = new ArrayList<>();
    lookups
        .find("sightline_known_networks")
        .ifPresent(table ->
            table
                .rows()
                .forEach(row -> {
                  AddressBlock block = AddressBlock.parse(row.getOrDefault("cidr", ""));
                  if (block != null) {
                    known.add(block);
                  }
                }));
    return known;
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
