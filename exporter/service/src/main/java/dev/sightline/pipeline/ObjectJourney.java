package dev.sightline.pipeline;

import dev.sightline.content.ContentReader;
import dev.sightline.content.Contents;
import dev.sightline.content.Leftover;
import dev.sightline.content.UnreadableContentException;
import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.hec.HecEvent;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import dev.sightline.pipeline.ExpectedEvents.Present;
import dev.sightline.quarantine.Entry;
import dev.sightline.route.Rules;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries objects: opens, reads, and hands every record to the batcher. */
final class ObjectJourney {
  private static final int TRIES = 4;
  private static final long FIRST_PAUSE_MILLIS = 200;

  private final ObjectStore store;
  private final ContentReader reader;
  private final Outlets outlets;
  private final Ledger ledger;
  private final EventLedger events;
  private final Semaphore open;
  private final Measures measures;
  private final InstantSource clock;

  ObjectJourney(
      ObjectStore store,
      ContentReader reader,
      Outlets outlets,
      Ledger ledger,
      EventLedger events,
      Semaphore open,
      Measures measures,
      InstantSource clock) {
    this.store = store;
    this.reader = reader;
    this.outlets = outlets;
    this.ledger = ledger;
    this.events = events;
    this.open = open;
    this.measures = measures;
    this.clock = clock;
  }

  /** One object: carried, waited for, and in any case closed. */
  final class Leg implements AutoCloseable {
    private final ObjectRef object;
    private final String queue;
    private final OptionalLong again;
    private final ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
    private @Nullable String identity;
    private boolean claimed;
    private long handedOver;
    private @Nullable CountDownLatch elsewhere;
    private @Nullable Outcome early;
    private @Nullable Entry damage;

    /** What it would send, where Splunk is still to be asked for it. */
    private @Nullable ExpectedEvents expected;

    /** The content that Splunk was asked for, and what it has of that. */
    private @Nullable String asked;

    private Present there = Present.NOTHING;

    /** The destinations that have all of it from an earlier time, a bit for each. */
    private long whole;

    /** The rules that it was read by. */
    private final Rules rules = reader.rules();

    private Leg(ObjectRef object, String queue, OptionalLong again) {
      this.object = object;
      this.queue = queue;
      this.again = again;
    }

    /**
     * Reads the object and sends its records; returns when the last one is handed over, or at once
     * where another journey carries the same object.
     */
    void carry() throws InterruptedException {
      ObjectJourney.this.carry(this);
    }

    /** Whether another journey carries the same object, so that nothing was read here. */
    boolean isElsewhere() {
      return elsewhere != null;
    }

    /**
     * Waits for the other journey and, where that one did not bring it to its end, carries the
     * object after all. Two journeys that wait for each other never end: whoever calls this holds
     * no claim.
     */
    void carryAfterOther(long deadlineNanos) throws InterruptedException {
      for (var other = elsewhere; other != null; other = elsewhere) {
        elsewhere = null;
        if (!other.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          early = new Outcome.Again("another message announces it and is not done", true);
          return;
        }
        carry();
      }
    }

    /** Waits for the verdict on every record until the deadline. */
    Outcome outcome(long deadlineNanos) throws InterruptedException {
      Outcome outcome = settledOutcome(deadlineNanos);
      if (outcome instanceof Outcome.Done) {
        kept();
        free();
      }
      return outcome;
    }

    /** Nothing of it is left to do: what could not be delivered is in the quarantine. */
    void kept() {
      if (identity != null) {
        ledger.carried(identity);
      }
    }

    /** Others may carry the object from now on. */
    void free() {
      if (claimed && identity != null) {
        claimed = false;
        ledger.end(identity);
      }
    }

    @Override
    public void close() {
      delivery.giveUp();
      free();
    }

    private Outcome settledOutcome(long deadlineNanos) throws InterruptedException {
      boolean back = delivery.await(deadlineNanos - System.nanoTime());
      String unresolved = delivery.unresolvedReason();
      if (!back || unresolved != null) {
        remember();
        String reason =
            unresolved == null || !back ? "Splunk did not confirm its records in time" : unresolved;
        return outlets.again(reason, delivery.lacking());
      }
      if (early != null) {
        return early;
      }
      List<Entry> entries = new ArrayList<>();
      if (damage != null) {
        entries.add(damage);
      }
      if (delivery.refusals() > ObjectDelivery.MOST_REFUSED) {
        entries.add(keep(delivery.refusals() + " of its records are refused"));
      } else {
        for (ObjectDelivery.Refused refused : delivery.refused()) {
          entries.add(
              Entry.ofRecord(
                  clock.instant(),
                  refused.reason(),
                  queue,
                  object,
                  refused.ordinal(),
                  refused.destination(),
                  refused.envelope()));
        }
      }
      return entries.isEmpty() ? new Outcome.Done() : new Outcome.Kept(entries);
    }

    /** What is where it belongs need not be sent again, as long as the rules are the same. */
    private void remember() {
      if (outlets.givesBack() && identity != null && claimed && early == null) {
        ledger.partly(
            identity, new Ledger.Part(rules, whole | delivery.whole(), delivery.lacking()));
      }
    }

    private Entry keep(String reason) {
      return Entry.ofObject(clock.instant(), reason, queue, object);
    }
  }

  /**
   * An object to carry.
   *
   * @param again when it was received, by {@link System#nanoTime}, where some of it may have been
   *     sent before
   */
  Leg leg(ObjectRef object, String queue, OptionalLong again) {
    return new Leg(object, queue, again);
  }

  private void carry(Leg leg) throws InterruptedException {
    ObjectRef wanted = leg.object;
    if (waitsInVain(leg)) {
      return;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        read(leg, wanted);
        while (leg.expected != null) {
          ask(leg, leg.expected);
          read(leg, wanted);
        }
        return;
      } catch (ObjectException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (e.reason() == ObjectException.Reason.CHANGED && wanted.eTag() != null) {
          // What was announced is gone. What is there now is carried, once: its own notification
          // finds it in the ledger.
          measures.nothing("overwritten");
          wanted = wanted.withoutETag();
          continue;
        }
        if (e.reason() == ObjectException.Reason.EMPTY) {
          // Services leave such files; whether a trail lacks something, its digests tell.
          measures.nothing(Leftover.ofKey(wanted.key()).orElse(Leftover.EMPTY).id());
          leg.early = new Outcome.Done();
          return;
        }
        if (e.retryable() && attempt < TRIES) {
          Thread.sleep(FIRST_PAUSE_MILLIS << attempt);
          continue;
        }
        if (e.retryable()) {
          leg.early = new Outcome.Again(said(e), false);
        } else {
          leg.damage = leg.keep(said(e));
        }
        return;
      } catch (UnreadableContentException e) {
        leg.damage = leg.keep(said(e));
        return;
      } catch (IOException e) {
        leg.early = new Outcome.Again(said(e), false);
        return;
      }
    }
  }

  private void read(Leg leg, ObjectRef wanted) throws IOException, InterruptedException {
    open.acquire();
    try (OpenObject opened = store.open(wanted)) {
      ObjectRef object = leg.object;
      ObjectIdentity identity =
          ObjectIdentity.of(object.bucket(), object.key(), opened.versionOrETag());
      if (!claim(leg, identity.text())) {
        return;
      }
      if (outlets.ask() && leg.again.isPresent() && !identity.text().equals(leg.asked)) {
        leg.asked = identity.text();
        leg.expected = expected(opened, leg, identity);
        return;
      }
      // After a broken transfer it goes on behind the last record that was handed over.
      long from = leg.handedOver;
      EventSender sender =
          new EventSender(
              outlets, leg.delivery, events, measures, new Missing(from, leg.whole, leg.there));
      try {
        switch (reader.object(opened, object, identity, leg.rules, sender)) {
          case Contents.Records _ -> measures.objectRead(opened.inflatedBytes());
          case Contents.Digest _ -> measures.nothing("digest");
          case Contents.Other _ -> {} // Counted under its name when it was met.
        }
      } finally {
        leg.handedOver = Math.max(from, sender.next());
      }
    } finally {
      open.release();
    }
  }

  /** What is behind a place of an object, and neither delivered before nor there. */
  private record Missing(long from, long whole, Present there) implements Wanted {
    @Override
    public boolean record(long ordinal) {
      return ordinal >= from;
    }

    @Override
    public boolean event(long ordinal, HecEvent event) {
      return (whole >> event.destination() & 1) == 0 && !there.has(ordinal, event);
    }
  }

  /**
   * Whether all that is left of an object goes to destinations that nobody waits for, so that it
   * need not even be opened: known where the announcement says which content it is about.
   */
  private boolean waitsInVain(Leg leg) {
    ObjectRef object = leg.object;
    String content = object.version() == null ? object.eTag() : object.version();
    if (!outlets.givesBack() || content == null) {
      return false;
    }
    Ledger.Part part =
        ledger.part(ObjectIdentity.of(object.bucket(), object.key(), content).text(), leg.rules);
    if (part == null || part.lacking() == 0) {
      return false;
    }
    for (int i = 0; i < outlets.size(); i++) {
      if ((part.lacking() >> i & 1) != 0 && !outlets.isGivenUp(i)) {
        return false;
      }
    }
    leg.early = outlets.again("it waits for a destination", part.lacking());
    return true;
  }

  /** What the object would send; of a damaged one, what stands before the damage. */
  private ExpectedEvents expected(OpenObject opened, Leg leg, ObjectIdentity identity)
      throws IOException, InterruptedException {
    ExpectedEvents expected = new ExpectedEvents(outlets, identity.text(), leg.whole);
    try {
      reader.object(opened, leg.object, identity, leg.rules, expected);
    } catch (UnreadableContentException e) {
      // It is judged when it is read to be sent.
    }
    return expected;
  }

  /** No place among the open objects is taken while this waits. */
  private void ask(Leg leg, ExpectedEvents expected) throws InterruptedException {
    leg.expected = null;
    leg.there = expected.ask(leg.again.orElseGet(System::nanoTime));
  }

  /** Whether this content is the leg's to carry. */
  private boolean claim(Leg leg, String identity) {
    if (leg.claimed) {
      if (identity.equals(leg.identity)) {
        return true;
      }
      // Overwritten while it was read: what was sent is no part of what is there now.
      leg.free();
      leg.handedOver = 0;
    }
    leg.identity = identity;
    return switch (ledger.claim(identity)) {
      case Ledger.Claim.Granted _ -> {
        leg.claimed = true;
        Ledger.Part part = ledger.part(identity, leg.rules);
        leg.whole = part == null ? 0 : part.whole();
        yield true;
      }
      case Ledger.Claim.Carried _ -> {
        measures.objectRepeated();
        leg.early = new Outcome.Done();
        yield false;
      }
      case Ledger.Claim.Held held -> {
        leg.elsewhere = held.end();
        yield false;
      }
    };
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
