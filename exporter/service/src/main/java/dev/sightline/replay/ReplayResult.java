package dev.sightline.replay;

import java.util.List;

/**
 * What became of a replay.
 *
 * @param files that were read to their end, or to where they are damaged
 * @param skipped hidden files, digests, and other logs of AWS
 * @param records that were read
 * @param delivered records that are delivered
 * @param problems what could not be read or delivered
 * @param notes what was recognised, and is not carried
 */
public record ReplayResult(
    int files,
    int skipped,
    long records,
    long delivered,
    List<Problem> problems,
    List<Problem> notes) {

  /**
   * Something that could not be read or delivered.
   *
   * @param place a file, or a record of one
   */
  public record Problem(String place, String reason) {}

  public ReplayResult {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** Records that were read and not delivered. */
  public long missing() {
    return records - delivered;
  }
}
