package dev.sightline.schedule;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a task again and again, one at a time, until it is closed. */
public final class Repeated implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repeated.class);
  private static final Duration AFTER_ERROR = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Task task;
  private final Thread thread;

  /** What is done. */
  @FunctionalInterface
  public interface Task {
    /** Does it, and says how long it is until the next time. */
    Duration run() throws InterruptedException;
  }

  /**
   * @param name of the thread
   */
  public Repeated(String name, Task task) {
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Starts with the first time. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(once());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration once() throws InterruptedException {
    try {
      return task.run();
    } catch (RuntimeException e) {
      // The lane of the records goes on, and this one too.
      log.error("{} failed unexpectedly", thread.getName(), e);
      return AFTER_ERROR;
    }
  }
}
