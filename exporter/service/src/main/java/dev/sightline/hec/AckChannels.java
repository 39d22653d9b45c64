package dev.sightline.hec;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels of one endpoint: one for all requests, or one for each where that is not safe. */
final class AckChannels {
  private static final Logger log = LoggerFactory.getLogger(AckChannels.class);

  /** Splunk forgets a silent channel's acks after 600 s: ours ends in half of that. */
  private static final long IDLE_NANOS = Duration.ofMinutes(5).toNanos();

  /** Ids in one question, so that its answer stays far below what we read of one. */
  private static final int MOST_ASKED = 5_000;

  private final URI address;
  private final HecHttp http;
  private final HecObserver observer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private final List<AckChannel> channels = new ArrayList<>();
  private @Nullable AckChannel current;
  private boolean exclusive;

  /** What one round of questions brought. */
  record Round(int confirmed, List<Problem> problems) {}

  /**
   * An answer that confirms nothing.
   *
   * @param answered whether there was an answer at all
   */
  record Problem(String reason, boolean answered) {}

  AckChannels(URI address, HecHttp http, HecObserver observer) {
    this.address = address;
    this.http = http;
    this.observer = observer;
  }

  /** The channel for the next request; it may be retired by the time that it is used. */
  AckChannel next() {
    lock.lock();
    try {
      long now = System.nanoTime();
      AckChannel usual = current;
      if (usual != null && usual.isIdle(now, IDLE_NANOS)) {
        usual.retire();
      }
      if (usual == null || usual.isRetired()) {
        usual = add(exclusive, now);
        current = usual;
      }
      return usual;
    } finally {
      lock.unlock();
    }
  }

  /** A channel for one request, whose answer then spoils nothing for others. */
  AckChannel single() {
    lock.lock();
    try {
      return add(true, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until an ack is pending. */
  void awaitPending() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (channels.stream().noneMatch(AckChannel::isPending)) {
        taken.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A request was taken, or refused, on this channel. */
  void answered(AckChannel channel) {
    boolean mixed = channel.isMixed();
    lock.lock();
    try {
      taken.signalAll();
      if (!mixed || exclusive) {
        return;
      }
      // Two indexers answered on one channel: every request has its own from now on.
      exclusive = true;
    } finally {
      lock.unlock();
    }
    log.warn(
        "{} answers from more than one indexer on one channel; every request now has a channel of"
            + " its own. Sticky sessions on the load balancer would save requests",
        address);
  }

  /** Asks for the acks that are pending on every channel; called by one thread only. */
  Round poll() {
    int confirmed = 0;
    List<Problem> problems = new ArrayList<>();
    // In another order each time: where a load balancer takes turns, the same order would ask the
    // same wrong indexer for ever.
    List<AckChannel> inAnyOrder = new ArrayList<>(all());
    Collections.shuffle(inAnyOrder);
    for (AckChannel channel : inAnyOrder) {
      Long[] asked = channel.asked().toArray(Long[]::new);
      for (int from = 0; from < asked.length; from += MOST_ASKED) {
        Set<Long> some =
            Set.of(Arrays.copyOfRange(asked, from, Math.min(asked.length, from + MOST_ASKED)));
        try {
          confirmed += poll(channel, some);
        } catch (IOException e) {
          problems.add(new Problem(String.valueOf(e.getMessage()), false));
        } catch (UnreadableAckException e) {
          problems.add(new Problem(String.valueOf(e.getMessage()), true));
        }
      }
    }
    return new Round(confirmed, problems);
  }

  /** Nothing that is pending will ever be known. */
  void abandon() {
    all().forEach(AckChannel::abandon);
  }

  private int poll(AckChannel channel, Set<Long> asked) throws IOException, UnreadableAckException {
    HecHttp.Answer answer = http.acks(address, channel, asked);
    observer.polled(address);
    Set<Long> confirmed = ReplyReader.acks(answer.status(), answer.body(), asked);
    channel.polled(confirmed, answer.cookie(), System.nanoTime());
    answered(channel);
    return confirmed.size();
  }

  private AckChannel add(boolean single, long now) {
    channels.removeIf(AckChannel::isOver);
    AckChannel added = new AckChannel(single, now);
    channels.add(added);
    return added;
  }

  private List<AckChannel> all() {
    lock.lock();
    try {
      channels.removeIf(AckChannel::isOver);
      return List.copyOf(channels);
    } finally {
      lock.unlock();
    }
  }
}
