package dev.sightline.hunt;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reading of files came to.
 *
 * @param files that were read to their end, or to where they are damaged
 * @param records in these files
 * @param looked records within the scope
 * @param foreign objects of which nothing is known
 * @param untimed records without a readable eventTime, whose time is what else they tell
 * @param partial records of which only some members are known
 * @param newest seconds since 1970 of the newest event within the scope, NaN for none
 * @param problems what could not be read
 * @param notes what was recognised and is no record
 */
public record Tally(
    int files,
    long records,
    long looked,
    long foreign,
    long untimed,
    long partial,
    double newest,
    List<Problem> problems,
    List<Problem> notes) {
  /**
   * Something that could not be read, or was left out.
   *
   * @param place a file, or a record of one
   */
  public record Problem(String place, String reason) {}

  public Tally {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** With problems of what was read beside. */
  Tally with(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Tally(files, records, looked, foreign, untimed, partial, newest, all, notes);
  }
}
