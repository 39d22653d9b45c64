package dev.sightline.hec;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The acks of one endpoint that are waited for. Each is a question of its own, so that none is
 * asked before it is likely to be answered: after most of the time that acks took lately, and then
 * in steps of about a quarter of what was waited. The steps are never the same: where a balancer
 * takes turns, two acks that are asked for in even steps would each meet the other's indexer, again
 * and again.
 */
final class AckChannels {
  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

  /** Past half of its deadline an ack may lie with an indexer that is seldom met: asked often. */
  private static final Duration LATE_POLL = Duration.ofMillis(250);

  /** Questions at once. */
  static final int AT_ONCE = 4;

  /** Of an ack that is not known, every so many questions go over a new connection. */
  private static final int NEW_CONNECTION = 4;

  private final URI address;
  private final HecHttp http;
  private final HecObserver observer;
  private final long deadlineNanos;
  private final long longestNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<AckChannel, Waiting> waiting = new LinkedHashMap<>();
  private long usualNanos;
  private boolean abandoned;

  /** An ack that is waited for. */
  private static final class Waiting {
    final AckChannel channel;
    final long ackId;
    final long sinceNanos;
    long dueNanos;
    int asked;

    Waiting(AckChannel channel, long ackId, long sinceNanos) {
      this.channel = channel;
      this.ackId = ackId;
      this.sinceNanos = sinceNanos;
    }
  }

  /** What one round of questions brought. */
  record Round(int readable, List<Problem> problems) {}

  /**
   * An answer that confirms nothing.
   *
   * @param answered whether there was an answer at all
   */
  record Problem(String reason, boolean answered) {}

  /**
   * @param deadline how long an ack may take
   */
  AckChannels(URI address, HecHttp http, HecObserver observer, Duration deadline) {
    this.address = address;
    this.http = http;
    this.observer = observer;
    this.deadlineNanos = deadline.toNanos();
    // Never so long that an ack could come and its deadline pass unseen.
    this.longestNanos = Math.min(LONGEST_POLL.toNanos(), deadlineNanos / 10);
  }

  /** The request of this channel was taken: from now on its ack is asked for. */
  void await(AckChannel channel, long ackId) {
    long now = System.nanoTime();
    Waiting added = new Waiting(channel, ackId, now);
    lock.lock();
    try {
      if (abandoned) {
        // Its answer came while the endpoint stopped.
        channel.outcome.complete(false);
        return;
      }
      long usual = Math.min(usualNanos / 4 * 3, deadlineNanos / 4);
      added.dueNanos = now + Math.max(firstNanos(), usual);
      waiting.put(channel, added);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for this one any more. */
  void forget(AckChannel channel) {
    lock.lock();
    try {
      waiting.remove(channel);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until an ack is to be asked for. */
  void awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long nanos = nextDueNanos() - System.nanoTime();
        if (waiting.isEmpty()) {
          changed.await();
        } else if (nanos > 0) {
          changed.awaitNanos(nanos);
        } else {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks for the acks whose time has come; called by one thread only. */
  Round poll() throws InterruptedException {
    List<Waiting> due = due();
    List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    int each = Math.ceilDiv(due.size(), AT_ONCE);
    for (int from = 0; from < due.size(); from += each) {
      List<Waiting> some = due.subList(from, Math.min(due.size(), from + each));
      threads.add(Thread.ofVirtual().name("acks").start(() -> poll(some, problems)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Round(due.size() - problems.size(), List.copyOf(problems));
  }

  /** Nothing that is or will be waited for will ever be known. */
  void abandon() {
    List<AckChannel> open;
    lock.lock();
    try {
      abandoned = true;
      open = List.copyOf(waiting.keySet());
      waiting.clear();
    } finally {
      lock.unlock();
    }
    open.forEach(channel -> channel.outcome.complete(false));
  }

  private void poll(List<Waiting> some, List<Problem> problems) {
    for (Waiting one : some) {
      Problem problem = poll(one);
      if (problem != null) {
        problems.add(problem);
      }
    }
  }

  private @Nullable Problem poll(Waiting one) {
    try {
      one.asked++;
      Set<Long> asked = Set.of(one.ackId);
      // Where a balancer ties connections to indexers, a later question should meet another one.
      boolean elsewhere = one.channel.cookie() == null && one.asked % NEW_CONNECTION == 0;
      HecHttp.Answer answer = http.acks(address, one.channel, asked, elsewhere);
      observer.polled(address);
      if (ReplyReader.acks(answer.status(), answer.body(), asked).contains(one.ackId)) {
        confirmed(one);
      } else {
        again(one);
      }
      return null;
    } catch (IOException e) {
      again(one);
      return new Problem(String.valueOf(e.getMessage()), false);
    } catch (UnreadableAckException e) {
      again(one);
      return new Problem(String.valueOf(e.getMessage()), true);
    }
  }

  private void confirmed(Waiting one) {
    long took = System.nanoTime() - one.sinceNanos;
    lock.lock();
    try {
      waiting.remove(one.channel);
      usualNanos = usualNanos == 0 ? took : usualNanos + (took - usualNanos) / 8;
    } finally {
      lock.unlock();
    }
    one.channel.outcome.complete(true);
  }

  private void again(Waiting one) {
    long now = System.nanoTime();
    long waited = now - one.sinceNanos;
    long most = waited > deadlineNanos / 2 ? LATE_POLL.toNanos() : longestNanos;
    long step = Math.clamp(waited / 4, firstNanos(), Math.min(most, longestNanos));
    lock.lock();
    try {
      one.dueNanos = now + step / 2 + ThreadLocalRandom.current().nextLong(step);
    } finally {
      lock.unlock();
    }
  }

  /** In any order: where a balancer takes turns, the same order would meet the same indexers. */
  private List<Waiting> due() {
    long now = System.nanoTime();
    lock.lock();
    try {
      List<Waiting> due = new ArrayList<>();
      for (Waiting one : waiting.values()) {
        if (one.dueNanos - now <= 0) {
          due.add(one);
        }
      }
      Collections.shuffle(due);
      return due;
    } finally {
      lock.unlock();
    }
  }

  private long nextDueNanos() {
    long now = System.nanoTime();
    long least = Long.MAX_VALUE / 2;
    for (Waiting one : waiting.values()) {
      least = Math.min(least, one.dueNanos - now);
    }
    return now + least;
  }

  private long firstNanos() {
    return Math.min(FIRST_POLL.toNanos(), longestNanos);
  }
}
