package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecFault.Effect;
import dev.sightline.stand.HecFault.RefusesEvents;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.RequestKind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways in which forwarders in wide use lose events on the way to HEC, each tried on ours. Those
 * that begin at the queue or the bucket are with the whole journey.
 */
@Timeout(60)
class LossPathsTest {

  private static Settings settings() {
    return Settings.of(Setup.TOKEN);
  }

  /** kafka-connect-splunk takes "Invalid data format" for a success of up to 500 events. */
  @Test
  void a_400_does_not_take_its_good_neighbours_with_it() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(
          new RefusesEvents(
              event -> event.event().contains("\"a-250\""),
              HecCode.INVALID_DATA_FORMAT,
              HecFault.Neighbours.NONE_IS_TAKEN,
              0));
      Told told = Told.of("a", 500).deliver(destination);
      assertEquals(Set.of("a-250"), told.rejected.keySet());
      assertEquals(499, told.delivered.size());
      assertEquals(told.delivered, Told.idsAt(hec));
    }
  }

  /** kafka-connect-splunk forgets a batch whose ackId it has seen before. */
  @Test
  void an_ack_id_seen_before_forgets_no_request() throws Exception {
    try (HecReceiver hec =
        HecReceiver.start(settings().withIndexers(2).withAckDelay(Duration.ofMillis(100)))) {
      try (Destination destination = Setup.of(hec).startUsable()) {
        Load.start(destination, "load", 20).await().assertNothingLost(hec);
      }
      // Both indexers handed out the id 0 on some channel, or there was nothing to see.
      assertEquals(
          Set.of(0, 1),
          hec.requests().stream()
              .filter(request -> request.kind() == RequestKind.EVENTS)
              .filter(request ->
                  request.answer() != null && request.answer().body().contains("\"ackId\":0"))
              .map(request -> request.indexer())
              .collect(Collectors.toSet()));
    }
  }

  /** Vector takes an unreadable or refused answer about acks for "delivered". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>hello</html>",
        "{\"text\":\"Invalid token\",\"code\":4}",
        "{\"acks\":\"all\"}",
        "{\"acks\":{\"0\":true",
        ""
      })
  void an_unreadable_answer_about_acks_delivers_nothing(String body) throws Exception {
    for (int status : new int[] {200, 400, 403}) {
      try (HecReceiver hec = HecReceiver.start(settings())) {
        Setup setup = Setup.of(hec);
        setup.ackDeadline = Duration.ofMillis(200);
        setup.deliveryDeadline = Duration.ofMillis(100);
        try (Destination destination = setup.startUsable()) {
          hec.always(
              Target.acks(), new HecFault.Answers(HecAnswer.json(status, body), Effect.TAKEN));
          Told told = Told.of("a", 2).deliver(destination);
          assertEquals(Set.of(), told.delivered);
          assertEquals(told.ids(), told.unresolved.keySet());
        }
      }
    }
  }

  /** Vector takes a success without an ackId for "delivered", even where acks are promised. */
  @Test
  void a_success_without_an_ack_id_delivers_nothing() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(new HecFault.OmitsAckId());
      Told told = Told.of("a", 2);
      Future<Told> delivery = told.deliverMeanwhile(destination);
      DestinationTest.await(
          "the endpoint is held", () -> destination.status().getFirst().misconfigured());
      told.wanted = false;
      assertEquals(Set.of(), delivery.get().delivered);
      assertEquals(told.ids(), told.unresolved.keySet());
    }
  }

  /** Vector rejects what is not acknowledged in time, and its source then deletes the message. */
  @Test
  void an_ack_that_is_late_is_no_rejection_and_its_events_are_sent_again() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hec);
      setup.ackDeadline = Duration.ofMillis(300);
      try (Destination destination = setup.startUsable()) {
        hec.next(new HecFault.NeverIndexes(), new HecFault.NeverIndexes());
        Told told = Told.of("a", 3).deliver(destination);
        assertEquals(Set.of(), told.rejected.keySet());
        assertEquals(told.ids(), told.delivered);
        assertEquals(told.ids(), Told.idsAt(hec));
      }
    }
  }

  /** OpenTelemetry's exporter gives up after 300 s of tries, Fluent Bit after one. */
  @Test
  void no_number_of_failures_makes_us_give_up_while_somebody_waits() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hec);
      setup.deliveryDeadline = Duration.ofMillis(1);
      setup.pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1));
      try (Destination destination = setup.startUsable()) {
        hec.always(Target.everything(), HecFault.answersHtml(500, "Internal Server Error"));
        Future<Told> delivery = Told.of("a", 2).deliverMeanwhile(destination);
        DestinationTest.await(
            "300 probes and requests failed",
            () -> hec.requests(RequestKind.EVENTS) + hec.requests(RequestKind.HEALTH) >= 300);
        assertFalse(delivery.isDone());
        hec.heal();
        assertEquals(Set.of("a-0", "a-1"), delivery.get().delivered);
      }
    }
  }

  /** Fluent Bit drops a chunk on every 4xx but two; OpenTelemetry's exporter on a 400. */
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 407, 408, 409, 410, 411, 415, 422, 429, 451})
  void no_4xx_of_something_in_between_drops_an_event(int status) throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.next(HecFault.answersHtml(status, "No"), HecFault.answersHtml(status, "No"));
      Told told = Told.of("a", 3).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      assertEquals(told.ids(), Told.idsAt(hec));
    }
  }

  /** splunk-library-javalogging never tries again after a 503. */
  @Test
  void a_503_is_tried_again() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.next(
          HecFault.answers(HecCode.SERVER_BUSY),
          HecFault.answersHtml(503, "Service Unavailable"),
          HecFault.answers(HecCode.QUEUES_FULL));
      Told told = Told.of("a", 3).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      assertEquals(told.ids(), Told.idsAt(hec));
    }
  }

  /** A firewall's 400 looks like a refused event to whoever reads the status alone. */
  @Test
  void a_refusal_that_meets_every_event_drops_none() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(HecFault.answers(HecCode.INVALID_DATA_FORMAT));
      Future<Told> delivery = Told.of("a", 5).deliverMeanwhile(destination);
      DestinationTest.await(
          "the endpoint is held", () -> destination.status().getFirst().misconfigured());
      assertFalse(delivery.isDone());
      hec.heal();
      Told told = delivery.get();
      assertEquals(told.ids(), told.delivered);
      assertTrue(told.rejected.isEmpty());
    }
  }
}
