package dev.sightline.completeness;

import dev.sightline.digest.DigestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds digests to the ones before them: each names its predecessor, and no hour is left out. */
final class Chains {
  private static final long HOUR = Duration.ofHours(1).toSeconds();

  /** CloudTrail writes the digest of an hour within the next one; and that may be late. */
  private static final Duration LATE = Duration.ofHours(2);

  private final String bucket;
  private final @Nullable Instant since;

  /**
   * @param since digests before this were not looked for, or null where all were
   */
  Chains(String bucket, @Nullable Instant since) {
    this.bucket = bucket;
    this.since = since;
  }

  /**
   * Two neighbours.
   *
   * @param place account, region and trail
   * @param older the digest before, or null where there is none
   */
  void join(String place, @Nullable Link older, Link newer, Findings to) {
    if (!newer.valid()) {
      return; // What it says of its predecessor is worth nothing.
    }
    String previous = newer.previousKey();
    if (previous == null) {
      begins(place, older, newer, to);
    } else if (older != null && previous.equals(older.key())) {
      if (older.valid() && !Objects.equals(older.signature(), newer.previousSignature())) {
        to.problem(
            location(older.key()),
            "is not the digest that the next one names: its signature is another");
      }
      hours(place, older.end(), newer.start(), "although the digests follow each other", to);
    } else if (newer.previousBucket() != null && !bucket.equals(newer.previousBucket())) {
      to.note(
          place,
          "the chain goes on in s3://"
              + newer.previousBucket()
              + " before "
              + Instant.ofEpochSecond(newer.start())
              + ": verify that bucket too");
    } else {
      absent(place, previous, older, newer, to);
    }
  }

  private void begins(String place, @Nullable Link older, Link newer, Findings to) {
    Instant start = Instant.ofEpochSecond(newer.start());
    if (older == null) {
      if (since == null || start.isAfter(since)) {
        to.note(place, "the chain begins at " + start + ": nothing is proven before");
      }
      return;
    }
    to.note(place, "the chain begins anew at " + start);
    hours(
        place,
        older.end(),
        newer.start(),
        "the trail was stopped, or its validation switched off",
        to);
  }

  private void absent(
      String place, String previous, @Nullable Link older, Link newer, Findings to) {
    Optional<Instant> time = DigestKey.of(previous).map(DigestKey::time);
    if (since != null && time.isPresent() && time.get().isBefore(since)) {
      if (older != null) {
        to.problem(location(older.key()), "is in no chain: no digest behind it names it");
      }
      return; // Nobody looked for it.
    }
    to.count(Count.DIGESTS_INVALID, 1);
    to.problem(location(previous), "is not there, and the digest behind it names it");
    long from =
        older == null
            ? Math.min(
                newer.start(), time.map(Instant::getEpochSecond).orElse(newer.start()) - HOUR)
            : older.end();
    hours(place, from, newer.start(), "their digests are gone", to);
  }

  /**
   * The end of a chain is held to now.
   *
   * @param until what is asked for
   */
  void ends(String place, Link last, Instant until, Instant now, Findings to) {
    Instant due = now.minus(LATE);
    long end = (until.isBefore(due) ? until : due).getEpochSecond();
    long whole = (end - last.end()) / HOUR;
    if (whole > 0) {
      hours(
          place,
          last.end(),
          last.end() + whole * HOUR,
          "the chain ends there: the trail was stopped, its validation switched off, or digests are"
              + " gone",
          to);
    }
  }

  private void hours(String place, long from, long end, String why, Findings to) {
    if (end <= from) {
      return;
    }
    to.count(Count.HOURS_MISSING, (end - from + HOUR - 1) / HOUR);
    to.problem(
        place,
        "no digest tells of "
            + Instant.ofEpochSecond(from)
            + " to "
            + Instant.ofEpochSecond(end)
            + ": "
            + why);
  }

  private String location(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
