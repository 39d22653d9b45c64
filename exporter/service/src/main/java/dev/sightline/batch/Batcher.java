package dev.sightline.batch;

import dev.sightline.hec.Batch;
import dev.sightline.hec.EventWriter;
import dev.sightline.hec.HecEvent;
import dev.sightline.hec.Verdicts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects events of many origins into batches. A batch leaves when the next event would make it
 * larger than {@code batchBytes}, or when its first event has waited for {@code linger}.
 */
public final class Batcher implements AutoCloseable {
  private final int batchBytes;
  private final long lingerNanos;
  private final long inFlightBytes;
  private final int inFlightRequests;
  private final Carrier carrier;
  private final Thread clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Condition opened = lock.newCondition();
  private final ArrayDeque<byte[]> buffers = new ArrayDeque<>();
  private @Nullable Open open;
  private long inFlight;
  private int unsettled;
  private boolean closed;

  /** The batch that is being filled. */
  private static final class Open {
    final EventWriter writer;
    final long sinceNanos = System.nanoTime();
    final List<Origin> origins = new ArrayList<>();
    int[] firsts = new int[8];
    long[] ordinals = new long[64];
    long reserved;

    Open(byte[] buffer) {
      writer = new EventWriter(buffer);
    }
  }

  /**
   * Starts a thread that sends overdue batches.
   *
   * @param inFlightBytes the bytes of all batches that are not settled, at most; a single larger
   *     event is let through alone
   * @param inFlightRequests batches that are not settled, at most, with the one that is being
   *     filled
   */
  public Batcher(
      int batchBytes, Duration linger, long inFlightBytes, int inFlightRequests, Carrier carrier) {
    this.batchBytes = batchBytes;
    this.lingerNanos = linger.toNanos();
    this.inFlightBytes = inFlightBytes;
    this.inFlightRequests = inFlightRequests;
    this.carrier = carrier;
    this.clock = Thread.ofVirtual().name("linger").start(this::sendOverdue);
  }

  /** Adds a copy of the event; waits while too much is in flight. */
  public void add(HecEvent event, long ordinal, Origin origin) throws InterruptedException {
    add(event, ordinal, origin, Long.MAX_VALUE);
  }

  /**
   * The same, and does not wait for longer than the given time.
   *
   * @return whether it was added
   */
  public boolean add(HecEvent event, long ordinal, Origin origin, long atMostNanos)
      throws InterruptedException {
    int size = EventWriter.size(event);
    lock.lockInterruptibly();
    try {
      Open batch = awaitRoom(size, atMostNanos);
      if (batch == null) {
        return false;
      }
      put(batch, event, ordinal, origin, size);
      if (closed || batch.writer.length() >= batchBytes) {
        send(batch);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what is waiting. */
  public void flush() {
    lock.lock();
    try {
      Open batch = open;
      if (batch != null) {
        send(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that are waiting or not settled. */
  public long inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what is waiting; from now on every event leaves at once, in a batch of its own. */
  @Override
  public void close() {
    clock.interrupt();
    lock.lock();
    try {
      closed = true;
      flush();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The batch that takes an event of so many bytes; waits while too much is in flight.
   *
   * @return null where there was no room within the given time
   */
  private @Nullable Open awaitRoom(int size, long atMostNanos) throws InterruptedException {
    long left = atMostNanos;
    while (true) {
      Open batch = open;
      if (batch != null && batch.writer.length() + size > batchBytes) {
        send(batch);
        batch = null;
      }
      boolean full = inFlight > 0 && inFlight + size > inFlightBytes;
      if (!full && batch != null) {
        return batch;
      }
      if (!full && unsettled < inFlightRequests) {
        batch = new Open(size > batchBytes ? new byte[size] : buffer());
        open = batch;
        unsettled++;
        opened.signal();
        return batch;
      }
      if (batch != null) {
        // What waits leaves at once: else nothing could ever be settled.
        send(batch);
      }
      if (left <= 0) {
        return null;
      }
      if (atMostNanos == Long.MAX_VALUE) {
        freed.await();
      } else {
        left = freed.awaitNanos(left);
      }
    }
  }

  private void put(Open batch, HecEvent event, long ordinal, Origin origin, int size) {
    int number = batch.writer.events();
    if (batch.origins.isEmpty() || !batch.origins.getLast().equals(origin)) {
      if (batch.origins.size() == batch.firsts.length) {
        batch.firsts = Arrays.copyOf(batch.firsts, number * 2);
      }
      batch.firsts[batch.origins.size()] = number;
      batch.origins.add(origin);
    }
    if (number == batch.ordinals.length) {
      batch.ordinals = Arrays.copyOf(batch.ordinals, number * 2);
    }
    batch.ordinals[number] = ordinal;
    batch.writer.write(event);
    batch.reserved += size;
    inFlight += size;
  }

  private byte[] buffer() {
    byte[] buffer = buffers.poll();
    return buffer == null ? new byte[Math.min(batchBytes, 64 << 10)] : buffer;
  }

  private void send(Open filled) {
    open = null;
    Batch batch = filled.writer.batch();
    Parts parts = new Parts(filled);
    try {
      carrier.carry(batch, parts, () -> settled(batch, filled.reserved));
    } catch (RuntimeException e) {
      // Neither the linger thread nor an innocent adder may end by it; the events come again.
      parts.unresolved(0, batch.events(), "a batch could not be sent: " + e);
      settled(batch, filled.reserved);
    }
  }

  private void settled(Batch batch, long reserved) {
    lock.lock();
    try {
      inFlight -= reserved;
      unsettled--;
      byte[] buffer = batch.bytes();
      if (buffer.length <= 2L * batchBytes && buffers.size() < 8) {
        buffers.push(buffer);
      }
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void sendOverdue() {
    lock.lock();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Open batch = open;
        if (batch == null) {
          opened.await();
          continue;
        }
        long left = batch.sinceNanos + lingerNanos - System.nanoTime();
        if (left > 0) {
          opened.awaitNanos(left);
        } else {
          send(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Hands the verdicts of a batch's events to their origins, run by run. */
  private static final class Parts implements Verdicts {
    private final List<Origin> origins;
    private final int[] firsts;
    private final long[] ordinals;

    Parts(Open filled) {
      origins = List.copyOf(filled.origins);
      firsts = filled.firsts;
      ordinals = filled.ordinals;
    }

    @Override
    public void delivered(int first, int end) {
      runs(first, end, Origin::delivered);
    }

    @Override
    public void rejected(int event, String reason, byte[] envelope) {
      origins.get(run(event)).rejected(ordinals[event], reason, envelope);
    }

    @Override
    public void unresolved(int first, int end, String reason) {
      runs(first, end, (origin, events) -> origin.unresolved(events, reason));
    }

    @Override
    public boolean wanted() {
      return origins.stream().anyMatch(Origin::waits);
    }

    private void runs(int first, int end, Told told) {
      int from = first;
      for (int run = run(first); from < end; run++) {
        int next = run + 1 < origins.size() ? Math.min(end, firsts[run + 1]) : end;
        told.tell(origins.get(run), next - from);
        from = next;
      }
    }

    private int run(int event) {
      int found = Arrays.binarySearch(firsts, 0, origins.size(), event);
      return found >= 0 ? found : -found - 2;
    }

    private interface Told {
      void tell(Origin origin, int events);
    }
  }
}
