package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.HecReceiver.Token;
import dev.sightline.stand.NetworkFault;
import dev.sightline.stand.NetworkFault.Direction;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Endpoints that come and go, and networks that do to them what networks do. */
@Timeout(60)
class SeveralEndpointsTest {
  private static final Settings SETTINGS = Settings.of(Setup.TOKEN).withMaxEventSize(100_000_000);

  private final HecReceiver first = HecReceiver.start(SETTINGS);
  private final HecReceiver second = HecReceiver.start(SETTINGS);

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private static void awaitAllUsable(Destination destination) throws InterruptedException {
    DestinationTest.await(
        "all endpoints are usable",
        () -> destination.status().stream().allMatch(EndpointStatus::usable));
  }

  @Test
  void endpoints_share_the_requests_by_their_weight() throws Exception {
    Setup setup = new Setup().add(first.endpoint(), 3).add(second.endpoint(), 1);
    try (Destination destination = setup.startUsable()) {
      awaitAllUsable(destination);
      for (int i = 0; i < 4; i++) {
        Load.start(destination, "load" + i + "-", 8).await().assertNothingLost(first, second);
      }
      assertEquals(24 * 4, Told.idsAt(first).size());
      assertEquals(8 * 4, Told.idsAt(second).size());
      assertEquals(Set.of(), Told.duplicates(first, second));
    }
  }

  @Test
  void while_one_is_down_the_others_take_all() throws Exception {
    try (FaultProxy proxy = FaultProxy.start(first.endpoint());
        Destination destination =
            new Setup().add(proxy.endpoint(), 1).add(second.endpoint(), 1).startUsable()) {
      awaitAllUsable(destination);
      proxy.set(new NetworkFault.Refuse());
      Load.start(destination, "down", 20).await().assertNothingLost(first, second);
      assertEquals(80, Told.idsAt(second).size());
      DestinationTest.await(
          "the one that is down is held", () -> !destination.status().getFirst().usable());
      proxy.heal();
      awaitAllUsable(destination);
      Load.start(destination, "up", 8).await().assertNothingLost(first, second);
      assertEquals(16, Told.idsAt(first).size());
    }
  }

  @Test
  void one_that_is_down_from_the_start_keeps_nobody_waiting() throws Exception {
    first.close();
    try (Destination destination = Setup.of(first, second).startUsable()) {
      Load.start(destination, "load", 6).await().assertNothingLost(second);
      assertFalse(destination.status().getFirst().usable());
      assertTrue(destination.status().getFirst().reason().contains("does not answer"));
    }
  }

  @Test
  void one_that_shuts_down_is_left_at_its_first_word_and_its_acks_are_still_asked_for()
      throws Exception {
    try (HecReceiver leaving =
        HecReceiver.start(Settings.of(Setup.TOKEN).withAckDelay(Duration.ofMillis(600)))) {
      try (Destination destination = Setup.of(leaving, second).startUsable()) {
        awaitAllUsable(destination);
        Load before = Load.start(destination, "before", 6);
        DestinationTest.await("it took its share", () -> Told.idsAt(leaving).size() == 12);
        leaving.always(HecFault.answers(HecCode.SHUTTING_DOWN));
        leaving.always(Target.health(), HecFault.answers(HecCode.SHUTTING_DOWN));
        Told told = Told.of("after", 1);
        Told other = Told.of("another", 1);
        told.deliver(destination);
        other.deliver(destination);
        assertFalse(destination.status().getFirst().usable());
        before.await().assertNothingLost(leaving, second);
        assertEquals(Set.of(), Told.duplicates(leaving, second));
        assertTrue(Told.idsAt(second).contains("after-0"));
        assertTrue(Told.idsAt(second).contains("another-0"));
      }
    }
  }

  @Test
  void an_endpoint_that_says_it_is_unhealthy_is_left_before_an_event_meets_it() throws Exception {
    Setup setup = Setup.of(first, second);
    setup.pauses = new Pauses(Duration.ofMillis(4), Duration.ofMillis(60), Duration.ofMillis(20));
    try (Destination destination = setup.startUsable()) {
      awaitAllUsable(destination);
      first.always(Target.health(), HecFault.answers(HecCode.QUEUES_FULL));
      DestinationTest.await("it is held", () -> !destination.status().getFirst().usable());
      String reason = destination.status().getFirst().reason();
      assertTrue(reason.contains("code 18"), reason);
      Load.start(destination, "load", 6).await().assertNothingLost(second);
      first.heal();
      awaitAllUsable(destination);
    }
  }

  @Test
  void a_health_address_that_is_missing_keeps_no_endpoint_from_being_used() throws Exception {
    first.always(Target.health(), HecFault.answersHtml(404, "Not Found"));
    Setup setup = Setup.of(first);
    setup.pauses = new Pauses(Duration.ofMillis(4), Duration.ofMillis(60), Duration.ofMillis(20));
    try (Destination destination = setup.startUsable()) {
      Load.start(destination, "load", 6).await().assertNothingLost(first);
      assertTrue(destination.isUsable());
    }
  }

  @Test
  void a_token_that_one_endpoint_lacks_is_told_and_the_others_take_all() throws Exception {
    try (HecReceiver lacking = HecReceiver.start(Settings.of(Token.of("another")));
        Destination destination = Setup.of(lacking, first, second).startUsable()) {
      Load.start(destination, "load", 12).await().assertNothingLost(first, second);
      DestinationTest.await("it is told", () -> destination.status().getFirst().misconfigured());
      assertEquals(Set.of(), Told.duplicates(first, second));
    }
  }

  @Test
  void probes_that_succeed_while_events_fail_do_not_keep_an_endpoint_in_use() throws Exception {
    // A firewall that lets small things pass.
    first.always(
        new HecFault.RefusesEvents(
            event -> !"sightline:exporter".equals(event.sourcetype()),
            HecCode.INCORRECT_INDEX,
            HecFault.Neighbours.NONE_IS_TAKEN,
            0));
    try (Destination destination = Setup.of(first).startUsable()) {
      Future<Told> delivery = Told.of("a", 1).deliverMeanwhile(destination);
      DestinationTest.await("it is held", () -> !destination.isUsable());
      DestinationTest.await("probes open it again", destination::isUsable);
      assertFalse(delivery.isDone());
      first.heal();
      assertEquals(Set.of("a-0"), delivery.get().delivered);
    }
  }

  static Stream<NetworkFault> networkFaults() {
    return Stream.of(
        new NetworkFault.Delay(Duration.ofMillis(60)),
        new NetworkFault.Throttle(40_000),
        new NetworkFault.Reset(Direction.TO_SERVER, 700),
        new NetworkFault.Reset(Direction.TO_CLIENT, 150),
        new NetworkFault.Cut(Direction.TO_SERVER, 700),
        new NetworkFault.Cut(Direction.TO_CLIENT, 150),
        new NetworkFault.BlackHole(),
        new NetworkFault.Refuse(),
        new NetworkFault.CutsIdle(Duration.ofMillis(40)),
        new NetworkFault.ResetsOnReuse());
  }

  @ParameterizedTest
  @MethodSource("networkFaults")
  void a_network_that_fails_for_a_while_loses_nothing(NetworkFault fault) throws Exception {
    try (FaultProxy proxy = FaultProxy.start(first.endpoint())) {
      Setup setup = new Setup().add(proxy.endpoint(), 1);
      setup.requestTimeout = Duration.ofMillis(400);
      setup.ackDeadline = Duration.ofMillis(900);
      try (Destination destination = setup.startUsable()) {
        Load before = Load.start(destination, "before", 6);
        proxy.set(fault);
        Load load = Load.start(destination, "load", 10);
        Thread.sleep(300);
        proxy.heal();
        load.await().assertNothingLost(first);
        before.await().assertNothingLost(first);
      }
    }
  }

  @Test
  void a_connection_that_went_stale_in_the_pool_loses_and_doubles_nothing() throws Exception {
    try (FaultProxy proxy = FaultProxy.start(first.endpoint());
        Destination destination = new Setup().add(proxy.endpoint(), 1).startUsable()) {
      Told before = Told.of("before", 2).deliver(destination);
      proxy.set(new NetworkFault.ResetsOnReuse());
      Told after = Told.of("after", 2).deliver(destination);
      assertEquals(after.ids(), after.delivered);
      assertEquals(before.ids(), before.delivered);
      assertEquals(4, Told.idsAt(first).size());
      assertEquals(Set.of(), Told.duplicates(first));
    }
  }

  @Test
  void a_body_that_the_network_swallows_slowly_ends_with_the_request_timeout() throws Exception {
    try (FaultProxy proxy = FaultProxy.start(first.endpoint())) {
      Setup setup = new Setup().add(proxy.endpoint(), 1).add(second.endpoint(), 1);
      setup.requestTimeout = Duration.ofSeconds(3);
      try (Destination destination = setup.startUsable()) {
        awaitAllUsable(destination);
        proxy.set(new NetworkFault.BlackHole());
        // Far more than the buffers between the two hold: writing it blocks, not reading.
        String large = "{\"id\":\"" + "x".repeat(14_000_000) + "\"}";
        Told told = new Told().event("large", large);
        Told small = Told.of("small", 1);
        Future<Told> delivery = told.deliverMeanwhile(destination);
        DestinationTest.await(
            "the swallowing one is held", () -> !destination.status().getFirst().usable());
        small.deliver(destination);
        assertEquals(Set.of("large"), delivery.get().delivered);
        assertEquals(Set.of("large", "small-0"), Told.idsAt(second));
        assertEquals(small.ids(), small.delivered);
      }
    }
  }
}
