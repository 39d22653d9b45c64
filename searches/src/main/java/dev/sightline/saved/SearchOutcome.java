package dev.sightline.saved;

import dev.sightline.spl.Results;
import java.util.List;
import java.util.Optional;

/**
 * What became of a search.
 *
 * @param refusal why it did not run, or not to its end
 * @param results its rows; none where it did not run
 * @param events the events behind its rows, the first of them
 * @param seconds that it took of its own, without reading
 * @param trace how far events came
 */
public record SearchOutcome(
    SavedSearch search,
    Optional<Refusal> refusal,
    Results results,
    List<String> events,
    double seconds,
    Optional<SearchTrace> trace) {
  public SearchOutcome {
    events = List.copyOf(events);
  }

  /** What a search did. */
  public enum State {
    /** It ran and found something. */
    FIRES,
    /** It ran and found nothing. */
    QUIET,
    /** It was refused, or failed on an event. */
    REFUSED
  }

  public State state() {
    if (refusal.isPresent()) {
      return State.REFUSED;
    }
    return results.rows().isEmpty() ? State.QUIET : State.FIRES;
  }
}
