package dev.sightline.pipeline;

import dev.sightline.notification.Message;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.notification.VisibilityKeeper;
import dev.sightline.permission.MissingPermission;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.MessageEnd;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One queue's consumer: receives while Splunk takes events and there is room, sends each message on
 * its journey, and carries out its disposition. The only place where a message is deleted.
 */
final class Lane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final int MOST_IN_A_RECEIVE = 10;
  private static final Duration LONG_POLL = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /** What waits for longer waits as a copy, which does not count as received. */
  private static final Duration LONGEST_HIDDEN = Duration.ofMinutes(1);

  private final Queue queue;
  private final QueueConfiguration configuration;
  private final int maxReceiveCount;
  private final @Nullable Duration retention;
  private final MessageJourney journey;
  private final Outlets outlets;
  private final Measures measures;
  private final InstantSource clock;
  private final VisibilityKeeper visibility;
  private final QueueAge age = new QueueAge(System::nanoTime);
  private final Semaphore room;
  private final Map<Message, Thread> underWay = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean polling;
  private volatile @Nullable String trouble;
  private @Nullable Thread receiver;

  Lane(
      Queue queue,
      QueueConfiguration configuration,
      int maxReceiveCount,
      @Nullable Duration retention,
      MessageJourney journey,
      Outlets outlets,
      Measures measures,
      InstantSource clock) {
    this.queue = queue;
    this.configuration = configuration;
    this.maxReceiveCount = maxReceiveCount;
    this.retention = retention;
    this.journey = journey;
    this.outlets = outlets;
    this.measures = measures;
    this.clock = clock;
    this.visibility = new VisibilityKeeper(queue, configuration.visibilityTimeout());
    this.room = new Semaphore(configuration.messages());
  }

  void start() {
    receiver = Thread.ofVirtual().name("receive-" + queue.name()).start(this::receive);
  }

  String name() {
    return queue.name();
  }

  /** Why nothing is received, or null where all is well. */
  @Nullable String trouble() {
    return trouble;
  }

  Exporter.QueueStatus status() {
    String why = trouble;
    return new Exporter.QueueStatus(
        name(),
        retention,
        age.with(oldest(underWay.keySet())),
        underWay.size(),
        why == null ? "" : why);
  }

  private Duration oldest(Collection<Message> messages) {
    long now = clock.millis();
    return Duration.ofMillis(
        messages.stream()
            .mapToLong(Message::sentMillis)
            .filter(sent -> sent > 0)
            .map(sent -> Math.max(0, now - sent))
            .max()
            .orElse(0));
  }

  int inFlight() {
    return underWay.size();
  }

  /**
   * No more messages are asked for from now on. A receive that SQS still holds open comes to its
   * end, where anything is in flight: given up here, it would go on there, and take what is
   * released to nowhere.
   */
  void stopReceiving() {
    stopping = true;
    if (!polling || underWay.isEmpty()) {
      interruptReceiver();
    }
  }

  /** Waits for what is in flight until the deadline. */
  void awaitEmpty(long deadlineNanos) throws InterruptedException {
    while (!underWay.isEmpty() && System.nanoTime() < deadlineNanos) {
      Thread.sleep(20);
    }
  }

  /** Waits for the end of the last receive, at once where nothing is in flight. */
  void awaitReceiver() throws InterruptedException {
    if (underWay.isEmpty()) {
      interruptReceiver();
    }
    Thread thread = receiver;
    if (thread != null) {
      thread.join(LONG_POLL.plusSeconds(5));
    }
  }

  private void interruptReceiver() {
    Thread thread = receiver;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Ends every journey; its message is released. */
  void interruptJourneys() {
    underWay.values().forEach(Thread::interrupt);
  }

  @Override
  public void close() {
    visibility.close();
  }

  private void receive() {
    Duration pause = FIRST_PAUSE;
    while (!stopping) {
      try {
        if (!outlets.awaitUsable(Duration.ofSeconds(1))) {
          continue;
        }
        int places = places();
        int taken = 0;
        try {
          polling = true;
          if (stopping || !outlets.isUsable()) {
            continue; // It was held while this waited for room.
          }
          List<Message> messages = queue.receive(places, LONG_POLL);
          taken = messages.size();
          age.received(oldest(messages));
          messages.forEach(this::begin);
          trouble = null;
          pause = FIRST_PAUSE;
        } finally {
          polling = false;
          room.release(places - taken);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // Whatever it is, the lane must survive it.
        if (stopping) {
          return;
        }
        if (trouble == null) {
          log.warn("{}: SQS does not hand out messages: {}", name(), said(e));
        }
        trouble = "SQS does not hand out messages: " + said(e);
        try {
          Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    }
  }

  /** Waits for one place in flight, and takes as many more as are free. */
  private int places() throws InterruptedException {
    if (!room.tryAcquire()) {
      outlets.placeIsWanted();
      try {
        room.acquire();
      } finally {
        outlets.placeIsFound();
      }
    }
    int places = 1;
    while (places < MOST_IN_A_RECEIVE && room.tryAcquire()) {
      places++;
    }
    return places;
  }

  private void begin(Message message) {
    measures.messages().enter(1);
    if (message.sentMillis() > 0) {
      measures.messageAge(Math.max(0, (clock.millis() - message.sentMillis()) / 1000));
    }
    visibility.keep(message);
    Thread thread =
        Thread.ofVirtual().name("message-" + message.id()).unstarted(() -> travel(message));
    underWay.put(message, thread);
    thread.start();
  }

  private void travel(Message message) {
    MessageEnd end = MessageEnd.RELEASED;
    try {
      Disposition disposition;
      try {
        disposition =
            journey.travel(message, message.receivedNanos() + configuration.holdLimit().toNanos());
      } catch (InterruptedException e) {
        disposition = new Disposition.Release("the exporter stops", true);
      } catch (RuntimeException e) {
        // A journey must not take its lane down, whatever it met.
        log.error("{}: message {} failed unexpectedly", name(), message.id(), e);
        disposition = new Disposition.Release("an unexpected failure: " + e, false);
      }
      Thread.interrupted();
      visibility.done(message);
      end = carryOut(disposition, message);
    } finally {
      visibility.done(message);
      underWay.remove(message);
      measures.messages().leave(end, 1);
      room.release();
    }
  }

  private MessageEnd carryOut(Disposition disposition, Message message) {
    try {
      return switch (disposition) {
        case Disposition.Delete _ -> {
          queue.delete(message);
          yield MessageEnd.DELETED;
        }
        case Disposition.Quarantine kept -> {
          queue.delete(message);
          kept.entries()
              .forEach(entry ->
                  log.warn("{}: quarantined {}: {}", name(), entry.place(), entry.reason()));
          yield MessageEnd.QUARANTINED;
        }
        case Disposition.Release release -> {
          release(release, message);
          yield MessageEnd.RELEASED;
        }
      };
    } catch (SdkException e) {
      // It becomes visible by itself: what was delivered is recognised by the ledger, or comes
      // twice under the same ids.
      log.warn(
          "{}: message {} may be delivered twice: {}",
          name(),
          message.id(),
          MissingPermission.said(e, "sqs:DeleteMessage", name()));
      return MessageEnd.RELEASED;
    } finally {
      if (message.isReceiptLost()) {
        measures.receiptLost();
      }
    }
  }

  private void release(Disposition.Release release, Message message) {
    boolean held = !release.pause().isZero();
    log.atLevel(held ? Level.DEBUG : Level.INFO)
        .log("{}: message {} is released: {}", name(), message.id(), release.reason());
    if (release.splunk() && maxReceiveCount > 0 && message.receiveCount() >= maxReceiveCount) {
      // One more receive and SQS would move it to the dead-letter queue, though nothing is wrong
      // with it: a copy starts over.
      queue.startOver(message, stopping ? Duration.ZERO : release.pause());
    } else if (stopping) {
      queue.release(message, Duration.ZERO);
    } else if (release.pause().compareTo(LONGEST_HIDDEN) > 0) {
      // Of those that are received and hidden SQS allows 120,000, and then hands out no other.
      queue.startOver(message, release.pause());
    } else {
      queue.release(message, held ? release.pause() : delay(message.receiveCount()));
    }
  }

  private String said(RuntimeException e) {
    return e instanceof SdkException
        ? MissingPermission.said(e, "sqs:ReceiveMessage", name())
        : e.toString();
  }

  /** 5 s, 10 s, 20 s … 15 minutes, by how often it was received. */
  private static Duration delay(int receiveCount) {
    long seconds = 5L << Math.clamp(receiveCount - 1L, 0, 20);
    return Duration.ofSeconds(Math.min(LONGEST_DELAY.toSeconds(), seconds));
  }
}
