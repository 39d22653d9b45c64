package dev.sightline.redelivery;

import java.util.function.LongSupplier;

/** So many searches in an hour: an hour's at once, and then as they grow again. */
final class SearchBudget {
  private static final double NANOS_AN_HOUR = 3.6e12;

  private final int most;
  private final LongSupplier nanoTime;
  private double left;
  private long counted;

  /**
   * @param nanoTime the monotonic clock
   */
  SearchBudget(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    this.left = most;
    this.counted = nanoTime.getAsLong();
  }

  /** Takes one search, where one is left. */
  synchronized boolean take() {
    long now = nanoTime.getAsLong();
    left = Math.min(most, left + most * ((now - counted) / NANOS_AN_HOUR));
    counted = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
