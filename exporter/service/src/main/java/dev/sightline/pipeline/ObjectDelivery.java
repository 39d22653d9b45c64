package dev.sightline.pipeline;

import dev.sightline.batch.Origin;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.RecordEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The records of one object or message on their way: counts them out and back in, for each of the
 * destinations that they go to.
 */
public final class ObjectDelivery {
  /** More refused records than this are kept as the whole object. */
  static final int MOST_REFUSED = 1000;

  private static final int MOST_KEPT_BYTES = 200_000;

  /** How often it is looked whether what is open is worth the waiting. */
  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(250);

  private final Measures measures;
  private final Outlets outlets;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final @Nullable Part[] parts;
  private final List<Refused> refused = new ArrayList<>();
  private long refusals;
  private boolean waits = true;

  /**
   * A record that Splunk does not accept, or that cannot be carried.
   *
   * @param destination the name of the one that refused it, where there are several
   */
  public record Refused(
      long ordinal, String reason, @Nullable String destination, byte @Nullable [] envelope) {}

  public ObjectDelivery(Measures measures, Outlets outlets) {
    this.measures = measures;
    this.outlets = outlets;
    this.parts = new Part[outlets.size()];
  }

  /** What of it goes to one destination; asked by the one thread that sends it. */
  Part to(int destination) {
    Part part = parts[destination];
    if (part != null) {
      return part;
    }
    lock.lock();
    try {
      parts[destination] = new Part(destination);
      return parts[destination];
    } finally {
      lock.unlock();
    }
  }

  /** A record that cannot be carried at all. */
  public void uncarried(long ordinal, String reason) {
    measures.records().enter(1);
    measures.records().leave(RecordEnd.REJECTED, 1);
    lock.lock();
    try {
      refused(new Refused(ordinal, reason, null, null));
    } finally {
      lock.unlock();
    }
  }

  private void refused(Refused record) {
    refusals++;
    if (refused.size() < MOST_REFUSED) {
      refused.add(record);
    }
  }

  /** Nobody waits any more: what is still on its way need not be sent again. */
  public void giveUp() {
    lock.lock();
    try {
      waits = false;
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a verdict on every record that was sent.
   *
   * @return whether all are back; false after the given time, or where what is open goes to
   *     destinations that nobody waits for
   */
  public boolean await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (isOpen()) {
        if (left <= 0 || !waits || isAbandoned()) {
          return false;
        }
        if (outlets.givesBack()) {
          long step = Math.min(left, LOOK_EVERY);
          left -= step - settled.awaitNanos(step);
        } else {
          left = settled.awaitNanos(left);
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Why some records' fate is open, or null where it is known of all. */
  public @Nullable String unresolvedReason() {
    lock.lock();
    try {
      for (Part part : parts) {
        if (part != null && part.unresolved != null) {
          return part.unresolved;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The destinations that have everything of it, a bit for each. */
  long whole() {
    return count(part -> part.isLacking() || part.refusedHere > 0 ? 0 : 1L << part.destination);
  }

  /** The destinations whose verdict on some of it is open, a bit for each. */
  long lacking() {
    return count(part -> part.isLacking() ? 1L << part.destination : 0);
  }

  /** The records that were refused, at most {@link #MOST_REFUSED} of them. */
  public List<Refused> refused() {
    lock.lock();
    try {
      return List.copyOf(refused);
    } finally {
      lock.unlock();
    }
  }

  /** A sentence for each thing that keeps some of the records from Splunk. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    String open = unresolvedReason();
    if (open != null) {
      problems.add("not confirmed: " + open);
    } else if (count(part -> part.sent - part.back) > 0) {
      problems.add("not confirmed: Splunk takes no events");
    }
    refused().forEach(each -> problems.add("record " + each.ordinal() + ": " + each.reason()));
    return problems;
  }

  /** How many records were refused. */
  public long refusals() {
    lock.lock();
    try {
      return refusals;
    } finally {
      lock.unlock();
    }
  }

  private interface Figure {
    long of(Part part);
  }

  private long count(Figure figure) {
    lock.lock();
    try {
      long sum = 0;
      for (Part part : parts) {
        sum += part == null ? 0 : figure.of(part);
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen() {
    for (Part part : parts) {
      if (part != null && part.back < part.sent) {
        return true;
      }
    }
    return false;
  }

  /** Whether all that is open goes to destinations that nobody waits for. */
  private boolean isAbandoned() {
    for (Part part : parts) {
      if (part != null && part.back < part.sent && !outlets.isAbandoned(part.destination)) {
        return false;
      }
    }
    return outlets.givesBack();
  }

  private boolean isWaitedFor() {
    lock.lock();
    try {
      return waits;
    } finally {
      lock.unlock();
    }
  }

  /** What goes to one destination. */
  final class Part implements Origin {
    private final int destination;
    private long sent;
    private long back;
    private long refusedHere;
    private @Nullable String unresolved;

    private Part(int destination) {
      this.destination = destination;
    }

    /** A record is about to be sent. */
    void sending() {
      expecting();
      measures.records().enter(1);
    }

    /** An event is waited for whose record is counted elsewhere. */
    void expecting() {
      lock.lock();
      try {
        sent++;
      } finally {
        lock.unlock();
      }
    }

    /** The other delivery of an event that is waited for brought it to Splunk. */
    void followed() {
      back(1, null);
    }

    /** The other delivery of an event that is waited for did not. */
    void followedInVain(String reason) {
      back(1, reason);
    }

    @Override
    public void delivered(int events) {
      measures.records().leave(RecordEnd.DELIVERED, events);
      deliveredCopies(events);
    }

    @Override
    public void rejected(long ordinal, String reason, byte[] envelope) {
      measures.records().leave(RecordEnd.REJECTED, 1);
      refusedCopy(ordinal, reason, envelope);
    }

    @Override
    public void unresolved(int events, String reason) {
      measures.records().leave(RecordEnd.UNRESOLVED, events);
      unresolvedCopies(events, reason);
    }

    @Override
    public boolean waits() {
      return isWaitedFor();
    }

    /** Of a record that is one of several events; who has the others counts the record. */
    Origin copy(Copies copies) {
      copies.made();
      expecting();
      return new Copy(this, copies);
    }

    private void deliveredCopies(int events) {
      outlets.get(destination).measures().ended(RecordEnd.DELIVERED, events);
      back(events, null);
    }

    private void unresolvedCopies(int events, String reason) {
      outlets.get(destination).measures().ended(RecordEnd.UNRESOLVED, events);
      back(events, reason);
    }

    private void refusedCopy(long ordinal, String reason, byte[] envelope) {
      outlets.get(destination).measures().ended(RecordEnd.REJECTED, 1);
      byte @Nullable [] kept = envelope.length > MOST_KEPT_BYTES ? null : envelope;
      lock.lock();
      try {
        refusedHere++;
        String by = outlets.size() > 1 ? outlets.get(destination).name() : null;
        refused(new Refused(ordinal, reason, by, kept));
      } finally {
        lock.unlock();
      }
      back(1, null);
    }

    private boolean isLacking() {
      return back < sent || unresolved != null;
    }

    private void back(int events, @Nullable String reason) {
      lock.lock();
      try {
        back += events;
        if (reason != null) {
          unresolved = reason;
        }
        if (back == sent) {
          settled.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** One record that is several events: it is read once, and ends as the worst of them does. */
  static final class Copies {
    private final Measures measures;
    private int open = 1;
    private boolean entered;
    private RecordEnd worst = RecordEnd.DELIVERED;

    Copies(Measures measures) {
      this.measures = measures;
    }

    private synchronized void made() {
      if (!entered) {
        entered = true;
        measures.records().enter(1);
      }
      open++;
    }

    /** No more copies are made of it. */
    void complete() {
      ended(RecordEnd.DELIVERED);
    }

    private synchronized void ended(RecordEnd end) {
      worst = end.compareTo(worst) > 0 ? end : worst;
      open--;
      if (open == 0 && entered) {
        measures.records().leave(worst, 1);
      }
    }
  }

  /** One event of a record that is several; compared by identity, as any origin. */
  private static final class Copy implements Origin {
    private final Part part;
    private final Copies copies;

    Copy(Part part, Copies copies) {
      this.part = part;
      this.copies = copies;
    }

    @Override
    public void delivered(int events) {
      copies.ended(RecordEnd.DELIVERED);
      part.deliveredCopies(events);
    }

    @Override
    public void rejected(long ordinal, String reason, byte[] envelope) {
      copies.ended(RecordEnd.REJECTED);
      part.refusedCopy(ordinal, reason, envelope);
    }

    @Override
    public void unresolved(int events, String reason) {
      copies.ended(RecordEnd.UNRESOLVED);
      part.unresolvedCopies(events, reason);
    }

    @Override
    public boolean waits() {
      return part.waits();
    }
  }
}
