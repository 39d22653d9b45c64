package dev.sightline.completeness;

import java.util.List;
import java.util.Map;

/**
 * What was found in one day of one chain.
 *
 * @param unit names the day and the chain
 * @param ends the first and the last digest of the day, or the only one, or none
 */
record DayResult(
    String unit,
    Map<Count, Long> counts,
    List<Problem> problems,
    List<Problem> notes,
    List<Shortage> shortages,
    List<Hour> hours,
    List<Link> ends) {
  DayResult {
    counts = Map.copyOf(counts);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    shortages = List.copyOf(shortages);
    hours = List.copyOf(hours);
    ends = List.copyOf(ends);
  }

  static DayResult of(String unit, Findings found, List<Link> ends) {
    return new DayResult(
        unit,
        found.counts(),
        found.problems(),
        found.notes(),
        found.shortages(),
        found.hours(),
        ends);
  }
}
