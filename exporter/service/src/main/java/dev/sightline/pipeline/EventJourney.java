package dev.sightline.pipeline;

import dev.sightline.content.ContentReader;
import dev.sightline.content.UnreadableContentException;
import dev.sightline.hec.HecEvent;
import dev.sightline.pipeline.ExpectedEvents.Present;
import dev.sightline.quarantine.Entry;
import dev.sightline.route.Rules;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Carries what messages themselves hold: events of EventBridge, and findings. */
final class EventJourney {
  private final ContentReader reader;
  private final Outlets outlets;
  private final EventLedger ledger;
  private final Measures measures;
  private final InstantSource clock;

  EventJourney(
      ContentReader reader,
      Outlets outlets,
      EventLedger ledger,
      Measures measures,
      InstantSource clock) {
    this.reader = reader;
    this.outlets = outlets;
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
   * @param again when the message was received, where some of it may have been sent before
   */
  Outcome carry(String text, String message, String queue, OptionalLong again, long deadlineNanos)
      throws InterruptedException {
    ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
    Rules rules = reader.rules();
    try {
      Present there = there(text, rules, again);
      reader.message(
          text, rules, new EventSender(outlets, delivery, ledger, measures, new Absent(there)));
      if (!delivery.await(deadlineNanos - System.nanoTime())) {
        return outlets.again("Splunk did not confirm its event in time", delivery.lacking());
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
      return outlets.again(unresolved, delivery.lacking());
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
  private Present there(String text, Rules rules, OptionalLong again)
      throws IOException, InterruptedException {
    if (!outlets.ask() || again.isEmpty()) {
      return Present.NOTHING;
    }
    ExpectedEvents expected = new ExpectedEvents(outlets, null, 0);
    reader.message(text, rules, expected);
    return expected.ask(again.getAsLong());
  }

  private record Absent(Present there) implements Wanted {
    @Override
    public boolean record(long ordinal) {
      return true;
    }

    @Override
    public boolean event(long ordinal, HecEvent event) {
      return !there.has(ordinal, event);
    }
  }

  private Outcome kept(String reason, String message, String queue) {
    return new Outcome.Kept(List.of(Entry.ofMessage(clock.instant(), reason, queue, message)));
  }
}
