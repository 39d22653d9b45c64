package dev.sightline.pipeline;

import dev.sightline.batch.Batcher;
import dev.sightline.content.ContentReader;
import dev.sightline.content.UnreadableContentException;
import dev.sightline.quarantine.Entry;
import dev.sightline.redelivery.Expected;
import dev.sightline.redelivery.Inquiry;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries what messages themselves hold: events of EventBridge, and findings. */
final class EventJourney {
  private final ContentReader reader;
  private final Batcher batcher;
  private final EventLedger ledger;
  private final Measures measures;
  private final InstantSource clock;
  private final @Nullable Inquiry inquiry;

  /**
   * @param inquiry asks Splunk what it has of what comes again; null where nobody is asked
   */
  EventJourney(
      ContentReader reader,
      Batcher batcher,
      EventLedger ledger,
      Measures measures,
      InstantSource clock,
      @Nullable Inquiry inquiry) {
    this.reader = reader;
    this.batcher = batcher;
    this.ledger = ledger;
    this.measures = measures;
    this.clock = clock;
    this.inquiry = inquiry;
  }

  /**
   * Sends the event and waits for its verdict.
   *
   * @param text the event
   * @param message the whole message, which the quarantine keeps where the event cannot be
   *     delivered
   * @param again when the message was received, where some of it may have been sent before
   */
  Outcome carry(String text, String message, String queue, OptionalLong again, long deadlineNanos)
      throws InterruptedException {
    ObjectDelivery delivery = new ObjectDelivery(measures);
    try {
      BitSet there = there(text, again);
      reader.message(
          text,
          new EventSender(
              batcher,
              delivery,
              ledger,
              measures,
              ordinal -> ordinal >= there.length() || !there.get((int) ordinal)));
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

  /** The events of it that Splunk has already. */
  private BitSet there(String text, OptionalLong again) throws IOException, InterruptedException {
    if (inquiry == null || again.isEmpty()) {
      return new BitSet();
    }
    Expected expected = new Expected(null);
    reader.message(text, new ExpectedEvents(expected));
    return inquiry.present(expected, again.getAsLong());
  }

  private Outcome kept(String reason, String message, String queue) {
    return new Outcome.Kept(List.of(Entry.ofMessage(clock.instant(), reason, queue, message)));
  }
}
