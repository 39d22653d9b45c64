package dev.sightline.hunt;

import dev.sightline.content.Recogniser;
import dev.sightline.object.Limits;
import dev.sightline.replay.LogFiles;
import dev.sightline.saved.SavedSearch;
import dev.sightline.saved.SearchBench;
import dev.sightline.saved.SearchLibrary;
import dev.sightline.saved.SearchOutcome;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.Lookups;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** Searches of others over files, each once over the whole range, as the add-on shows events. */
public final class OutsideHunt {
  private static final int MOST_READINGS = 20;

  private final SearchLibrary library;
  private final List<SavedSearch> searches;
  private final Lookups lookups;
  private final GeoDatabase geo;
  private final Predicate<Event> expected;
  private final InstantSource clock;

  /** What became of each search, and what was read. */
  public record Result(List<SearchOutcome> outcomes, Tally tally) {
    public Result {
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * @param searches of the library, those that are wanted
   * @param lookups instead of those of the library
   * @param expected events of which it is told where a search let them fall
   */
  public OutsideHunt(
      SearchLibrary library,
      List<SavedSearch> searches,
      Lookups lookups,
      GeoDatabase geo,
      Predicate<Event> expected,
      InstantSource clock) {
    this.library = library;
    this.searches = List.copyOf(searches);
    this.lookups = lookups;
    this.geo = geo;
    this.expected = expected;
    this.clock = clock;
  }

  /** Runs the searches; {@code now()} is the newest event. */
  public Result run(LogFiles files, Scope scope, int threads, Reading.Progress progress)
      throws InterruptedException {
    Now now = new Now();
    Reading reading =
        new Reading(files, Limits.STANDARD, scope, threads, progress, Recogniser.Forms.LINES);
    try {
      return read(reading, now);
    } catch (Now.NotKnownYet e) {
      know(now, reading.run(this::looker, _ -> {}));
      return read(reading, now);
    }
  }

  private EventLooker looker() {
    return new EventLooker(Extraction.asAddOn(library.fields()));
  }

  private Result read(Reading reading, Now now) throws InterruptedException {
    SearchEnvironment environment =
        SearchEnvironment.at(now)
            .withMacros(library.macros())
            .withLookups(lookups)
            .withGeo(geo)
            .withKnowledge(library.knowledge())
            .withOrder(SearchEnvironment.Order.ANY);
    SearchBench bench = new SearchBench(searches, environment, expected);
    for (int i = 0; i < MOST_READINGS; i++) {
      Tally tally = reading.run(this::looker, bench::offer);
      know(now, tally);
      if (bench.endPass()) {
        return new Result(bench.outcomes(), tally);
      }
    }
    throw new IllegalStateException(
        "A search needs more than " + MOST_READINGS + " readings: nest fewer subsearches.");
  }

  private void know(Now now, Tally tally) {
    if (!now.isKnown()) {
      double newest = tally.newest();
      now.is(Double.isNaN(newest) ? clock.millis() / 1000.0 : newest);
    }
  }
}
