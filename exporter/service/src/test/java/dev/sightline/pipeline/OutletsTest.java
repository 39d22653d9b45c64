package dev.sightline.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Settings;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecEvent;
import dev.sightline.hec.HecObserver;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.NetworkFault;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.RecordEnd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two Splunks, of which the second dies: what is for the first goes on, and nobody waits. */
class OutletsTest {
  private static final String TOKEN = "11111111-2222-3333-4444-555555555555";
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);

  /** So little that a few events fill it. */
  private static final long SMALL = 20_000;

  private final HecReceiver first = HecReceiver.start(HecReceiver.Settings.of(TOKEN));
  private final HecReceiver second = HecReceiver.start(HecReceiver.Settings.of(TOKEN));
  private final FaultProxy way = FaultProxy.start(second.endpoint());
  private final Measures measures = new Measures(new SimpleMeterRegistry());
  private final Outlets outlets =
      Outlets.ofQueue(
          List.of(
              outlet("splunk", first.endpoint().toString()),
              outlet("archive", way.endpoint().toString())));
  private final ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
  private final EventSender sender =
      new EventSender(outlets, delivery, new EventLedger(100), measures, Wanted.ALL);

  private Outlet outlet(String name, String url) {
    Map<String, String> values =
        Map.of(
            "sightline.hec.url",
            url,
            "sightline.hec.token",
            TOKEN,
            "sightline.hec.batch-bytes",
            "5000",
            "sightline.hec.linger",
            "10ms");
    HecConfiguration hec =
        HecConfiguration.read(new Settings(key -> Optional.ofNullable(values.get(key))))
            .withInFlightBytes(SMALL);
    return new Outlet(
        name,
        hec,
        new Destination(hec, HecObserver.NONE, InstantSource.system(), "host"),
        measures,
        null);
  }

  @BeforeEach
  void start() throws InterruptedException {
    outlets.start();
    await(
        "both take events",
        () -> outlets.all().stream().allMatch(outlet -> outlet.destination().isUsable()));
  }

  @AfterEach
  void stop() {
    delivery.giveUp();
    outlets.close();
    way.close();
    second.close();
    first.close();
  }

  @Test
  void what_is_for_a_dead_destination_is_given_back_and_what_is_for_the_other_arrives()
      throws InterruptedException {
    way.set(new NetworkFault.Refuse());
    // Whoever sends nothing does not notice.
    ObjectDelivery noticing = new ObjectDelivery(measures, outlets);
    new EventSender(outlets, noticing, new EventLedger(1), measures, Wanted.ALL)
        .accept(event(0, 1), 0);
    await("nobody waits for it", () -> outlets.isGivenUp(1));
    noticing.giveUp();
    await("nothing is on its way", () -> outlets.inFlightBytes() == 0);
    for (int i = 0; i < 1_000; i++) {
      sender.accept(event(i, i % 2), i);
    }
    assertTrue(delivery.await(PATIENCE), "no verdict is open");
    assertEquals(500, own(first).size());
    assertEquals(500, measures.records().left(RecordEnd.DELIVERED));
    assertEquals(501, measures.records().left(RecordEnd.UNRESOLVED));
    assertTrue(measures.records().isConserved());
    assertEquals(0b01, delivery.whole());
    assertEquals(0b10, delivery.lacking());
    Outcome.Again again = outlets.again("", delivery.lacking());
    assertEquals("archive takes no events", again.reason());
    assertTrue(again.splunk());
    assertFalse(again.pause().isZero(), "it is left alone for a while");
    assertEquals(1, outlets.get(1).measures().timesHeld());
  }

  @Test
  void what_is_on_its_way_when_a_destination_dies_is_waited_for_no_longer_than_an_interruption()
      throws InterruptedException {
    second.always(Target.acks(), new HecFault.NeverAnswers(HecFault.Effect.NOT_TAKEN));
    sender.accept(event(0, 0), 0);
    sender.accept(event(1, 1), 1);
    await("both are sent", () -> own(first).size() == 1 && own(second).size() == 1);
    way.set(new NetworkFault.Refuse());
    assertFalse(delivery.await(PATIENCE), "one has no verdict");
    assertEquals(0b10, delivery.lacking());
    assertTrue(outlets.isGivenUp(1));
    delivery.giveUp();
    await("nothing more is kept for it", () -> outlets.inFlightBytes() == 0);
  }

  @Test
  void an_event_for_two_places_is_one_record_and_delivered_once_both_have_it()
      throws InterruptedException {
    second.always(
        Target.acks(),
        new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{}}"), HecFault.Effect.NOT_TAKEN));
    sender.accept(List.of(event(0, 0), event(0, 1)), 0);
    await("the first has it", () -> outlets.get(0).measures().ended(RecordEnd.DELIVERED) == 1);
    assertEquals(1, measures.records().entered());
    assertEquals(0, measures.records().left(RecordEnd.DELIVERED));
    assertEquals(0b01, delivery.whole());
    second.heal();
    assertTrue(delivery.await(PATIENCE));
    assertEquals(1, measures.records().left(RecordEnd.DELIVERED));
    assertEquals(0b11, delivery.whole());
    assertEquals(own(first).getFirst().id(), own(second).getFirst().id());
  }

  @Test
  void an_event_that_one_of_two_places_refuses_is_kept_for_that_one() throws InterruptedException {
    second.always(
        Target.events(), HecFault.RefusesEvents.containing("\"n\":7", HecCode.INVALID_DATA_FORMAT));
    for (int i = 0; i < 10; i++) {
      sender.accept(List.of(event(i, 0), event(i, 1)), i);
    }
    assertTrue(delivery.await(PATIENCE));
    assertEquals(10, own(first).size());
    assertEquals(9, own(second).stream().map(ReceivedEvent::id).distinct().count());
    assertEquals(9, measures.records().left(RecordEnd.DELIVERED));
    assertEquals(1, measures.records().left(RecordEnd.REJECTED));
    ObjectDelivery.Refused refused = delivery.refused().getFirst();
    assertEquals(7, refused.ordinal());
    assertEquals("archive", refused.destination());
    assertEquals(0b01, delivery.whole(), "the one that refused is asked again");
  }

  private static HecEvent event(int number, int destination) {
    byte[] json = ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    return new HecEvent(
        0, "h", "s", "test", null, "id:" + number, destination, json, 0, json.length);
  }

  /** What came, without the exporter's own. */
  private static List<ReceivedEvent> own(HecReceiver receiver) {
    return receiver.events().stream().filter(event -> "test".equals(event.sourcetype())).toList();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "it does not come true that " + what);
      Thread.sleep(25);
    }
  }
}
