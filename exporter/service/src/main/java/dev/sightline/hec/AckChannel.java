package dev.sightline.hec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One channel on one session of a load balancer, and the acks that are pending on it.
 *
 * <p>Ack ids count from 0 for each channel <em>and indexer</em>. Where a load balancer spreads one
 * channel over two indexers, both hand out the same ids, and "id 0 is indexed" may speak of another
 * request. So an ack counts only while every request of the channel came back with an id of its
 * own, from the same session. The first sign of anything else spoils the channel: nothing that is
 * pending on it is believed any more, and its events are sent again.
 *
 * <ul>
 *   <li>An id that was handed out before spoils.
 *   <li>A request without a readable answer spoils: it may have been taken by another indexer, and
 *       that one's id would answer for ours. A refused request whose first events were taken uses
 *       up an id like any other.
 *   <li>Another cookie than before spoils, unless the channel is exclusive.
 *   <li>An ack that arrives while requests are under way is held until those are back.
 *   <li>The first request of a channel travels alone, so that its cookie is known to the next.
 * </ul>
 *
 * An <em>exclusive</em> channel carries one request, so no id can be mistaken on it, whichever
 * indexer answers: the way to go where the load balancer is not sticky.
 */
final class AckChannel {
  /** After so many requests a new channel begins, which bounds the ids that are remembered. */
  static final int MOST_REQUESTS = 10_000;

  private final String id = UUID.randomUUID().toString();
  private final boolean exclusive;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<AckTicket> sending = new HashSet<>();
  private final Map<Long, AckTicket> pending = new HashMap<>();
  private final Map<AckTicket, Set<AckTicket>> held = new HashMap<>();
  private final Set<Long> seen = new HashSet<>();
  private @Nullable String cookie;
  private boolean established;
  private boolean retired;
  private boolean spoiled;
  private boolean mixed;
  private long lastUsedNanos;
  private int requests;

  AckChannel(boolean exclusive, long nowNanos) {
    this.exclusive = exclusive;
    this.lastUsedNanos = nowNanos;
  }

  String id() {
    return id;
  }

  @Nullable String cookie() {
    lock.lock();
    try {
      return cookie;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Before a request is sent.
   *
   * @return its ticket, or null where this channel takes no more requests
   */
  @Nullable AckTicket begin(long nowNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!retired && !established && !sending.isEmpty()) {
        changed.await();
      }
      if (retired) {
        return null;
      }
      requests++;
      retired = exclusive || requests >= MOST_REQUESTS;
      lastUsedNanos = nowNanos;
      AckTicket ticket = new AckTicket();
      sending.add(ticket);
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** HEC took the events, and no ack is wanted. */
  void accepted(AckTicket ticket, @Nullable String answeredCookie) {
    lock.lock();
    try {
      sending.remove(ticket);
      established = true;
      if (answeredCookie != null) {
        cookie = answeredCookie;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** HEC took the events, and the ticket's outcome follows its ack. */
  void taken(AckTicket ticket, long ackId, @Nullable String answeredCookie) {
    lock.lock();
    try {
      boolean first = !established;
      established = true;
      sending.remove(ticket);
      ticket.ackId = ackId;
      if (spoiled) {
        ticket.outcome.complete(false);
      } else if (!sameSession(answeredCookie, first) || !seen.add(ackId)) {
        ticket.outcome.complete(false);
        mixed = true;
        spoil();
      } else {
        pending.put(ackId, ticket);
        release(ticket);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** HEC answered, plainly, that it took none of the events. */
  void notTaken(AckTicket ticket, @Nullable String answeredCookie) {
    lock.lock();
    try {
      sending.remove(ticket);
      if (established && !sameSession(answeredCookie, false)) {
        mixed = true;
        spoil();
      } else {
        release(ticket);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** HEC refused the request but took some of its events, which used up an id. */
  void partlyTaken(AckTicket ticket, long ackId, @Nullable String answeredCookie) {
    lock.lock();
    try {
      boolean first = !established;
      established = true;
      sending.remove(ticket);
      if (spoiled) {
        return;
      }
      if (!sameSession(answeredCookie, first) || !seen.add(ackId)) {
        mixed = true;
        spoil();
      } else {
        release(ticket);
      }
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Nothing was ever sent. */
  void neverSent(AckTicket ticket) {
    lock.lock();
    try {
      sending.remove(ticket);
      release(ticket);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There was no answer, or none of HEC's: the events may have been taken, by any indexer. */
  void lost(AckTicket ticket) {
    lock.lock();
    try {
      sending.remove(ticket);
      if (!exclusive) {
        spoil();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The ack did not come in time: nobody asks for it any more, and the channel ends. */
  void expired(AckTicket ticket) {
    lock.lock();
    try {
      pending.remove(ticket.ackId, ticket);
      held.remove(ticket);
      retired = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more requests; what is pending is still asked for. */
  void retire() {
    lock.lock();
    try {
      retired = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody asks any more: what is pending stays unknown. */
  void abandon() {
    lock.lock();
    try {
      spoil();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing ties this channel's requests to one indexer. */
  boolean isUntied() {
    lock.lock();
    try {
      return exclusive && cookie == null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is an ack to ask for. */
  boolean isPending() {
    lock.lock();
    try {
      return !pending.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The ids to ask for now. */
  Set<Long> asked() {
    lock.lock();
    try {
      return Set.copyOf(pending.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** The ack endpoint's answer. */
  void polled(Set<Long> confirmed, @Nullable String answeredCookie, long nowNanos) {
    lock.lock();
    try {
      lastUsedNanos = nowNanos;
      if (spoiled) {
        return;
      }
      if (!sameSession(answeredCookie, false)) {
        mixed = true;
        spoil();
        return;
      }
      for (Long ackId : confirmed) {
        AckTicket ticket = pending.remove(ackId);
        if (ticket == null) {
          continue;
        }
        if (sending.isEmpty()) {
          ticket.outcome.complete(true);
        } else {
          held.put(ticket, new HashSet<>(sending));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether more than one indexer, or session, was seen to answer on this channel. */
  boolean isMixed() {
    lock.lock();
    try {
      return mixed;
    } finally {
      lock.unlock();
    }
  }

  boolean isRetired() {
    lock.lock();
    try {
      return retired;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is under way or pending, and nothing was for the given time. */
  boolean isIdle(long nowNanos, long forNanos) {
    lock.lock();
    try {
      return sending.isEmpty() && pending.isEmpty() && nowNanos - lastUsedNanos >= forNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no requests any more and waits for no ack. */
  boolean isOver() {
    lock.lock();
    try {
      return retired && sending.isEmpty() && pending.isEmpty() && held.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean sameSession(@Nullable String answered, boolean first) {
    if (answered == null || answered.equals(cookie)) {
      return true;
    }
    if (first || exclusive) {
      cookie = answered;
      return true;
    }
    return false;
  }

  /** A request is back with nothing suspicious: acks that were held for it may count. */
  private void release(AckTicket back) {
    List<AckTicket> free = new ArrayList<>();
    held.forEach((ticket, awaited) -> {
      awaited.remove(back);
      if (awaited.isEmpty()) {
        free.add(ticket);
      }
    });
    for (AckTicket ticket : free) {
      held.remove(ticket);
      ticket.outcome.complete(true);
    }
  }

  private void spoil() {
    spoiled = true;
    retired = true;
    pending.values().forEach(ticket -> ticket.outcome.complete(false));
    held.keySet().forEach(ticket -> ticket.outcome.complete(false));
    pending.clear();
    held.clear();
  }
}
