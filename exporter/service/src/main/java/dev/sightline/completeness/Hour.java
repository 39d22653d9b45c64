package dev.sightline.completeness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was found of one hour of one account and region, all of its trails together.
 *
 * @param start in seconds since 1970, a full hour
 * @param twice records that Splunk has more than once
 * @param invalid digests and log files that are not what AWS signed
 * @param gaps everything that is not as it should be
 * @param lacking objects of which Splunk lacks records, which are among the gaps
 * @param waits whether its digest is not due, or objects are so young that they may be under way
 * @param aged whether objects are older than Splunk's index keeps, so that nothing can be told
 * @param problems the first of the gaps, in words
 */
record Hour(
    String account,
    String region,
    long start,
    long logFiles,
    long records,
    long missing,
    long twice,
    long invalid,
    long gaps,
    long lacking,
    boolean waits,
    boolean aged,
    List<String> problems) {
  static final long SECONDS = Duration.ofHours(1).toSeconds();
  private static final int MOST_PROBLEMS = 10;

  Hour {
    problems = problems.stream().limit(MOST_PROBLEMS).toList();
  }

  /** What stands in the place of an hour. */
  enum Verdict {
    WHOLE,
    GAPS,
    PENDING
  }

  /** What the digest of an hour led to. */
  static Hour of(String account, String region, long start, Findings found) {
    return new Hour(
        account,
        region,
        full(start),
        found.of(Count.LOG_FILES_VALID) + found.of(Count.LOG_FILES_INVALID),
        found.of(Count.RECORDS),
        found.of(Count.MISSING),
        found.of(Count.REPEATED),
        found.of(Count.DIGESTS_INVALID)
            + found.of(Count.BACKFILL_DIGESTS_INVALID)
            + found.of(Count.LOG_FILES_INVALID),
        found.problemCount(),
        found.of(Count.SHORT) + found.of(Count.UNKNOWN),
        found.of(Count.YOUNG) > 0,
        found.of(Count.AGED) > 0,
        found.problems().stream()
            .map(problem -> problem.place() + ": " + problem.reason())
            .toList());
  }

  /** One with something wrong that no digest of its own tells. */
  static Hour gap(String account, String region, long start, String problem) {
    return new Hour(
        account, region, full(start), 0, 0, 0, 0, 0, 1, 0, false, false, List.of(problem));
  }

  /** One whose digest is not due yet. */
  static Hour pending(String account, String region, long start) {
    return new Hour(account, region, full(start), 0, 0, 0, 0, 0, 0, 0, true, false, List.of());
  }

  /** One in which nothing was to be found. */
  static Hour empty(String account, String region, long start) {
    return new Hour(account, region, full(start), 0, 0, 0, 0, 0, 0, 0, false, false, List.of());
  }

  /** What one finding adds to the hour of its update. */
  static Hour ofFinding(
      String account, String region, long updated, Count count, List<String> problems) {
    int missing = count == Count.FINDINGS_MISSING ? 1 : 0;
    int twice = count == Count.FINDINGS_TWICE ? 1 : 0;
    return new Hour(
        account,
        region,
        full(updated),
        0,
        1,
        missing,
        twice,
        0,
        missing,
        0,
        count == Count.FINDINGS_YOUNG,
        count == Count.FINDINGS_AGED,
        problems);
  }

  /** The beginning of the hour that a time is in. */
  static long full(long seconds) {
    return Math.floorDiv(seconds, SECONDS) * SECONDS;
  }

  /** Both of the same hour: of two trails, or of a digest and of what stands beside it. */
  Hour and(Hour other) {
    return new Hour(
        account,
        region,
        start,
        logFiles + other.logFiles,
        records + other.records,
        missing + other.missing,
        twice + other.twice,
        invalid + other.invalid,
        gaps + other.gaps,
        lacking + other.lacking,
        waits || other.waits,
        aged || other.aged,
        Stream.concat(problems.stream(), other.problems.stream()).toList());
  }

  /** The same after everything that Splunk lacked was sent, and found there. */
  Hour repaired() {
    return new Hour(
        account,
        region,
        start,
        logFiles,
        records,
        0,
        twice,
        invalid,
        gaps - lacking,
        0,
        waits,
        aged,
        problems.stream().filter(problem -> !SplunkComparison.isLack(problem)).toList());
  }

  Verdict verdict() {
    if (gaps > 0) {
      return Verdict.GAPS;
    }
    return waits ? Verdict.PENDING : Verdict.WHOLE;
  }

  Instant begins() {
    return Instant.ofEpochSecond(start);
  }

  Instant ends() {
    return Instant.ofEpochSecond(start + SECONDS);
  }
}
