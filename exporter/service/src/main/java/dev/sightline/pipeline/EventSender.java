package dev.sightline.pipeline;

import dev.sightline.batch.Origin;
import dev.sightline.content.EventConsumer;
import dev.sightline.hec.HecEvent;
import dev.sightline.reduction.Reduced;
import dev.sightline.telemetry.Measures;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hands the events of one object or message to the destinations that they go to, and their verdicts
 * to a delivery.
 */
public final class EventSender implements EventConsumer {
  private static final int MOST_DOUBTS = 100;

  private final Outlets outlets;
  private final ObjectDelivery delivery;
  private final EventLedger ledger;
  private final Measures measures;
  private final Wanted wanted;
  private final Map<Long, String> told = new TreeMap<>();
  private long next;

  public EventSender(
      Outlets outlets,
      ObjectDelivery delivery,
      EventLedger ledger,
      Measures measures,
      Wanted wanted) {
    this.outlets = outlets;
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
    if (wanted.record(ordinal) && wanted.event(ordinal, event)) {
      ObjectDelivery.Part part = delivery.to(event.destination());
      part.sending();
      send(event, ordinal, part);
    }
    next = ordinal + 1;
  }

  @Override
  public void acceptOnce(HecEvent event, long ordinal) throws InterruptedException {
    acceptOnce(List.of(event), ordinal);
  }

  @Override
  public void accept(List<HecEvent> copies, long ordinal) throws InterruptedException {
    if (wanted.record(ordinal)) {
      ObjectDelivery.Copies record = new ObjectDelivery.Copies(measures);
      try {
        for (HecEvent event : copies) {
          if (wanted.event(ordinal, event)) {
            send(event, ordinal, delivery.to(event.destination()).copy(record));
          }
        }
      } finally {
        record.complete();
      }
    }
    next = ordinal + 1;
  }

  @Override
  public void acceptOnce(List<HecEvent> copies, long ordinal) throws InterruptedException {
    if (wanted.record(ordinal)) {
      ObjectDelivery.Copies record = new ObjectDelivery.Copies(measures);
      try {
        for (HecEvent event : copies) {
          if (wanted.event(ordinal, event)) {
            sendOnce(event, ordinal, record);
          }
        }
      } finally {
        record.complete();
      }
    }
    next = ordinal + 1;
  }

  @Override
  public void uncarried(long ordinal, String reason) {
    if (wanted.record(ordinal)) {
      delivery.uncarried(ordinal, reason);
    }
    next = ordinal + 1;
  }

  @Override
  public void reduced(long ordinal, Reduced what) {
    if (wanted.record(ordinal)) {
      count(what);
    }
    if (what instanceof Reduced.LeftOut) {
      next = ordinal + 1;
    }
  }

  private void count(Reduced what) {
    switch (what) {
      case Reduced.Whole _, Reduced.Standing _ -> {}
      case Reduced.Trimmed(String rule, _, int saved) -> measures.reduced(rule, "trimmed", saved);
      case Reduced.LeftOut(String rule, boolean sampled, int saved) ->
          measures.reduced(rule, sampled ? "sampled" : "dropped", saved);
    }
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

  private void sendOnce(HecEvent event, long ordinal, ObjectDelivery.Copies record)
      throws InterruptedException {
    ObjectDelivery.Part part = delivery.to(event.destination());
    String id = claimed(event);
    // Before the claim: the other may be done the moment it is made.
    part.expecting();
    switch (ledger.claim(id, new Waiting(part))) {
      case FOLLOWED -> measures.eventRepeated();
      case DELIVERED -> {
        measures.eventRepeated();
        part.followed();
      }
      case GRANTED -> {
        try {
          send(event, ordinal, new Claimed(id, ledger, part.copy(record)));
        } finally {
          part.followed(); // From here on the event itself is waited for.
        }
      }
    }
  }

  /** What it is remembered by: at another place it is another event. */
  private static String claimed(HecEvent event) {
    return event.destination() == 0 && event.index() == null
        ? event.sightlineId()
        : event.sightlineId() + '\n' + event.destination() + '\n' + event.index();
  }

  private void send(HecEvent event, long ordinal, Origin origin) throws InterruptedException {
    String why = "another message that brought it was interrupted";
    boolean added = false;
    try {
      added = outlets.add(event, ordinal, origin);
      why = outlets.get(event.destination()).name() + " takes no events";
    } finally {
      if (!added) {
        origin.unresolved(1, why);
      }
    }
  }

  /** One that waits for an event which another sends. */
  private record Waiting(ObjectDelivery.Part part) implements EventLedger.Follower {
    @Override
    public void delivered() {
      part.followed();
    }

    @Override
    public void failed(String reason) {
      part.followedInVain(reason);
    }
  }

  /** The verdict on an event that others may wait for. */
  private record Claimed(String id, EventLedger ledger, Origin origin) implements Origin {
    @Override
    public void delivered(int events) {
      ledger.delivered(id);
      origin.delivered(events);
    }

    @Override
    public void rejected(long ordinal, String reason, byte[] envelope) {
      ledger.failed(id, reason);
      origin.rejected(ordinal, reason, envelope);
    }

    @Override
    public void unresolved(int events, String reason) {
      ledger.failed(id, reason);
      origin.unresolved(events, reason);
    }

    @Override
    public boolean waits() {
      return origin.waits() || ledger.isFollowed(id);
    }
  }
}
