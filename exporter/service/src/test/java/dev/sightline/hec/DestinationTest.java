package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Secret;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecFault.RefusesEvents;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Token;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.RequestKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every row of the decision, against a strict receiver. */
@Timeout(60)
class DestinationTest {

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < end, () -> "within 3 minutes it does not come true that " + what);
      Thread.sleep(5);
    }
  }

  private static Settings settings() {
    return Settings.of(Setup.TOKEN);
  }

  @Test
  void acknowledged_events_are_delivered_once() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      Told told = Told.of("a", 20).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      assertEquals(told.ids(), Told.idsAt(hec));
      assertEquals(Set.of(), Told.duplicates(hec));
    }
  }

  @Test
  void an_ack_that_takes_its_time_is_waited_for() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings().withAckDelay(Duration.ofMillis(400)));
        Destination destination = Setup.of(hec).startUsable()) {
      Told told = Told.of("a", 3).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      assertEquals(Set.of(), Told.duplicates(hec));
    }
  }

  @Test
  void where_200_is_all_that_is_promised_no_ack_is_asked_for() throws Exception {
    Settings settings = Settings.of(Token.of(Setup.TOKEN).withoutAcknowledgment());
    Setup setup;
    try (HecReceiver hec = HecReceiver.start(settings)) {
      setup = Setup.of(hec);
      setup.guarantee = Guarantee.ACCEPTED;
      try (Destination destination = setup.startUsable()) {
        Told told = Told.of("a", 5).deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(told.ids(), Told.idsAt(hec));
        assertEquals(0, hec.requests(RequestKind.ACKS));
      }
    }
  }

  @Test
  void events_whose_ack_never_comes_are_sent_again() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hec);
      setup.ackDeadline = Duration.ofMillis(400);
      try (Destination destination = setup.startUsable()) {
        hec.next(new HecFault.NeverIndexes());
        Told told = Told.of("a", 4).deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(told.ids(), Told.idsAt(hec));
        assertEquals(4, setup.resent.get());
        assertEquals(Set.of(), Told.duplicates(hec));
      }
    }
  }

  @Test
  void events_that_are_never_acknowledged_are_unresolved_after_the_deadline_and_never_delivered()
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hec);
      setup.ackDeadline = Duration.ofMillis(150);
      setup.deliveryDeadline = Duration.ofMillis(300);
      try (Destination destination = setup.startUsable()) {
        hec.always(new HecFault.NeverIndexes());
        Told told = Told.of("a", 4).deliver(destination);
        assertEquals(Set.of(), told.delivered);
        assertEquals(told.ids(), told.unresolved.keySet());
      }
    }
  }

  @Test
  void nothing_is_sent_again_for_whom_nobody_waits() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(HecFault.answers(HecCode.SERVER_BUSY));
      Told told = Told.of("a", 2);
      Future<Told> delivery = told.deliverMeanwhile(destination);
      await("a request came", () -> hec.requests(RequestKind.EVENTS) > 2);
      told.wanted = false;
      assertEquals(told.ids(), delivery.get().unresolved.keySet());
    }
  }

  @Test
  void closing_leaves_nobody_waiting() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hec);
      setup.ackDeadline = Duration.ofMinutes(5);
      Destination destination = setup.startUsable();
      hec.always(new HecFault.NeverIndexes());
      Future<Told> delivery = Told.of("a", 2).deliverMeanwhile(destination);
      await("the request came", () -> hec.requests(RequestKind.EVENTS) > 1);
      destination.close();
      assertEquals(2, delivery.get().unresolved.size());
      assertEquals(2, Told.of("b", 2).deliver(destination).unresolved.size());
      assertFalse(destination.awaitUsable(Duration.ofSeconds(1)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HecCode.class,
      mode = Mode.INCLUDE,
      names = {
        "INTERNAL_SERVER_ERROR",
        "SERVER_BUSY",
        "QUEUES_FULL",
        "ACK_SERVICE_UNAVAILABLE",
        "QUEUES_FULL_AND_ACK_SERVICE_UNAVAILABLE",
        "SHUTTING_DOWN",
        "QUEUE_AT_CAPACITY",
        "ACK_CHANNEL_AT_CAPACITY"
      })
  void an_endpoint_that_cannot_take_events_now_gets_them_later(HecCode code) throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.next(HecFault.answers(code), HecFault.answers(code), HecFault.answers(code));
      Told told = Told.of("a", 4).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      assertEquals(told.ids(), Told.idsAt(hec));
      assertEquals(Set.of(), Told.duplicates(hec));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HecCode.class,
      mode = Mode.INCLUDE,
      names = {
        "TOKEN_DISABLED",
        "TOKEN_REQUIRED",
        "INVALID_AUTHORIZATION",
        "INVALID_TOKEN",
        "INCORRECT_INDEX",
        "CHANNEL_MISSING",
        "INVALID_CHANNEL",
        "ACK_DISABLED",
        "QUERY_AUTHORIZATION"
      })
  void a_setting_that_is_wrong_holds_the_endpoint_and_names_itself(HecCode code) throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hec);
      setup.index = "security";
      try (Destination destination = setup.startUsable()) {
        hec.always(HecFault.answers(code));
        Told told = Told.of("a", 4);
        Future<Told> delivery = told.deliverMeanwhile(destination);
        await("the endpoint is held", () -> destination.status().getFirst().misconfigured());
        EndpointStatus status = destination.status().getFirst();
        assertFalse(status.usable());
        assertTrue(status.reason().contains("code " + code.code()), status.reason());
        assertFalse(status.reason().contains(Setup.TOKEN), status.reason());
        if (code == HecCode.INCORRECT_INDEX) {
          assertTrue(status.reason().contains("'security'"), status.reason());
        }
        assertFalse(delivery.isDone());
        hec.heal();
        assertEquals(told.ids(), delivery.get().delivered);
        assertEquals(Map.of(), told.rejected);
        assertEquals(told.ids(), Told.idsAt(hec));
      }
    }
  }

  @Test
  void a_400_that_is_not_hecs_holds_and_quarantines_nothing() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(HecFault.answersHtml(400, "Blocked"));
      Told told = Told.of("a", 4);
      Future<Told> delivery = told.deliverMeanwhile(destination);
      await("the endpoint is held", () -> destination.status().getFirst().misconfigured());
      hec.heal();
      assertEquals(told.ids(), delivery.get().delivered);
      assertEquals(Map.of(), told.rejected);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HecCode.class,
      mode = Mode.INCLUDE,
      names = {"NO_DATA", "INVALID_DATA_FORMAT", "EVENT_REQUIRED", "EVENT_BLANK"})
  void an_event_that_is_refused_is_found_and_its_neighbours_are_delivered(HecCode code)
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(RefusesEvents.containing("\"a-5\"", code));
      Told told = Told.of("a", 13).deliver(destination);
      assertEquals(Set.of("a-5"), told.rejected.keySet());
      assertTrue(told.reason("a-5").contains("code " + code.code()));
      assertTrue(told.envelope("a-5").contains("\"sightline_id\":\"a-5\""));
      assertEquals(12, told.delivered.size());
      assertEquals(told.delivered, Told.idsAt(hec));
    }
  }

  @Test
  void several_refused_events_are_all_found() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(RefusesEvents.containing("7\"", HecCode.INVALID_DATA_FORMAT));
      hec.always(RefusesEvents.containing("\"a-0\"", HecCode.EVENT_BLANK));
      Told told = Told.of("a", 40).deliver(destination);
      assertEquals(Set.of("a-0", "a-7", "a-17", "a-27", "a-37"), told.rejected.keySet());
      assertEquals(told.delivered, Told.idsAt(hec));
      assertEquals(35, told.delivered.size());
    }
  }

  @Test
  void a_single_event_that_is_refused_is_at_fault_only_if_a_control_event_is_accepted()
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(RefusesEvents.containing("\"a-0\"", HecCode.INVALID_DATA_FORMAT));
      Told told = Told.of("a", 1).deliver(destination);
      assertEquals(Set.of("a-0"), told.rejected.keySet());
      assertTrue(
          hec.events().stream().anyMatch(event -> event.event().contains("control")),
          "a control event was sent");
    }
  }

  @Test
  void where_every_event_is_refused_nothing_is_quarantined_and_all_are_sent_when_it_ends()
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(
          new RefusesEvents(
              _ -> true, HecCode.INVALID_DATA_FORMAT, HecFault.Neighbours.NONE_IS_TAKEN, 0));
      Told told = Told.of("a", 6);
      Future<Told> delivery = told.deliverMeanwhile(destination);
      await("the endpoint is held", () -> destination.status().getFirst().misconfigured());
      String reason = destination.status().getFirst().reason();
      assertTrue(reason.contains("even a probe"), reason);
      assertFalse(delivery.isDone());
      hec.heal();
      assertEquals(told.ids(), delivery.get().delivered);
      assertEquals(Map.of(), told.rejected);
      assertEquals(told.ids(), Told.idsAt(hec));
    }
  }

  @Test
  void an_endpoint_that_refuses_everything_makes_no_event_guilty_while_another_takes_them()
      throws Exception {
    try (HecReceiver broken = HecReceiver.start(settings());
        HecReceiver sound = HecReceiver.start(settings());
        Destination destination = Setup.of(broken, sound).startUsable()) {
      await(
          "both are usable", () -> destination.status().stream().allMatch(EndpointStatus::usable));
      broken.always(
          new RefusesEvents(
              _ -> true, HecCode.INVALID_DATA_FORMAT, HecFault.Neighbours.NONE_IS_TAKEN, 0));
      for (int i = 0; i < 4; i++) {
        Told told = Told.of("b" + i, 8).deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(Map.of(), told.rejected);
      }
      assertEquals(32, Told.idsAt(sound).size());
    }
  }

  @Test
  void refused_indexed_fields_are_left_out_of_the_offender_alone() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(
          new RefusesEvents(
              event -> "a-2".equals(event.id()),
              HecCode.INDEXED_FIELDS,
              HecFault.Neighbours.BEFORE_ARE_TAKEN,
              0));
      Told told = Told.of("a", 5).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      List<ReceivedEvent> bare =
          hec.events().stream().filter(event -> event.event().equals("{\"id\":\"a-2\"}")).toList();
      assertEquals(1, bare.size());
      assertNull(bare.getFirst().id());
      assertEquals("host", bare.getFirst().host());
    }
  }

  @Test
  void an_event_refused_even_without_fields_is_kept_with_them_and_as_it_was() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(RefusesEvents.containing("odd", HecCode.INDEXED_FIELDS));
      // The event itself has what looks like our own indexed field.
      String odd = "{\"odd\":1,\"fields\":{\"sightline_id\":\"x\"}}";
      Told told = new Told().event("a", "{\"id\":1}").event("b", odd).deliver(destination);
      assertEquals(Set.of("b"), told.rejected.keySet());
      String envelope = told.envelope("b");
      assertTrue(envelope.contains("\"event\":" + odd + ","), envelope);
      assertTrue(envelope.endsWith(",\"fields\":{\"sightline_id\":\"b\"}}"), envelope);
    }
  }

  @Test
  void a_request_that_is_too_large_is_split() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings().withMaxContentLength(1_000));
        Destination destination = Setup.of(hec).startUsable()) {
      Told told = Told.of("a", 30).deliver(destination);
      assertEquals(told.ids(), told.delivered);
      assertEquals(told.ids(), Told.idsAt(hec));
      assertEquals(Set.of(), Told.duplicates(hec));
    }
  }

  @Test
  void one_event_that_is_too_large_is_rejected_alone() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings().withMaxContentLength(1_000));
        Destination destination = Setup.of(hec).startUsable()) {
      String large = "{\"id\":\"" + "x".repeat(2_000) + "\"}";
      Told told = Told.of("a", 3).event("large", large).event("b", "{}").deliver(destination);
      assertEquals(Set.of("large"), told.rejected.keySet());
      assertTrue(told.reason("large").contains("too large"));
      assertEquals(Set.of("a-0", "a-1", "a-2", "b"), told.delivered);
      assertEquals(told.delivered, Told.idsAt(hec));
    }
  }

  @Test
  void where_even_a_probe_is_too_large_no_event_is_quarantined() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(HecFault.answersHtml(413, "Request Entity Too Large"));
      Told told = Told.of("a", 3);
      Future<Told> delivery = told.deliverMeanwhile(destination);
      await("the endpoint is held", () -> destination.status().getFirst().misconfigured());
      hec.heal();
      assertEquals(told.ids(), delivery.get().delivered);
      assertEquals(Map.of(), told.rejected);
    }
  }

  @Test
  void a_token_without_acknowledgment_is_held_where_acks_are_promised() throws Exception {
    try (HecReceiver hec =
            HecReceiver.start(Settings.of(Token.of(Setup.TOKEN).withoutAcknowledgment()));
        Destination destination = Setup.of(hec).start()) {
      await("it is held", () -> destination.status().getFirst().misconfigured());
      String reason = destination.status().getFirst().reason();
      assertTrue(reason.contains("SIGHTLINE_HEC_GUARANTEE=accepted"), reason);
      assertFalse(destination.isUsable());
    }
  }

  @Test
  void an_index_that_the_token_does_not_accept_keeps_the_endpoint_closed_from_the_start()
      throws Exception {
    try (HecReceiver hec =
        HecReceiver.start(Settings.of(Token.of(Setup.TOKEN).withIndexes("main")))) {
      Setup setup = Setup.of(hec);
      setup.index = "secret_index";
      try (Destination destination = setup.start()) {
        await("it is held", () -> destination.status().getFirst().misconfigured());
        String reason = destination.status().getFirst().reason();
        assertTrue(reason.contains("'secret_index'"), reason);
      }
    }
  }

  @Test
  void a_check_says_what_became_of_its_event() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings())) {
      try (Destination destination = notStarted(Setup.of(hec))) {
        assertInstanceOf(Delivery.Acknowledged.class, destination.tryOnce("check"));
        assertEquals(1, hec.count());
      }
      Setup wrong = Setup.of(hec);
      wrong.token = Secret.of("wrong");
      try (Destination destination = notStarted(wrong)) {
        assertInstanceOf(Delivery.Misconfigured.class, destination.tryOnce("check"));
      }
    }
  }

  private static Destination notStarted(Setup setup) {
    return new Destination(setup.configuration(), HecObserver.NONE, InstantSource.system(), "here");
  }
}
