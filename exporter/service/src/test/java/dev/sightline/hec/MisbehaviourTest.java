package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecFault.Effect;
import dev.sightline.stand.HecFault.Neighbours;
import dev.sightline.stand.HecFault.RefusesEvents;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Acks;
import dev.sightline.stand.HecReceiver.Expiry;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.ReceivedRequest;
import dev.sightline.stand.RequestKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A collector that misbehaves while many requests are under way: nothing is lost, nothing is called
 * delivered that is not there, and duplicates come only from faults that can make them.
 */
@Timeout(60)
class MisbehaviourTest {
  private static final int BATCHES = 16;

  private static Settings settings() {
    return Settings.of(Setup.TOKEN);
  }

  private static Setup impatient(HecReceiver... receivers) {
    Setup setup = Setup.of(receivers);
    setup.requestTimeout = Duration.ofMillis(400);
    setup.ackDeadline = Duration.ofMillis(900);
    return setup;
  }

  /** Where nothing may come twice: deadlines that no slow machine reaches. */
  private static Setup patient(HecReceiver... receivers) {
    Setup setup = Setup.of(receivers);
    setup.requestTimeout = Duration.ofSeconds(20);
    setup.ackDeadline = Duration.ofMinutes(1);
    return setup;
  }

  /** Name, fault, and whether it can explain duplicates. */
  static Stream<Arguments> faultsOfEvents() {
    HecAnswer proxy = HecAnswer.json(500, "{\"message\":\"Internal server error\"}");
    return Stream.of(
        arguments("busy", HecFault.answers(HecCode.SERVER_BUSY), false),
        arguments("at capacity", HecFault.answers(HecCode.QUEUE_AT_CAPACITY), false),
        arguments("channel full", HecFault.answers(HecCode.ACK_CHANNEL_AT_CAPACITY), false),
        arguments("near capacity", new HecFault.Warns(HecCode.QUEUE_NEAR_CAPACITY), false),
        arguments(
            "channel near capacity", new HecFault.Warns(HecCode.ACK_CHANNEL_NEAR_CAPACITY), false),
        arguments("slow", new HecFault.Delays(Duration.ofMillis(150)), false),
        arguments("slower than we wait", new HecFault.Delays(Duration.ofMillis(600)), true),
        arguments("cut in mid-body", new HecFault.CutsAnswer(9), true),
        arguments("closed before", new HecFault.Closes(Effect.NOT_TAKEN), true),
        arguments("answer lost", new HecFault.Closes(Effect.TAKEN), true),
        arguments("half-open", new HecFault.NeverAnswers(Effect.NOT_TAKEN), true),
        arguments("half-open after it took", new HecFault.NeverAnswers(Effect.TAKEN), true),
        arguments("restarting", HecFault.restarting(), true),
        arguments(
            "bad gateway after it took",
            new HecFault.Answers(HecAnswer.html(502, "Bad Gateway"), Effect.TAKEN),
            true),
        arguments("a proxy's error after it took", new HecFault.Answers(proxy, Effect.TAKEN), true),
        arguments(
            "internal error after it took",
            new HecFault.Answers(HecAnswer.of(HecCode.INTERNAL_SERVER_ERROR), Effect.TAKEN),
            true),
        arguments(
            "a page for a success",
            new HecFault.Answers(HecAnswer.html(200, "OK"), Effect.TAKEN),
            true),
        arguments("no ackId", new HecFault.OmitsAckId(), true),
        arguments("an ackId twice", new HecFault.RepeatsAckId(), true),
        arguments("never indexed", new HecFault.NeverIndexes(), true),
        arguments("shutting down", HecFault.answers(HecCode.SHUTTING_DOWN), false),
        arguments("token unknown", HecFault.answers(HecCode.INVALID_TOKEN), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultsOfEvents")
  void nothing_is_lost_when_requests_with_events_meet(
      String name, HecFault fault, boolean duplicates) throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = (duplicates ? impatient(hec) : patient(hec)).startUsable()) {
      Load before = Load.start(destination, "before", 4);
      hec.next(fault, fault, fault);
      Load load = Load.start(destination, "load", BATCHES).await().assertNothingLost(hec);
      before.await().assertNothingLost(hec);
      hec.heal();
      assertEquals(BATCHES * 4, load.delivered().size());
      if (!duplicates) {
        assertEquals(Set.of(), Told.duplicates(hec), name);
      }
    }
  }

  static Stream<Arguments> faultsOfAcks() {
    return Stream.of(
        arguments("a page", HecFault.answersHtml(200, "OK"), false),
        arguments("not found", HecFault.restarting(), false),
        arguments("a 400", HecFault.answers(HecCode.INVALID_DATA_FORMAT), false),
        arguments("a 403", HecFault.answers(HecCode.INVALID_TOKEN), false),
        arguments("a 503", HecFault.answers(HecCode.SERVER_BUSY), false),
        arguments("closed", new HecFault.Closes(Effect.NOT_TAKEN), false),
        arguments("no answer", new HecFault.NeverAnswers(Effect.NOT_TAKEN), true),
        arguments("slow", new HecFault.Delays(Duration.ofMillis(150)), false),
        arguments("acks lost", new HecFault.Closes(Effect.TAKEN), true),
        arguments("acks cut", new HecFault.CutsAnswer(12), true),
        arguments(
            "acks as text",
            new HecFault.Answers(
                HecAnswer.json(200, "{\"acks\":{\"0\":\"true\",\"1\":\"true\"}}"), Effect.TAKEN),
            true),
        arguments(
            "acks in an array",
            new HecFault.Answers(HecAnswer.json(200, "{\"acks\":[true,true]}"), Effect.TAKEN),
            true),
        arguments(
            "all acks false",
            new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{}}"), Effect.TAKEN),
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultsOfAcks")
  void nothing_is_lost_when_questions_for_acks_meet(String name, HecFault fault, boolean duplicates)
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = (duplicates ? impatient(hec) : patient(hec)).startUsable()) {
      hec.next(Target.acks(), fault, fault);
      Load.start(destination, "load", BATCHES).await().assertNothingLost(hec);
      hec.heal();
      if (!duplicates) {
        assertEquals(Set.of(), Told.duplicates(hec), name);
      }
    }
  }

  @Test
  void without_a_fault_nothing_comes_twice() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings().withAckDelay(Duration.ofMillis(60)))) {
      Setup setup = patient(hec);
      setup.connections = 8;
      try (Destination destination = setup.startUsable()) {
        Load.start(destination, "load", 200).await().assertNothingLost(hec);
        assertEquals(Set.of(), Told.duplicates(hec));
        assertEquals(0, setup.resent.get());
      }
    }
  }

  @Test
  void an_ack_endpoint_that_stays_broken_confirms_nothing_and_holds_the_endpoint()
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = impatient(hec).startUsable()) {
      hec.always(Target.acks(), HecFault.answersHtml(503, "Service Unavailable"));
      Load load = Load.start(destination, "load", 8);
      DestinationTest.await("it is held", () -> !destination.isUsable());
      assertEquals(Set.of(), load.delivered());
      hec.heal();
      load.await().assertNothingLost(hec);
    }
  }

  @Test
  void where_acks_went_missing_a_success_alone_does_not_open_the_endpoint_again() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = impatient(hec).startUsable()) {
      hec.always(new HecFault.NeverIndexes());
      Load load = Load.start(destination, "load", 8);
      DestinationTest.await("it is held", () -> !destination.isUsable());
      long probes = hec.requests(RequestKind.EVENTS);
      DestinationTest.await("probes come", () -> hec.requests(RequestKind.EVENTS) >= probes + 2);
      assertFalse(destination.isUsable());
      assertEquals(Set.of(), load.delivered());
      hec.heal();
      load.await().assertNothingLost(hec);
    }
  }

  @Test
  void acks_that_are_forgotten_or_evicted_lead_to_a_second_sending_and_to_no_loss()
      throws Exception {
    Acks evicting =
        new Acks(Duration.ofMillis(100), Duration.ofMinutes(10), 3, Expiry.EVICT_OLDEST);
    try (HecReceiver hec = HecReceiver.start(settings().withAcks(evicting));
        Destination destination = impatient(hec).startUsable()) {
      Load load = Load.start(destination, "load", BATCHES);
      DestinationTest.await("some came", () -> hec.requests(RequestKind.EVENTS) > 4);
      hec.forgetAcks();
      load.await().assertNothingLost(hec);
    }
  }

  @Test
  void a_full_channel_is_left_for_a_new_one() throws Exception {
    Acks refusing = new Acks(Duration.ofMillis(150), Duration.ofMinutes(10), 2, Expiry.REFUSE);
    try (HecReceiver hec = HecReceiver.start(settings().withAcks(refusing));
        Destination destination = patient(hec).startUsable()) {
      Load.start(destination, "load", BATCHES).await().assertNothingLost(hec);
      assertEquals(Set.of(), Told.duplicates(hec));
    }
  }

  @ParameterizedTest(name = "{0} indexers, sticky: {1}")
  @MethodSource("clusters")
  void several_indexers_behind_one_address_confirm_only_what_they_have(
      int indexers, boolean sticky, Duration ackDelay) throws Exception {
    Settings settings = settings().withIndexers(indexers).withAckDelay(ackDelay);
    try (HecReceiver hec = HecReceiver.start(sticky ? settings.withStickyCookie("lb") : settings);
        Destination destination = patient(hec).startUsable()) {
      Load.start(destination, "load", 30).await().assertNothingLost(hec);
      assertEquals(Set.of(), Told.duplicates(hec));
    }
  }

  @Test
  @Timeout(180)
  void ten_starts_behind_a_balancer_that_takes_turns_double_nothing() throws Exception {
    long requests = 0;
    long questions = 0;
    for (int start = 0; start < 10; start++) {
      try (HecReceiver hec =
              HecReceiver.start(settings().withIndexers(2).withAckDelay(Duration.ofMillis(60)));
          Destination destination = patient(hec).startUsable()) {
        Load.start(destination, "start " + start, 30).await().assertNothingLost(hec);
        assertEquals(Set.of(), Told.duplicates(hec));
        requests += hec.requests(RequestKind.EVENTS);
        questions += hec.requests(RequestKind.ACKS);
      }
    }
    // Every second question meets the indexer that knows, and some come too early.
    assertTrue(questions < 5 * requests, questions + " questions for " + requests + " acks");
  }

  static Stream<Arguments> clusters() {
    return Stream.of(
        arguments(2, true, Duration.ZERO),
        arguments(2, true, Duration.ofMillis(120)),
        arguments(2, false, Duration.ZERO),
        arguments(2, false, Duration.ofMillis(120)),
        arguments(3, false, Duration.ofMillis(50)));
  }

  @Test
  void the_cookie_of_the_load_balancer_stays_with_its_channel() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings().withIndexers(3).withStickyCookie("lb"));
        Destination destination = Setup.of(hec).startUsable()) {
      Load.start(destination, "load", 20).await().assertNothingLost(hec);
      Map<String, Set<Integer>> indexersByChannel =
          hec.requests().stream()
              .filter(request -> request.channel() != null)
              .collect(
                  Collectors.groupingBy(
                      request -> String.valueOf(request.channel()),
                      Collectors.mapping(ReceivedRequest::indexer, Collectors.toSet())));
      indexersByChannel.forEach(
          (channel, indexers) -> assertEquals(1, indexers.size(), indexersByChannel::toString));
    }
  }

  @Test
  void a_token_that_one_of_three_indexers_lacks_loses_nothing() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings().withIndexers(3));
        Destination destination = Setup.of(hec).startUsable()) {
      hec.always(Target.events().at(1), HecFault.answers(HecCode.INVALID_TOKEN));
      Load.start(destination, "load", 12).await().assertNothingLost(hec);
      assertTrue(
          hec.events().stream()
              .noneMatch(event ->
                  event.indexer() == 1 && event.id() != null && event.id().startsWith("load")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, -1, 1, 2, 100})
  void a_partial_400_with_a_wrong_event_number_finds_the_offender_all_the_same(int shift)
      throws Exception {
    for (Neighbours neighbours : Neighbours.values()) {
      try (HecReceiver hec = HecReceiver.start(settings());
          Destination destination = Setup.of(hec).startUsable()) {
        hec.always(
            new RefusesEvents(
                event -> event.event().contains("a-4"), HecCode.EVENT_BLANK, neighbours, shift));
        Told told = Told.of("a", 9).deliver(destination);
        assertEquals(Set.of("a-4"), told.rejected.keySet());
        assertEquals(8, told.delivered.size());
        assertEquals(told.delivered, Told.idsAt(hec));
      }
    }
  }

  @Test
  void a_refused_event_on_two_indexers_never_confirms_its_neighbours_falsely() throws Exception {
    Settings settings = settings().withIndexers(2).withAckDelay(Duration.ofMillis(80));
    try (HecReceiver hec = HecReceiver.start(settings);
        Destination destination = impatient(hec).startUsable()) {
      hec.always(
          new RefusesEvents(
              event -> event.event().contains("poison"),
              HecCode.EVENT_BLANK,
              Neighbours.BEFORE_ARE_TAKEN,
              0));
      hec.next(new HecFault.NeverIndexes(), new HecFault.OmitsAckId());
      Load load = Load.start(destination, "load", 8);
      Told poison =
          Told.of("p", 3).event("x", "{\"poison\":1}").event("y", "{}").deliver(destination);
      load.await().assertNothingLost(hec);
      assertEquals(Set.of("x"), poison.rejected.keySet());
      assertTrue(Told.idsAt(hec).containsAll(poison.delivered));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatever_happens_in_whatever_order_nothing_is_lost_or_confirmed_falsely(int indexers)
      throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    List<HecFault> faults =
        faultsOfEvents().map(arguments -> (HecFault) arguments.get()[1]).toList();
    List<HecFault> ackFaults =
        faultsOfAcks().map(arguments -> (HecFault) arguments.get()[1]).toList();
    Settings settings =
        settings().withIndexers(indexers).withAckDelay(Duration.ofMillis(random.nextInt(80)));
    settings = random.nextBoolean() ? settings.withStickyCookie("lb") : settings;
    try (HecReceiver hec = HecReceiver.start(settings);
        Destination destination = impatient(hec).startUsable()) {
      for (int i = 0; i < 12; i++) {
        hec.next(faults.get(random.nextInt(faults.size())));
        hec.next(Target.acks(), ackFaults.get(random.nextInt(ackFaults.size())));
      }
      Load load = Load.start(destination, "load", 40);
      if (random.nextBoolean()) {
        hec.forgetAcks();
      }
      load.await().assertNothingLost(hec);
      hec.heal();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  @Test
  void busy_answers_lower_the_number_of_requests_at_once_and_success_raises_it() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        HecHttp http = new HecHttp(Setup.of(hec).configuration())) {
      Setup setup = Setup.of(hec);
      setup.connections = 8;
      setup.guarantee = Guarantee.ACCEPTED;
      HecConfiguration configuration = setup.configuration();
      Endpoint endpoint =
          new Endpoint(configuration, configuration.endpoints().getFirst(), http, HecObserver.NONE);
      EventWriter writer = new EventWriter(new byte[64]);
      writer.write(new HecEvent(0, "h", "s", "t", null, "id", new byte[] {'1'}, 0, 1));
      Batch batch = writer.batch();
      assertTrue(endpoint.tryToOpen(batch));
      for (HecCode code : List.of(HecCode.SERVER_BUSY, HecCode.QUEUE_AT_CAPACITY)) {
        int before = endpoint.requestLimit();
        hec.next(HecFault.answers(code));
        endpoint.attempt(batch, Purpose.EVENTS);
        assertEquals(before / 2, endpoint.requestLimit());
      }
      hec.next(new HecFault.Warns(HecCode.QUEUE_NEAR_CAPACITY));
      endpoint.attempt(batch, Purpose.EVENTS);
      assertEquals(1, endpoint.requestLimit());
      for (int i = 0; i < 40; i++) {
        endpoint.attempt(batch, Purpose.EVENTS);
      }
      assertEquals(8, endpoint.requestLimit());
    }
  }

  @Test
  void whoever_waits_in_line_for_an_endpoint_that_is_held_goes_elsewhere() throws Exception {
    try (HecReceiver hanging = HecReceiver.start(settings());
        HecReceiver sound = HecReceiver.start(settings())) {
      Setup setup = Setup.of(hanging, sound);
      setup.connections = 1;
      setup.requestTimeout = Duration.ofMillis(700);
      try (Destination destination = setup.startUsable()) {
        DestinationTest.await(
            "both are usable",
            () -> destination.status().stream().allMatch(EndpointStatus::usable));
        // The first event, and what a gateway alone would have taken.
        long before = hanging.requests(RequestKind.EVENTS);
        hanging.always(Target.everything(), new HecFault.NeverAnswers(Effect.NOT_TAKEN));
        Load load = Load.start(destination, "load", 20).await();
        load.assertNothingLost(sound);
        // One request that had to wait until its end was enough to learn it.
        assertEquals(1, hanging.requests(RequestKind.EVENTS) - before);
        hanging.heal();
      }
    }
  }

  @Test
  void an_answer_that_is_over_before_its_time_is_no_answer() throws Exception {
    try (HecReceiver hec = HecReceiver.start(settings());
        Destination destination = impatient(hec).startUsable()) {
      Told first = Told.of("a", 2);
      hec.next(new HecFault.CutsAnswer(0));
      Future<Told> delivery = first.deliverMeanwhile(destination);
      assertEquals(first.ids(), delivery.get().delivered);
      assertEquals(first.ids(), Told.duplicates(hec));
    }
  }
}
