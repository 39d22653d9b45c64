package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.batch.Batcher;
import dev.sightline.batch.Origin;
import dev.sightline.pipeline.DestinationCarrier;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.RequestKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Splunk is away for long. */
@Timeout(60)
class OutageTest {

  @Test
  void what_is_in_flight_stays_bounded_and_unconfirmed_and_all_of_it_arrives_after()
      throws Exception {
    int events = 4_000;
    long most = 100_000;
    AtomicInteger delivered = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    CountDownLatch settled = new CountDownLatch(events);
    Origin origin =
        new Origin() {
          @Override
          public void delivered(int number) {
            delivered.addAndGet(number);
            for (int i = 0; i < number; i++) {
              settled.countDown();
            }
          }

          @Override
          public void rejected(long ordinal, String reason, byte[] envelope) {
            others.incrementAndGet();
          }

          @Override
          public void unresolved(int number, String reason) {
            others.addAndGet(number);
          }

          @Override
          public boolean waits() {
            return true;
          }
        };
    try (HecReceiver hec = HecReceiver.start(Settings.of(Setup.TOKEN));
        Destination destination = Setup.of(hec).startUsable();
        Batcher batcher =
            new Batcher(
                10_000, Duration.ofMillis(10), most, 1_000, new DestinationCarrier(destination))) {
      hec.always(Target.everything(), HecFault.answersHtml(503, "Service Unavailable"));
      AtomicInteger added = new AtomicInteger();
      Thread adder =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < events; i++) {
                    byte[] event = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                    batcher.add(
                        new HecEvent(0, "h", "s", "t", null, "e-" + i, event, 0, event.length),
                        i,
                        origin);
                    added.incrementAndGet();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      DestinationTest.await("the destination is held", () -> !destination.isUsable());
      DestinationTest.await("whoever adds waits", () -> adder.getState() == Thread.State.WAITING);
      long probes = hec.requests(RequestKind.HEALTH);
      DestinationTest.await(
          "many probes fail", () -> hec.requests(RequestKind.HEALTH) > probes + 10);
      assertFalse(destination.awaitUsable(Duration.ofMillis(1)));
      assertTrue(batcher.inFlight() <= most, () -> "in flight: " + batcher.inFlight());
      assertTrue(added.get() < events);
      assertEquals(0, delivered.get());
      hec.heal();
      settled.await();
      adder.join();
      assertEquals(events, delivered.get());
      assertEquals(0, others.get());
      assertEquals(events, Told.idsAt(hec).size());
      assertTrue(Told.duplicates(hec).isEmpty());
      DestinationTest.await("nothing is in flight", () -> batcher.inFlight() == 0);
    }
  }
}
