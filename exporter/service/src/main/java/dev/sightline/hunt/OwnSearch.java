package dev.sightline.hunt;

import dev.sightline.content.Recogniser;
import dev.sightline.object.Limits;
import dev.sightline.replay.LogFiles;
import dev.sightline.spl.Results;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.spl.syntax.SplException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A search of one's own over files of CloudTrail or any JSON lines. */
public final class OwnSearch {
  private static final String NAME = "search";

  private final List<Macro> macros;
  private final Lookups lookups;
  private final GeoDatabase geo;
  private final InstantSource clock;

  /**
   * The rows, and what was read for them.
   *
   * @param ofEvents whether the rows are made of events: a search may begin with a lookup instead
   */
  public record Result(Results results, Tally tally, boolean ofEvents) {}

  public OwnSearch(List<Macro> macros, Lookups lookups, GeoDatabase geo, InstantSource clock) {
    this.macros = List.copyOf(macros);
    this.lookups = lookups;
    this.geo = geo;
    this.clock = clock;
  }

  /**
   * Runs the search.
   *
   * @throws SplException where it is refused, or fails on an event
   */
  public Result run(String spl, LogFiles files, Scope scope, int threads, Reading.Progress progress)
      throws InterruptedException {
    Now now = new Now();
    SearchEnvironment environment =
        SearchEnvironment.at(now)
            .withMacros(macros)
            .withLookups(lookups)
            .withGeo(geo)
            .withOrder(SearchEnvironment.Order.ANY);
    Search search = Search.compile(spl, environment);
    Reading reading =
        new Reading(files, Limits.STANDARD, scope, threads, progress, Recogniser.Forms.LINES);
    Pass.Outcome outcome =
        new Pass(reading, List.of(), now, clock).run(Map.of(NAME, search), LineLooker::new);
    SplException failure = outcome.searches().failures().get(NAME);
    if (failure != null) {
      throw failure;
    }
    return new Result(
        Objects.requireNonNull(outcome.searches().results().get(NAME)),
        outcome.tally(),
        search.readsEvents());
  }
}
