package dev.sightline.notification;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the messages of a queue invisible from their receive until their outcome is known: it
 * renews all of them three times in each visibility timeout.
 */
public final class VisibilityKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VisibilityKeeper.class);

  private final Queue queue;
  private final Duration pause;
  private final Set<Message> messages = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  public VisibilityKeeper(Queue queue, Duration visibilityTimeout) {
    this.queue = queue;
    this.pause = visibilityTimeout.dividedBy(3);
    this.thread = Thread.ofVirtual().name("visibility-" + queue.name()).start(this::renew);
  }

  /** From now on the message stays invisible. */
  public void keep(Message message) {
    messages.add(message);
  }

  /** Its outcome is known. */
  public void done(Message message) {
    messages.remove(message);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(pause);
        List<Message> held = messages.stream().filter(message -> !message.isReceiptLost()).toList();
        try {
          queue.extend(held);
        } catch (RuntimeException e) {
          // Without renewals every message in flight would be delivered twice.
          log.error("{}: visibility could not be renewed", queue.name(), e);
        }
        // One that was deleted meanwhile has lost its receipt rightly.
        long lost =
            held.stream()
                .filter(message -> message.isReceiptLost() && messages.contains(message))
                .count();
        if (lost > 0) {
          log.warn(
              "{}: SQS no longer honours the receipt of {} messages in flight; they may be"
                  + " delivered twice",
              queue.name(),
              lost);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
