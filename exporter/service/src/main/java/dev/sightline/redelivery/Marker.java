package dev.sightline.redelivery;

import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.IndexedRecords.Period;
import dev.sightline.splunk.SearchException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Measures how long an event takes from HEC into the answer of a search: it sends one of its own
 * and looks for it. What was sent before that one is searchable after it, where the same indexer
 * took both; for others as much time again is given. Used by one thread.
 */
final class Marker {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
  private static final Duration AROUND = Duration.ofHours(1);

  private final Teller teller;
  private final IndexedRecords records;
  private final SearchBudget budget;
  private final InstantSource clock;
  private volatile Duration took = Duration.ZERO;
  private long settledNanos;
  private boolean everSettled;

  Marker(Teller teller, IndexedRecords records, SearchBudget budget, InstantSource clock) {
    this.teller = teller;
    this.records = records;
    this.budget = budget;
    this.clock = clock;
  }

  /** How long the last one took; zero before the first. */
  Duration took() {
    return took;
  }

  /**
   * Returns once everything that Splunk took before a moment must be searchable.
   *
   * @param nanos the moment, by {@link System#nanoTime}
   * @param end by when it has to be, likewise
   * @throws UnknownException where it cannot be told by then
   * @throws SearchException where Splunk does not search
   */
  void settle(long nanos, long end) throws UnknownException, SearchException, InterruptedException {
    if (everSettled && settledNanos - nanos >= 0) {
      return;
    }
    // Before the event is sent: without a search to find it, it would be in vain.
    Inquiry.spend(budget);
    long begun = System.nanoTime();
    String id = "marker:" + UUID.randomUUID();
    if (!teller.tell(
        id,
        "{\"event\":\"marker\",\"message\":\"how long an event takes to be searchable\"}"
            .getBytes(StandardCharsets.UTF_8))) {
      throw new UnknownException("Splunk did not take an event of our own");
    }
    find(id, end);
    took = Duration.ofNanos(System.nanoTime() - begun);
    Duration margin = took.compareTo(LEAST_MARGIN) < 0 ? LEAST_MARGIN : took;
    if (System.nanoTime() + margin.toNanos() - end > 0) {
      throw new UnknownException(
          "an event of our own was searchable after " + took.toSeconds() + " s only");
    }
    Thread.sleep(margin);
    settledNanos = begun;
    everSettled = true;
  }

  private void find(String id, long end)
      throws UnknownException, SearchException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      Thread.sleep(pause);
      if (System.nanoTime() - end > 0) {
        throw new UnknownException("an event of our own was not searchable in time");
      }
      Instant now = clock.instant();
      if (records
          .present(List.of(id), new Period(now.minus(AROUND), now.plus(AROUND)))
          .containsKey(id)) {
        return;
      }
      Inquiry.spend(budget);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }
}
