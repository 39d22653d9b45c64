package dev.sightline.pipeline;

import dev.sightline.batch.Batcher;
import dev.sightline.content.ContentReader;
import dev.sightline.content.UnreadableContentException;
import dev.sightline.quarantine.Entry;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Carries what messages themselves hold: events of EventBridge, and findings. */
final class EventJourney {
  private final ContentReader reader;
  private final Batcher batcher;
  private final EventLedger ledger;
  private final Measures measures;
  private final InstantSource clock;

  EventJourney(
      ContentReader reader,
      Batcher batcher,
      EventLedger ledger,
      Measures measures,
      InstantSource clock) {
    this.reader = reader;
    this.batcher = batcher;
    this.ledger = ledger;
    this.measures = measures;
    this.clock = clock;
  }

  /**
   * Sends the event and waits for its verdict.
   *
   * @param text the event
   * @param message the whole message, which the quarantine keeps where the event cannot be
   *     delivered
   */
  Outcome carry(String text, String message, String queue, long deadlineNanos)
      throws InterruptedException {
    ObjectDelivery delivery = new ObjectDelivery(measures);
    try {
      reader.message(text, new EventSender(batcher, delivery, ledger, measures, ordinal -> true));
      if (!delivery.await(deadlineNanos - System.nanoTime())) {
        return new Outcome.Again("Splunk did not confirm its event in time", true);
      }
    } catch (UnreadableContentException e) {
      return kept(e.getMessage(), message, queue);
    } catch (IOException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()), false);
    } finally {
      delivery.giveUp();
    }
    String unresolved = delivery.unresolvedReason();
    if (unresolved != null) {
      return new Outcome.Again(unresolved, true);
    }
    if (delivery.refusals() == 0) {
      return new Outcome.Done();
    }
    String reasons =
        delivery.refused().stream()
            .map(ObjectDelivery.Refused::reason)
            .collect(Collectors.joining("; "));
    return kept(reasons, message, queue);
  }

  private Outcome kept(String reason, String message, String queue) {
    return new Outcome.Kept(List.of(Entry.ofMessage(clock.instant(), reason, queue, message)));
  }
}
