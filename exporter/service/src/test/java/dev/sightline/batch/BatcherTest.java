package dev.sightline.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.hec.Batch;
import dev.sightline.hec.HecEvent;
import dev.sightline.hec.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatcherTest {
  private static final Duration NEVER = Duration.ofHours(1);

  /** A batch that left, and how to end it. */
  record Left(Batch batch, Verdicts verdicts, Runnable settled) {
    /** All delivered. */
    void deliver() {
      verdicts.delivered(0, batch.events());
      settled.run();
    }
  }

  /** Counts the verdicts that it gets. */
  static final class Source implements Origin {
    int delivered;
    int unresolved;
    final List<Long> rejected = new ArrayList<>();
    volatile boolean waits = true;

    @Override
    public synchronized void delivered(int events) {
      delivered += events;
    }

    @Override
    public synchronized void rejected(long ordinal, String reason, byte[] envelope) {
      rejected.add(ordinal);
    }

    @Override
    public synchronized void unresolved(int events, String reason) {
      unresolved += events;
    }

    @Override
    public boolean waits() {
      return waits;
    }
  }

  private final BlockingQueue<Left> left = new LinkedBlockingQueue<>();
  private final Source source = new Source();

  private void carry(Batch batch, Verdicts verdicts, Runnable settled) {
    left.add(new Left(batch, verdicts, settled));
  }

  private Batcher batcher(int batchBytes, Duration linger, long inFlightBytes) {
    return new Batcher(batchBytes, linger, inFlightBytes, 1_000, this::carry);
  }

  static HecEvent event(int length) {
    byte[] bytes = ("\"" + "x".repeat(Math.max(0, length - 2)) + "\"").getBytes(UTF_8);
    return new HecEvent(0, "h", "s", "t", null, "id", bytes, 0, bytes.length);
  }

  private Left next() throws InterruptedException {
    Left next = left.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no batch left");
    }
    return next;
  }

  @Test
  void a_batch_leaves_before_it_would_grow_larger_than_it_may() throws InterruptedException {
    try (Batcher batcher = batcher(1_000, NEVER, 1_000_000)) {
      for (int i = 0; i < 20; i++) {
        batcher.add(event(100), i, source);
      }
      assertFalse(left.isEmpty());
      for (Left batch : left) {
        assertTrue(batch.batch().size() <= 1_000);
        assertTrue(batch.batch().events() > 1);
      }
    }
  }

  @Test
  void an_event_larger_than_a_batch_travels_alone() throws InterruptedException {
    try (Batcher batcher = batcher(1_000, NEVER, 1_000_000)) {
      batcher.add(event(10), 0, source);
      batcher.add(event(5_000), 1, source);
      batcher.add(event(10), 2, source);
      batcher.flush();
      assertEquals(1, next().batch().events());
      assertEquals(1, next().batch().events());
      assertEquals(1, next().batch().events());
    }
  }

  @Test
  void an_event_that_waits_leaves_after_the_linger() throws InterruptedException {
    try (Batcher batcher = batcher(1_000_000, Duration.ofMillis(20), 1_000_000)) {
      batcher.add(event(10), 0, source);
      assertEquals(1, next().batch().events());
      batcher.add(event(10), 1, source);
      assertEquals(1, next().batch().events());
    }
  }

  @Test
  void flushing_sends_what_waits_and_nothing_where_nothing_does() throws InterruptedException {
    try (Batcher batcher = batcher(1_000_000, NEVER, 1_000_000)) {
      batcher.flush();
      assertTrue(left.isEmpty());
      batcher.add(event(10), 0, source);
      assertTrue(left.isEmpty());
      batcher.flush();
      assertEquals(1, left.size());
    }
  }

  @Test
  void whoever_adds_waits_while_too_much_is_in_flight_and_goes_on_when_something_is_settled()
      throws InterruptedException {
    try (Batcher batcher = batcher(10_000, NEVER, 1_000)) {
      batcher.add(event(500), 0, source);
      CountDownLatch added = new CountDownLatch(1);
      Thread adder =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  batcher.add(event(500), 1, source);
                } catch (InterruptedException e) {
                  return;
                }
                added.countDown();
              });
      // What was waiting leaves at once: else nothing could ever be settled.
      Left first = next();
      while (adder.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertEquals(1, added.getCount());
      assertTrue(batcher.inFlight() <= 1_000);
      first.deliver();
      added.await();
      batcher.flush();
      next().deliver();
      assertEquals(0, batcher.inFlight());
      assertEquals(2, source.delivered);
    }
  }

  @Test
  void no_more_requests_are_in_flight_than_there_are_places() throws InterruptedException {
    try (Batcher batcher = new Batcher(1_000, NEVER, 1_000_000, 2, this::carry)) {
      Thread adder =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 5; i++) {
                    batcher.add(event(900), i, source);
                  }
                  batcher.flush();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      for (int settled = 0; settled < 4; settled++) {
        // The second place is the next batch's; the third event waits for one of the two.
        Left oldest = next();
        while (settled < 3 && adder.isAlive() && adder.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        assertTrue(left.size() <= 1, left.size() + " left beside the oldest");
        oldest.deliver();
      }
      next().deliver();
      adder.join();
      assertEquals(0, batcher.inFlight());
      assertEquals(5, source.delivered);
    }
  }

  @Test
  void a_single_event_larger_than_the_limit_is_let_through_alone() throws InterruptedException {
    try (Batcher batcher = batcher(1_000, NEVER, 1_000)) {
      batcher.add(event(5_000), 0, source);
      next().deliver();
      assertEquals(0, batcher.inFlight());
    }
  }

  @Test
  void an_interrupted_adder_has_added_nothing() throws Exception {
    try (Batcher batcher = batcher(10_000, NEVER, 1_000)) {
      batcher.add(event(500), 0, source);
      FutureTask<Void> second =
          new FutureTask<>(() -> {
            batcher.add(event(500), 1, source);
            return null;
          });
      Thread adder = Thread.ofVirtual().start(second);
      Left first = next();
      while (adder.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      adder.interrupt();
      ExecutionException ended = assertThrows(ExecutionException.class, second::get);
      assertInstanceOf(InterruptedException.class, ended.getCause());
      first.deliver();
      batcher.flush();
      assertTrue(left.isEmpty());
      assertEquals(0, batcher.inFlight());
    }
  }

  @Test
  void verdicts_reach_the_origin_of_each_event() throws InterruptedException {
    Source other = new Source();
    try (Batcher batcher = batcher(100_000, NEVER, 1_000_000)) {
      batcher.add(event(10), 7, source);
      batcher.add(event(10), 8, source);
      batcher.add(event(10), 3, other);
      batcher.add(event(10), 9, source);
      batcher.flush();
      Left only = next();
      only.verdicts().delivered(0, 1);
      only.verdicts().rejected(1, "bad", new byte[0]);
      only.verdicts().unresolved(2, 4, "late");
      only.settled().run();
      assertEquals(1, source.delivered);
      assertEquals(List.of(8L), source.rejected);
      assertEquals(1, source.unresolved);
      assertEquals(1, other.unresolved);
    }
  }

  @Test
  void a_batch_is_wanted_while_one_of_its_origins_waits() throws InterruptedException {
    Source other = new Source();
    try (Batcher batcher = batcher(100_000, NEVER, 1_000_000)) {
      batcher.add(event(10), 0, source);
      batcher.add(event(10), 0, other);
      batcher.flush();
      Verdicts verdicts = next().verdicts();
      source.waits = false;
      assertTrue(verdicts.wanted());
      other.waits = false;
      assertFalse(verdicts.wanted());
    }
  }

  @Test
  void what_is_added_after_closing_leaves_at_once() throws InterruptedException {
    Batcher batcher = batcher(100_000, NEVER, 1_000_000);
    batcher.add(event(10), 0, source);
    batcher.close();
    next().deliver();
    batcher.add(event(10), 1, source);
    next().deliver();
    assertEquals(2, source.delivered);
  }

  @Test
  void a_carrier_that_fails_loses_no_verdict_and_stops_nobody() throws InterruptedException {
    AtomicBoolean failing = new AtomicBoolean(true);
    Carrier carrier =
        (batch, verdicts, settled) -> {
          if (failing.getAndSet(false)) {
            throw new IllegalStateException("no room");
          }
          carry(batch, verdicts, settled);
        };
    try (Batcher batcher = new Batcher(100_000, Duration.ofMillis(10), 1_000_000, 1_000, carrier)) {
      batcher.add(event(10), 0, source);
      while (batcher.inFlight() > 0) {
        Thread.sleep(1);
      }
      assertEquals(1, source.unresolved);
      batcher.add(event(10), 1, source);
      next().deliver();
      assertEquals(1, source.delivered);
    }
  }
}
