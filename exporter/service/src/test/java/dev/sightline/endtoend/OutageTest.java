package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.command.Service;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.NetworkFault;
import dev.sightline.telemetry.Measures.MessageEnd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Splunk is out of order, and nothing else: messages wait, and none is given up. */
class OutageTest {
  /** Three visibility timeouts of the shortest kind. */
  private static final long LONGER_THAN_VISIBLE_MILLIS = 6_500;

  private static final String BUSY = "{\"text\":\"Server is busy\",\"code\":9}";

  private Surroundings around = new Surroundings();
  private final List<String> expected = new ArrayList<>();

  @AfterEach
  void stop() {
    around.close();
  }

  @Test
  void messages_in_flight_are_held_within_bounds_and_through_a_restart()
      throws InterruptedException {
    try (FaultProxy hec = FaultProxy.start(around.hec.endpoint())) {
      Map<String, Object> settings =
          Map.of(
              "sightline.hec.url", hec.endpoint().toString(),
              "sightline.hec.in-flight-bytes", "1MB",
              "sightline.hec.batch-bytes", "100KB",
              "sightline.queue.drain-limit", "200ms",
              "sightline.queue.visibility-timeout", "2s");
      try (Service service = around.start(settings)) {
        awaitUsable(service, true);
        hec.set(new NetworkFault.Refuse());
        // Whatever the lane knows: at most one receive is under way when the outage begins.
        for (int i = 0; i < 12; i++) {
          send("in-flight-" + i, 600);
        }
        awaitUsable(service, false);
        Thread.sleep(LONGER_THAN_VISIBLE_MILLIS);
        var measures = service.exporter().measures();
        assertTrue(measures.messages().entered() > 0);
        assertEquals(measures.messages().entered(), measures.messages().inFlight());
        assertTrue(
            service.exporter().inFlightBytes() <= 1_000_000,
            service.exporter().inFlightBytes() + " bytes in flight");
        assertEquals(12, around.messages(around.queueUrl));
      }
      try (Service service = around.start(settings)) {
        Thread.sleep(LONGER_THAN_VISIBLE_MILLIS);
        assertEquals(0, service.exporter().measures().messages().entered());
        assertEquals(0, around.messages(around.deadLetterQueueUrl));
        hec.heal();
        around.awaitEmptyQueue();
        assertArrived(service);
      }
    }
  }

  @Test
  void nothing_is_received_while_splunk_refuses_events_and_calls_itself_healthy()
      throws InterruptedException {
    around.hec.always(HecFault.answers(HecCode.SERVER_BUSY));
    send("healthy", 50);
    try (Service service = around.start(Map.of("sightline.queue.visibility-timeout", "2s"))) {
      Thread.sleep(LONGER_THAN_VISIBLE_MILLIS);
      assertFalse(service.exporter().destination().isUsable());
      assertEquals(0, service.exporter().measures().messages().entered());
      around.hec.heal();
      around.awaitEmptyQueue();
      assertArrived(service);
      assertEquals(0, around.duplicates());
    }
  }

  @Test
  void fifty_times_as_many_receives_as_the_queue_allows_move_nothing_to_the_dead_letter_queue()
      throws InterruptedException {
    around.close();
    // One receive is allowed. Probes are taken, so that messages are received; three of them have
    // records that are not, and are given back as soon as may be. Others come through meanwhile:
    // where nothing ever does, Splunk is probed, and messages are received, ever more rarely.
    around = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN), 1);
    try (HttpFront hec =
        HttpFront.start(
            around.hec.endpoint(),
            request ->
                new String(request.body(), StandardCharsets.UTF_8).contains("\"again-")
                    ? new HttpFront.Fate.Answers(503, BUSY)
                    : new HttpFront.Fate.Passes())) {
      for (int i = 0; i < 3; i++) {
        send("again-" + i, 20);
      }
      try (Service service =
          around.start(
              Map.of(
                  "sightline.hec.url", hec.endpoint().toString(),
                  "sightline.hec.linger", "10ms",
                  "sightline.queue.hold-limit", "100ms"))) {
        var messages = service.exporter().measures().messages();
        for (int i = 0; messages.left(MessageEnd.RELEASED) < 3 * 50 && i < 500; i++) {
          send("through-" + i, 1);
          Thread.sleep(100);
        }
        assertTrue(
            messages.left(MessageEnd.RELEASED) >= 3 * 50, "messages were given back 150 times");
        assertEquals(0, around.messages(around.deadLetterQueueUrl));
      }
      hec.passEverything();
      try (Service service = around.start()) {
        around.awaitEmptyQueue();
        assertArrived(service);
      }
    }
  }

  @Test
  void a_token_that_splunk_refuses_is_told_by_its_setting_and_holds_everything()
      throws InterruptedException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.sightline");
    log.start();
    logger.addAppender(log);
    try (Service service = around.start()) {
      awaitUsable(service, true);
      around.hec.always(HecFault.answers(HecCode.INVALID_TOKEN));
      send("refused", 50);
      awaitUsable(service, false);
      EndpointStatus status = service.exporter().destination().status().getFirst();
      assertTrue(status.reason().contains("SIGHTLINE_HEC_TOKEN"), status.reason());
      assertFalse(status.toString().contains(Surroundings.TOKEN));
      assertEquals(1, service.exporter().measures().messages().inFlight());

      around.hec.heal();
      around.hec.always(HecFault.answers(HecCode.INVALID_AUTHORIZATION));
      Thread.sleep(1_000);
      assertEquals(0, around.messages(around.deadLetterQueueUrl));
      assertEquals(0, service.exporter().measures().quarantineEntries());
      around.hec.heal();
      around.awaitEmptyQueue();
      assertArrived(service);
      assertEquals(0, around.duplicates());
    } finally {
      logger.detachAppender(log);
    }
    List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertTrue(lines.stream().anyMatch(line -> line.contains("SIGHTLINE_HEC_TOKEN")), "an alarm");
    assertTrue(lines.stream().noneMatch(line -> line.contains(Surroundings.TOKEN)), "no token");
  }

  private void send(String name, int records) {
    List<String> log = Logs.records(name, records);
    expected.addAll(log);
    around.putAndAnnounce(name + ".json.gz", Logs.gzip(log));
  }

  private static void awaitUsable(Service service, boolean usable) throws InterruptedException {
    Surroundings.await(
        "Splunk is usable: " + usable, () -> service.exporter().destination().isUsable() == usable);
  }

  private void assertArrived(Service service) throws InterruptedException {
    assertEquals(
        expected.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
    var measures = service.exporter().measures();
    Surroundings.assertConserved(measures);
  }
}
