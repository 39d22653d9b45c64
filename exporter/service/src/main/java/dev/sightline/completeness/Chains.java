package dev.sightline.completeness;

import dev.sightline.digest.DigestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds digests to the ones before them: each names its predecessor, and no hour is left out. */
final class Chains {
  private static final long HOUR = Hour.SECONDS;

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
   * @param chain account, region and trail
   * @param older the digest before, or null where there is none
   */
  void join(DigestKey.Chain chain, @Nullable Link older, Link newer, Findings to) {
    if (!newer.valid()) {
      // What it says of its predecessor is worth nothing.
      if (older != null) {
        hours(chain, older.end(), newer.start(), "the digest behind them is not valid", to);
      }
      return;
    }
    String previous = newer.previousKey();
    if (previous == null) {
      begins(chain, older, newer, to);
    } else if (older != null && previous.equals(older.key())) {
      if (older.valid() && !Objects.equals(older.signature(), newer.previousSignature())) {
        problem(
            chain,
            older,
            "is not the digest that the next one names: its signature is another",
            to);
      }
      hours(chain, older.end(), newer.start(), "although the digests follow each other", to);
    } else if (newer.previousBucket() != null && !bucket.equals(newer.previousBucket())) {
      to.note(
          chain.place(),
          "the chain goes on in s3://"
              + newer.previousBucket()
              + " before "
              + Instant.ofEpochSecond(newer.start())
              + ": verify that bucket too");
    } else {
      absent(chain, previous, older, newer, to);
    }
  }

  private void begins(DigestKey.Chain chain, @Nullable Link older, Link newer, Findings to) {
    Instant start = Instant.ofEpochSecond(newer.start());
    if (older == null) {
      if (since == null || start.isAfter(since)) {
        to.note(chain.place(), "the chain begins at " + start + ": nothing is proven before");
      }
      return;
    }
    to.note(chain.place(), "the chain begins anew at " + start);
    hours(
        chain,
        older.end(),
        newer.start(),
        "the trail was stopped, or its validation switched off",
        to);
  }

  private void absent(
      DigestKey.Chain chain, String previous, @Nullable Link older, Link newer, Findings to) {
    Optional<Instant> time = DigestKey.of(previous).map(DigestKey::time);
    if (since != null && time.isPresent() && time.get().isBefore(since)) {
      if (older != null) {
        problem(chain, older, "is in no chain: no digest behind it names it", to);
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
    hours(chain, from, newer.start(), "their digests are gone", to);
  }

  /**
   * The end of a chain is held to now.
   *
   * @param until what is asked for
   */
  void ends(DigestKey.Chain chain, Link last, Instant until, Instant now, Findings to) {
    Instant due = now.minus(LATE);
    long end = (until.isBefore(due) ? until : due).getEpochSecond();
    long whole = (end - last.end()) / HOUR;
    if (whole > 0) {
      hours(
          chain,
          last.end(),
          last.end() + whole * HOUR,
          "the chain ends there: the trail was stopped, its validation switched off, or digests are"
              + " gone",
          to);
    }
    // What is not due may still come.
    long from = last.end() + Math.max(0, whole) * HOUR;
    long asked = (until.isBefore(now) ? until : now).getEpochSecond();
    for (long hour = Hour.full(from); hour + HOUR <= asked; hour += HOUR) {
      to.hour(Hour.pending(chain.account(), chain.region(), hour));
    }
  }

  /**
   * An account and region of which there is no digest.
   *
   * @param why this is a problem, which is counted by the caller
   */
  static void nothing(
      String account,
      String region,
      Instant from,
      Instant until,
      Instant now,
      String why,
      Findings to) {
    long due = Hour.full(now.minus(LATE).getEpochSecond());
    long end = (until.isBefore(now) ? until : now).getEpochSecond();
    for (long hour = Hour.full(from.getEpochSecond()); hour + HOUR <= end; hour += HOUR) {
      to.hour(
          hour + HOUR <= due
              ? Hour.gap(account, region, hour, account + " " + region + ": " + why)
              : Hour.pending(account, region, hour));
    }
  }

  private void problem(DigestKey.Chain chain, Link link, String reason, Findings to) {
    String place = location(link.key());
    to.problem(place, reason);
    to.hour(Hour.gap(chain.account(), chain.region(), link.start(), place + ": " + reason));
  }

  private void hours(DigestKey.Chain chain, long from, long end, String why, Findings to) {
    if (end <= from) {
      return;
    }
    String reason =
        "no digest tells of "
            + Instant.ofEpochSecond(from)
            + " to "
            + Instant.ofEpochSecond(end)
            + ": "
            + why;
    to.count(Count.HOURS_MISSING, (end - from + HOUR - 1) / HOUR);
    to.problem(chain.place(), reason);
    for (long hour = from; hour < end; hour += HOUR) {
      to.hour(Hour.gap(chain.account(), chain.region(), hour, chain.place() + ": " + reason));
    }
  }

  private String location(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
