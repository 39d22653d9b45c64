package dev.sightline.command;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what is waited for, once it has been waited for some seconds, and then again and
 * again: who looks at a terminal that says nothing cannot tell waiting from hanging. Whoever waits
 * closes it.
 */
final class Waiting implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Waiting.class);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final Thread thread;

  private Waiting(BooleanSupplier over, Supplier<String> what) {
    thread = Thread.ofVirtual().name("waiting").start(() -> tell(over, what));
  }

  /**
   * @param what such as "S3 to list the bucket"
   */
  static Waiting on(Supplier<String> what) {
    return new Waiting(() -> false, what);
  }

  /** Until it is closed, or it is over. */
  static Waiting until(BooleanSupplier over, Supplier<String> what) {
    return new Waiting(over, what);
  }

  private static void tell(BooleanSupplier over, Supplier<String> what) {
    try {
      Thread.sleep(FIRST);
      while (!over.getAsBoolean()) {
        log.info("waiting for {}", what.get());
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
