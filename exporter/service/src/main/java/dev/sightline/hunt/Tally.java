package dev.sightline.hunt;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reading of files came to.
 *
 * @param files that were read to their end, or to where they are damaged
 * @param records in these files
 * @param looked records within the scope
 * @param foreign objects that are no events
 * @param newest seconds since 1970 of the newest event within the scope, NaN for none
 * @param problems what could not be read
 */
public record Tally(
    int files, long records, long looked, long foreign, double newest, List<Problem> problems) {
  /**
   * Something that could not be read.
   *
   * @param place a file, or a record of one
   */
  public record Problem(String place, String reason) {}

  public Tally {
    problems = List.copyOf(problems);
  }

  /** With problems of what was read beside. */
  Tally with(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Tally(files, records, looked, foreign, newest, all);
  }
}
