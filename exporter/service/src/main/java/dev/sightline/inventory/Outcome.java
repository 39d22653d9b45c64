package dev.sightline.inventory;

import java.util.List;

/**
 * What a refresh did.
 *
 * @param lookups in the order in which they were refreshed
 * @param gaps that concern all of them, such as a connection in error
 * @param generation the refresh: its start, in milliseconds since 1970
 */
public record Outcome(List<LookupOutcome> lookups, List<String> gaps, long generation) {
  public Outcome {
    lookups = List.copyOf(lookups);
    gaps = List.copyOf(gaps);
  }

  /** Whether nothing at all was published. */
  public boolean isFailed() {
    return lookups.stream().allMatch(LookupOutcome::isFailed);
  }

  /** Whether nothing is missing. */
  public boolean isComplete() {
    return gaps.isEmpty() && lookups.stream().allMatch(LookupOutcome::isComplete);
  }
}
