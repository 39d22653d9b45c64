package dev.sightline.pipeline;

import dev.sightline.notification.Announcement;
import dev.sightline.notification.Message;
import dev.sightline.notification.NotificationDecoder;
import dev.sightline.object.AllowList;
import dev.sightline.object.KeySelection;
import dev.sightline.object.ObjectRef;
import dev.sightline.quarantine.Entry;
import dev.sightline.quarantine.Quarantine;
import dev.sightline.quarantine.QuarantineException;
import dev.sightline.telemetry.Measures;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Carries what a message announces, and keeps what cannot be carried. */
final class MessageJourney {
  private final NotificationDecoder decoder;
  private final AllowList allowed;
  private final KeySelection keys;
  private final ObjectJourney objects;
  private final EventJourney events;
  private final Quarantine quarantine;
  private final Measures measures;
  private final InstantSource clock;
  private final String queue;

  MessageJourney(
      NotificationDecoder decoder,
      AllowList allowed,
      KeySelection keys,
      ObjectJourney objects,
      EventJourney events,
      Quarantine quarantine,
      Measures measures,
      InstantSource clock,
      String queue) {
    this.decoder = decoder;
    this.allowed = allowed;
    this.keys = keys;
    this.objects = objects;
    this.events = events;
    this.quarantine = quarantine;
    this.measures = measures;
    this.clock = clock;
    this.queue = queue;
  }

  /**
   * Travels from the message to its disposition. Where that is {@link Disposition.Quarantine}, its
   * entries are kept already.
   *
   * @param deadlineNanos by {@link System#nanoTime}: what is open then is given back
   */
  Disposition travel(Message message, long deadlineNanos) throws InterruptedException {
    List<ObjectJourney.Leg> legs = new ArrayList<>();
    OptionalLong again =
        message.comesAgain() ? OptionalLong.of(message.receivedNanos()) : OptionalLong.empty();
    try {
      List<Outcome> outcomes = new ArrayList<>();
      Set<ObjectRef> announced = new HashSet<>();
      for (Announcement announcement : decoder.decode(message.body())) {
        switch (announcement) {
          case Announcement.Nothing nothing -> measures.nothing(nothing.kind());
          case Announcement.Unknown unknown ->
              outcomes.add(
                  new Outcome.Kept(
                      List.of(
                          Entry.ofMessage(
                              clock.instant(), unknown.reason(), queue, message.body()))));
          case Announcement.Event event ->
              outcomes.add(events.carry(event.text(), message.body(), queue, again, deadlineNanos));
          case Announcement.Created created -> {
            if (announced.add(created.object())) {
              created(created.object(), again, legs, outcomes);
            }
          }
        }
      }
      outcomes.addAll(outcomes(legs, deadlineNanos));
      Disposition disposition = keep(Disposition.of(outcomes));
      if (disposition instanceof Disposition.Quarantine) {
        // Not before: what is neither delivered nor kept must come again.
        legs.forEach(ObjectJourney.Leg::kept);
      }
      return disposition;
    } finally {
      legs.forEach(ObjectJourney.Leg::close);
    }
  }

  private void created(
      ObjectRef object, OptionalLong again, List<ObjectJourney.Leg> legs, List<Outcome> outcomes)
      throws InterruptedException {
    switch (allowed.permission(object)) {
      case ALLOWED -> {
        Optional<String> unwanted = keys.unwanted(object.bucket(), object.key(), queue);
        if (unwanted.isPresent()) {
          measures.unwanted(unwanted.get());
          return;
        }
        ObjectJourney.Leg leg = objects.leg(object, queue, again);
        legs.add(leg);
        leg.carry();
      }
      case OTHER_KEY -> measures.nothing("key-outside-the-filter");
      case OTHER_BUCKET ->
          outcomes.add(
              new Outcome.Kept(
                  List.of(
                      Entry.ofObject(
                          clock.instant(),
                          "its bucket is not in SIGHTLINE_BUCKETS",
                          queue,
                          object))));
    }
  }

  /** First of what is carried here, then, without any claim, of what other messages carry too. */
  private static List<Outcome> outcomes(List<ObjectJourney.Leg> legs, long deadlineNanos)
      throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    List<ObjectJourney.Leg> elsewhere = new ArrayList<>();
    for (ObjectJourney.Leg leg : legs) {
      if (leg.isElsewhere()) {
        elsewhere.add(leg);
      } else {
        outcomes.add(leg.outcome(deadlineNanos));
      }
    }
    if (!elsewhere.isEmpty()) {
      legs.forEach(ObjectJourney.Leg::free);
    }
    for (ObjectJourney.Leg leg : elsewhere) {
      leg.carryAfterOther(deadlineNanos);
      outcomes.add(leg.outcome(deadlineNanos));
      leg.free();
    }
    return outcomes;
  }

  private Disposition keep(Disposition disposition) {
    if (disposition instanceof Disposition.Quarantine kept) {
      for (Entry entry : kept.entries()) {
        try {
          quarantine.store(entry);
          measures.quarantineEntry();
        } catch (QuarantineException e) {
          return new Disposition.Release(
              entry.place()
                  + " cannot be delivered ("
                  + entry.reason()
                  + ") and could not be quarantined: "
                  + e.getMessage(),
              false);
        }
      }
    }
    return disposition;
  }
}
