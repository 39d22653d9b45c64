package dev.sightline.pipeline;

import dev.sightline.batch.Origin;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.RecordEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The records of one object or message on their way: counts them out and back in. */
public final class ObjectDelivery implements Origin {
  /** More refused records than this are kept as the whole object. */
  static final int MOST_REFUSED = 1000;

  private static final int MOST_KEPT_BYTES = 200_000;

  private final Measures measures;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final List<Refused> refused = new ArrayList<>();
  private long sent;
  private long back;
  private long refusals;
  private @Nullable String unresolved;
  private boolean waits = true;

  /** A record that Splunk does not accept, or that cannot be carried. */
  public record Refused(long ordinal, String reason, byte @Nullable [] envelope) {}

  public ObjectDelivery(Measures measures) {
    this.measures = measures;
  }

  /** A record is about to be sent. */
  public void sending() {
    lock.lock();
    try {
      sent++;
    } finally {
      lock.unlock();
    }
    measures.records().enter(1);
  }

  /** A record is waited for that another delivery sends. */
  void following() {
    lock.lock();
    try {
      sent++;
    } finally {
      lock.unlock();
    }
  }

  /** The other delivery of a record that is waited for brought it to Splunk. */
  void followed() {
    count(1);
  }

  /** The other delivery of a record that is waited for did not. */
  void followedInVain(String reason) {
    lock.lock();
    try {
      unresolved = reason;
    } finally {
      lock.unlock();
    }
    count(1);
  }

  /** The record that was about to be sent was not. */
  public void notSent() {
    unresolved(1, "interrupted");
  }

  /** A record that cannot be carried at all. */
  public void uncarried(long ordinal, String reason) {
    sending();
    refuse(ordinal, reason, null);
  }

  @Override
  public void delivered(int events) {
    measures.records().leave(RecordEnd.DELIVERED, events);
    count(events);
  }

  @Override
  public void rejected(long ordinal, String reason, byte[] envelope) {
    refuse(ordinal, reason, envelope.length > MOST_KEPT_BYTES ? null : envelope);
  }

  @Override
  public void unresolved(int events, String reason) {
    measures.records().leave(RecordEnd.UNRESOLVED, events);
    lock.lock();
    try {
      unresolved = reason;
    } finally {
      lock.unlock();
    }
    count(events);
  }

  @Override
  public boolean waits() {
    lock.lock();
    try {
      return waits;
    } finally {
      lock.unlock();
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
   * @return whether all are back; false after the given time
   */
  public boolean await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (back < sent) {
        if (left <= 0 || !waits) {
          return false;
        }
        left = settled.awaitNanos(left);
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
      return unresolved;
    } finally {
      lock.unlock();
    }
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

  /** A sentence for each thing that keeps some of the records from Splunk, once all are back. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    String open = unresolvedReason();
    if (open != null) {
      problems.add("not confirmed: " + open);
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

  private void refuse(long ordinal, String reason, byte @Nullable [] envelope) {
    measures.records().leave(RecordEnd.REJECTED, 1);
    lock.lock();
    try {
      refusals++;
      if (refused.size() < MOST_REFUSED) {
        refused.add(new Refused(ordinal, reason, envelope));
      }
    } finally {
      lock.unlock();
    }
    count(1);
  }

  private void count(int events) {
    lock.lock();
    try {
      back += events;
      if (back == sent) {
        settled.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
