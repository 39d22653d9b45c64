package dev.sightline.pipeline;

import dev.sightline.batch.Carrier;
import dev.sightline.hec.Batch;
import dev.sightline.hec.Destination;
import dev.sightline.hec.Verdicts;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Takes each batch to a destination, on a virtual thread of its own. */
public final class DestinationCarrier implements Carrier {
  private final Destination destination;
  private final LongAdder verdicts = new LongAdder();
  private final Map<Told, Thread> underWay = new ConcurrentHashMap<>();

  public DestinationCarrier(Destination destination) {
    this.destination = destination;
  }

  /** How often something was confirmed or refused: where it stands still, nothing comes back. */
  long verdicts() {
    return verdicts.sum();
  }

  @Override
  public void carry(Batch batch, Verdicts verdicts, Runnable settled) {
    Told told = new Told(verdicts, batch.events(), this.verdicts);
    Thread thread =
        Thread.ofVirtual()
            .name("batch")
            .unstarted(() -> {
              try {
                destination.deliver(batch, told);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                underWay.remove(told);
                told.rest();
                settled.run();
              }
            });
    underWay.put(told, thread);
    thread.start();
  }

  /** Ends what nobody waits for: else its acknowledgment would be waited for to the deadline. */
  void endUnwanted() {
    underWay.forEach((told, thread) -> {
      if (!told.wanted()) {
        thread.interrupt();
      }
    });
  }

  /** Makes sure that every event has a verdict, whatever ends the sending. */
  private static final class Told implements Verdicts {
    private final Verdicts verdicts;
    private final BitSet told;
    private final int events;
    private final LongAdder count;

    Told(Verdicts verdicts, int events, LongAdder count) {
      this.verdicts = verdicts;
      this.events = events;
      this.count = count;
      this.told = new BitSet(events);
    }

    @Override
    public void delivered(int first, int end) {
      told.set(first, end);
      count.increment();
      verdicts.delivered(first, end);
    }

    @Override
    public void rejected(int event, String reason, byte[] envelope) {
      told.set(event);
      count.increment();
      verdicts.rejected(event, reason, envelope);
    }

    @Override
    public void unresolved(int first, int end, String reason) {
      told.set(first, end);
      verdicts.unresolved(first, end, reason);
    }

    @Override
    public boolean wanted() {
      return verdicts.wanted();
    }

    void rest() {
      for (int first = told.nextClearBit(0); first < events; first = told.nextClearBit(first)) {
        int end = told.nextSetBit(first);
        unresolved(first, end < 0 ? events : end, "sending ended unexpectedly");
      }
    }
  }
}
