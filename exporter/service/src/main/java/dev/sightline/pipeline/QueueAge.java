package dev.sightline.pipeline;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How old the oldest message of a queue may be. SQS tells that to CloudWatch only; from here it is
 * bounded: what a receive hands out is about the oldest that there is, an empty one says that none
 * waits, and since then nothing can have aged by more than the time that passed. So the figure
 * grows while nothing is received, as in an outage of Splunk, and does not see a message that was
 * released and is not visible yet.
 */
final class QueueAge {
  private final LongSupplier nanoTime;
  private volatile Known known;

  private record Known(Duration age, long nanos) {}

  /**
   * @param nanoTime the monotonic clock; the age counts from now on
   */
  QueueAge(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.known = new Known(Duration.ZERO, nanoTime.getAsLong());
  }

  /** A receive has ended; zero where it brought nothing. */
  void received(Duration oldest) {
    known = new Known(oldest, nanoTime.getAsLong());
  }

  /** The age now, where the oldest that is under way is this old. */
  Duration with(Duration oldestUnderWay) {
    Known last = known;
    Duration waiting = last.age().plusNanos(nanoTime.getAsLong() - last.nanos());
    return waiting.compareTo(oldestUnderWay) > 0 ? waiting : oldestUnderWay;
  }
}
