package dev.sightline.pipeline;

import dev.sightline.batch.Batcher;
import dev.sightline.batch.Origin;
import dev.sightline.content.EventConsumer;
import dev.sightline.hec.HecEvent;
import dev.sightline.telemetry.Measures;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** Hands the events of one object or message to the batcher, and their verdicts to a delivery. */
public final class EventSender implements EventConsumer {
  private static final int MOST_DOUBTS = 100;

  private final Batcher batcher;
  private final ObjectDelivery delivery;
  private final EventLedger ledger;
  private final Measures measures;
  private final LongPredicate wanted;
  private final Map<Long, String> told = new TreeMap<>();
  private long next;

  /**
   * @param wanted which events to send, by ordinal
   */
  public EventSender(
      Batcher batcher,
      ObjectDelivery delivery,
      EventLedger ledger,
      Measures measures,
      LongPredicate wanted) {
    this.batcher = batcher;
    this.delivery = delivery;
    this.ledger = ledger;
    this.measures = measures;
    this.wanted = wanted;
  }

  /** The ordinal behind that of the last event that was dealt with. */
  long next() {
    return next;
  }

  @Override
  public void accept(HecEvent event, long ordinal) throws InterruptedException {
    if (wanted.test(ordinal)) {
      send(event, ordinal, delivery);
    }
    next = ordinal + 1;
  }

  @Override
  public void acceptOnce(HecEvent event, long ordinal) throws InterruptedException {
    if (wanted.test(ordinal)) {
      sendOnce(event, ordinal);
    }
    next = ordinal + 1;
  }

  @Override
  public void uncarried(long ordinal, String reason) {
    if (wanted.test(ordinal)) {
      delivery.uncarried(ordinal, reason);
    }
    next = ordinal + 1;
  }

  @Override
  public void nothing(String name) {
    measures.nothing(name);
  }

  @Override
  public void doubtful(long ordinal, String reason) {
    if (told.size() < MOST_DOUBTS) {
      told.put(ordinal, reason);
    }
  }

  /** What there is to say of events that were sent, by ordinal: of the first of them. */
  public Map<Long, String> doubts() {
    return Collections.unmodifiableMap(told);
  }

  @Override
  public void untimed() {
    measures.recordUntimed();
  }

  private void sendOnce(HecEvent event, long ordinal) throws InterruptedException {
    String id = event.sightlineId();
    // Before the claim: the other may be done the moment it is made.
    delivery.following();
    switch (ledger.claim(id, new Waiting(delivery))) {
      case FOLLOWED -> measures.eventRepeated();
      case DELIVERED -> {
        measures.eventRepeated();
        delivery.followed();
      }
      case GRANTED -> {
        Claimed claimed = new Claimed(id, ledger, delivery);
        boolean sent = false;
        try {
          send(event, ordinal, claimed);
          sent = true;
        } finally {
          delivery.followed(); // From here on the event itself is waited for.
          if (!sent) {
            ledger.failed(id, "another message that brought it was interrupted");
          }
        }
      }
    }
  }

  private void send(HecEvent event, long ordinal, Origin origin) throws InterruptedException {
    delivery.sending();
    boolean added = false;
    try {
      batcher.add(event, ordinal, origin);
      added = true;
    } finally {
      if (!added) {
        delivery.notSent();
      }
    }
  }

  /** One that waits for an event which another sends. */
  private record Waiting(ObjectDelivery delivery) implements EventLedger.Follower {
    @Override
    public void delivered() {
      delivery.followed();
    }

    @Override
    public void failed(String reason) {
      delivery.followedInVain(reason);
    }
  }

  /** The verdict on an event that others may wait for. */
  private record Claimed(String id, EventLedger ledger, ObjectDelivery delivery) implements Origin {
    @Override
    public void delivered(int events) {
      ledger.delivered(id);
      delivery.delivered(events);
    }

    @Override
    public void rejected(long ordinal, String reason, byte[] envelope) {
      ledger.failed(id, reason);
      delivery.rejected(ordinal, reason, envelope);
    }

    @Override
    public void unresolved(int events, String reason) {
      ledger.failed(id, reason);
      delivery.unresolved(events, reason);
    }

    @Override
    public boolean waits() {
      return delivery.waits() || ledger.isFollowed(id);
    }
  }
}
