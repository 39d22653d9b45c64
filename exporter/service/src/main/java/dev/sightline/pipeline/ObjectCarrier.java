package dev.sightline.pipeline;

import dev.sightline.content.ContentReader;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.quarantine.Entry;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries objects that no message announces: the same journey, waited for by whoever asks. Safe for
 * any number of threads.
 */
public final class ObjectCarrier {
  private static final int LEDGER = 100_000;
  private static final int EVENT_LEDGER = 50_000;
  private static final int TRIES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofHours(11);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final ObjectJourney journey;
  private final AtomicInteger toAsk;

  /**
   * @param open objects read at the same time, at most
   * @param toAsk of how many objects Splunk is asked what it has, where it can be: as many as an
   *     earlier run may have left on their way
   */
  public ObjectCarrier(
      ObjectStore store,
      ContentReader reader,
      Outlets outlets,
      Measures measures,
      InstantSource clock,
      int open,
      int toAsk) {
    this.toAsk = new AtomicInteger(toAsk);
    this.journey =
        new ObjectJourney(
            store,
            reader,
            outlets,
            new Ledger(LEDGER),
            new EventLedger(EVENT_LEDGER),
            new Semaphore(open),
            measures,
            clock);
  }

  /**
   * Carries an object; returns when the fate of each of its records is known.
   *
   * @return a sentence for each thing that keeps some of it from Splunk; empty where all is there
   */
  public List<String> carry(ObjectRef object) throws InterruptedException {
    OptionalLong before =
        toAsk.getAndUpdate(left -> Math.max(0, left - 1)) > 0
            ? OptionalLong.of(System.nanoTime())
            : OptionalLong.empty();
    for (int attempt = 1; ; attempt++) {
      switch (outcome(object, before)) {
        case Outcome.Done _ -> {
          return List.of();
        }
        case Outcome.Kept kept -> {
          return kept.entries().stream().map(ObjectCarrier::sentence).toList();
        }
        case Outcome.Again again -> {
          if (attempt == TRIES) {
            return List.of(again.reason());
          }
          Thread.sleep(PAUSE.multipliedBy(attempt));
        }
      }
    }
  }

  private Outcome outcome(ObjectRef object, OptionalLong again) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    try (ObjectJourney.Leg leg = journey.leg(object, "backfill", again)) {
      leg.carry();
      leg.carryAfterOther(deadline);
      return leg.outcome(deadline);
    }
  }

  private static String sentence(Entry entry) {
    return entry.ordinal() < 0
        ? entry.reason()
        : "record " + entry.ordinal() + ": " + entry.reason();
  }
}
