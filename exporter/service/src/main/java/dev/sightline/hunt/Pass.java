package dev.sightline.hunt;

import dev.sightline.spl.Search;
import dev.sightline.spl.SharedPass;
import dev.sightline.spl.event.Event;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs searches over files, in as many readings as they need, mostly one. */
final class Pass {
  /** A search with subsearches in subsearches needs a reading for each level; more is a mistake. */
  private static final int MOST_READINGS = 20;

  private final Reading reading;
  private final Now now;
  private final InstantSource clock;
  private final List<Event> beside;

  /**
   * @param beside events that are in no file of the reading
   * @param now what the searches were compiled with; made known here
   * @param clock the time, where no event has one
   */
  Pass(Reading reading, List<Event> beside, Now now, InstantSource clock) {
    this.beside = List.copyOf(beside);
    this.reading = reading;
    this.now = now;
    this.clock = clock;
  }

  /** What came of it. */
  record Outcome(SharedPass searches, Tally tally) {}

  /**
   * Runs the searches.
   *
   * @param lookers makes what looks at the objects of one file
   */
  Outcome run(
      Map<String, Search> searches,
      Function<SharedPass.Selector, Looker<SharedPass.Selection>> lookers)
      throws InterruptedException {
    try {
      return read(searches, lookers);
    } catch (Now.NotKnownYet e) {
      SharedPass nothing = new SharedPass(Map.of());
      know(reading.run(() -> lookers.apply(nothing.selector()), _ -> {}));
      return read(searches, lookers);
    }
  }

  private Outcome read(
      Map<String, Search> searches,
      Function<SharedPass.Selector, Looker<SharedPass.Selection>> lookers)
      throws InterruptedException {
    SharedPass pass = new SharedPass(searches);
    for (int i = 0; i < MOST_READINGS; i++) {
      Tally tally = reading.run(() -> lookers.apply(pass.selector()), pass::offer);
      beside.forEach(pass::offer);
      know(tally);
      if (pass.endPass()) {
        return new Outcome(pass, tally);
      }
    }
    throw new IllegalStateException(
        "The search needs more than " + MOST_READINGS + " readings: nest fewer subsearches.");
  }

  private void know(Tally tally) {
    if (!now.isKnown()) {
      double newest = tally.newest();
      now.is(Double.isNaN(newest) ? clock.millis() / 1000.0 : newest);
    }
  }
}
