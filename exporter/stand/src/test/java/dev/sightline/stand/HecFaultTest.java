package dev.sightline.stand;

import static dev.sightline.stand.HecSender.CHANNEL;
import static dev.sightline.stand.HecSender.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecFault.Effect;
import dev.sightline.stand.HecFault.Neighbours;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.HecReceiver.Token;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in which the receiver misbehaves, and that it behaves again afterwards. */
class HecFaultTest {
  private static final String EVENT = "{\"event\":\"one\"}";
  private static final String SUCCESS = "{\"text\":\"Success\",\"code\":0,\"ackId\":";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private HecReceiver receiver;
  private HecSender sender;

  @BeforeEach
  void start() {
    receiver = HecReceiver.start(Settings.of(TOKEN));
    sender = new HecSender(receiver.endpoint());
  }

  @AfterEach
  void stop() {
    sender.close();
    receiver.close();
  }

  private List<String> arrived() {
    return receiver.events().stream().map(ReceivedEvent::event).toList();
  }

  /** Sends from another thread, for a reply that does not come. */
  private CompletableFuture<HecSender.Reply> sending(String body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return sender.send(body);
          } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void faults_for_the_next_requests_come_in_order_and_end() throws Exception {
    receiver.next(
        HecFault.answers(HecCode.SERVER_BUSY),
        HecFault.restarting(),
        HecFault.answers(HecCode.SHUTTING_DOWN));
    assertEquals(503, sender.send(EVENT).status());
    assertEquals(404, sender.send(EVENT).status());
    assertEquals("{\"text\":\"Server is shutting down\",\"code\":23}", sender.send(EVENT).body());
    assertEquals(0, receiver.count());
    assertEquals(200, sender.send(EVENT).status());
    assertEquals(1, receiver.count());
  }

  @Test
  void a_lasting_fault_ends_with_healing_and_gives_way_to_one_for_the_next_request()
      throws Exception {
    receiver.always(HecFault.answers(HecCode.SERVER_BUSY));
    receiver.next(HecFault.answersHtml(502, "Bad Gateway"));
    assertEquals(502, sender.send(EVENT).status());
    assertEquals(503, sender.send(EVENT).status());
    assertEquals(503, sender.send(EVENT).status());
    receiver.heal();
    assertEquals(200, sender.send(EVENT).status());
  }

  @Test
  void a_fault_meets_only_its_kind_of_requests() throws Exception {
    receiver.always(Target.health(), HecFault.answers(HecCode.QUEUES_FULL));
    receiver.always(Target.acks(), HecFault.answersHtml(500, "Internal Server Error"));
    assertEquals(SUCCESS + "0}", sender.send(EVENT).body());
    assertEquals(500, sender.acks("{\"acks\":[0]}").status());
    assertEquals(
        "{\"text\":\"HEC is unhealthy, queues are full\",\"code\":18}",
        sender.get("/services/collector/health").body());
    receiver.heal();
    assertEquals(
        "{\"acks\":{\"0\":true}}",
        sender.acks("{\"acks\":[0]}").body(),
        "a failed question consumes nothing");
  }

  @Test
  void a_fault_may_meet_one_indexer_only() throws Exception {
    try (HecReceiver three = HecReceiver.start(Settings.of(TOKEN).withIndexers(3));
        HecSender other = new HecSender(three.endpoint())) {
      three.always(Target.everything().at(1), HecFault.answers(HecCode.INVALID_TOKEN));
      assertEquals(200, other.send(EVENT).status());
      assertEquals(403, other.send(EVENT).status());
      assertEquals(200, other.send(EVENT).status());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE_NEAR_CAPACITY", "ACK_CHANNEL_NEAR_CAPACITY"})
  void a_success_may_warn(HecCode code) throws Exception {
    receiver.next(new HecFault.Warns(code));
    HecSender.Reply reply = sender.send(EVENT);
    assertEquals(200, reply.status());
    assertEquals(
        "{\"text\":\"%s\",\"code\":%d,\"ackId\":0}".formatted(code.text(), code.code()),
        reply.body());
    assertEquals(1, receiver.count());
  }

  @Test
  void a_slow_answer_comes_after_the_events_were_taken() throws Exception {
    receiver.next(new HecFault.Delays(Duration.ofMillis(200)));
    CompletableFuture<HecSender.Reply> reply = sending(EVENT);
    assertTrue(receiver.awaitCount(1, LIMIT));
    assertEquals(SUCCESS + "0}", reply.get(30, TimeUnit.SECONDS).body());
  }

  @Test
  void an_answer_may_be_lost_after_the_events_were_taken() throws Exception {
    receiver.next(
        new HecFault.Answers(HecAnswer.html(504, "Gateway Timeout"), Effect.TAKEN),
        new HecFault.CutsAnswer(10),
        new HecFault.CutsAnswer(0),
        new HecFault.Closes(Effect.TAKEN));
    assertEquals(504, sender.send("{\"event\":1}").status());
    assertThrows(IOException.class, () -> sender.send("{\"event\":2}"));
    assertThrows(IOException.class, () -> sender.send("{\"event\":3}"));
    assertThrows(IOException.class, () -> sender.send("{\"event\":4}"));
    assertEquals(List.of("1", "2", "3", "4"), arrived());
    assertEquals(SUCCESS + "4}", sender.send("{\"event\":5}").body());
  }

  @Test
  void a_cut_answer_announces_more_than_it_sends() {
    receiver.next(new HecFault.CutsAnswer(10));
    IOException cut = assertThrows(IOException.class, () -> sender.send(EVENT));
    assertTrue(
        cut instanceof EOFException || String.valueOf(cut.getMessage()).contains("10"),
        String.valueOf(cut));
  }

  @Test
  void a_connection_may_be_closed_before_anything_was_taken() throws Exception {
    receiver.next(new HecFault.Closes(Effect.NOT_TAKEN));
    assertThrows(IOException.class, () -> sender.send(EVENT));
    assertEquals(0, receiver.count());
    assertEquals(1, receiver.requests(RequestKind.EVENTS));
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_may_never_come(Effect effect) throws Exception {
    receiver.next(new HecFault.NeverAnswers(effect));
    CompletableFuture<HecSender.Reply> reply = sending(EVENT);
    while (receiver.requests(RequestKind.EVENTS) == 0) {
      Thread.onSpinWait();
    }
    assertEquals(SUCCESS, sender.send("{\"event\":2}").body().substring(0, SUCCESS.length()));
    if (effect == Effect.TAKEN) {
      assertTrue(receiver.awaitCount(2, LIMIT));
    } else {
      assertEquals(List.of("2"), arrived());
    }
    assertFalse(reply.isDone());
    receiver.heal();
    assertThrows(ExecutionException.class, () -> reply.get(30, TimeUnit.SECONDS));
  }

  @Test
  void closing_the_receiver_ends_what_was_never_answered() throws Exception {
    receiver.next(new HecFault.NeverAnswers(Effect.TAKEN));
    CompletableFuture<HecSender.Reply> reply = sending(EVENT);
    assertTrue(receiver.awaitCount(1, LIMIT));
    receiver.close();
    assertThrows(ExecutionException.class, () -> reply.get(30, TimeUnit.SECONDS));
  }

  @Test
  void an_ack_may_be_lost_on_its_way_and_stays_false() throws Exception {
    sender.send(EVENT);
    receiver.next(Target.acks(), new HecFault.CutsAnswer(5));
    assertThrows(IOException.class, () -> sender.acks("{\"acks\":[0]}"));
    assertEquals("{\"acks\":{\"0\":false}}", sender.acks("{\"acks\":[0]}").body());
  }

  @Test
  void an_ack_may_be_answered_by_anything() throws Exception {
    sender.send(EVENT);
    receiver.next(
        Target.acks(),
        HecFault.answers(HecCode.INVALID_CHANNEL),
        HecFault.answersHtml(200, "Welcome"),
        new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{\"0\":tru"), Effect.NOT_TAKEN),
        new HecFault.Answers(HecAnswer.json(200, ""), Effect.TAKEN));
    assertEquals(400, sender.acks("{\"acks\":[0]}").status());
    assertTrue(sender.acks("{\"acks\":[0]}").body().contains("Welcome"));
    assertEquals("{\"acks\":{\"0\":tru", sender.acks("{\"acks\":[0]}").body());
    assertEquals("", sender.acks("{\"acks\":[0]}").body());
    assertEquals("{\"acks\":{\"0\":false}}", sender.acks("{\"acks\":[0]}").body());
  }

  @Test
  void an_ack_id_may_be_left_out_or_handed_out_twice() throws Exception {
    receiver.next(
        new HecFault.OmitsAckId(), new HecFault.RepeatsAckId(), new HecFault.RepeatsAckId());
    assertEquals("{\"text\":\"Success\",\"code\":0}", sender.send(EVENT).body());
    assertEquals(SUCCESS + "0}", sender.send(EVENT).body());
    assertEquals(SUCCESS + "0}", sender.send(EVENT).body());
    assertEquals(SUCCESS + "1}", sender.send(EVENT).body());
    assertEquals(4, receiver.count());
  }

  @Test
  void events_may_be_taken_and_never_indexed() throws Exception {
    receiver.next(new HecFault.NeverIndexes());
    assertEquals(SUCCESS + "0}", sender.send(EVENT).body());
    assertEquals("{\"acks\":{\"0\":false}}", sender.acks("{\"acks\":[0]}").body());
    assertEquals(0, receiver.count());
  }

  @Test
  void events_may_be_acknowledged_and_dropped() throws Exception {
    receiver.next(new HecFault.DropsAfterAck(), new HecFault.TakesOnly(1));
    assertEquals(SUCCESS + "0}", sender.send("{\"event\":1}").body());
    assertEquals(SUCCESS + "1}", sender.send("{\"event\":2}{\"event\":3}").body());
    assertEquals("{\"acks\":{\"0\":true,\"1\":true}}", sender.acks("{\"acks\":[0,1]}").body());
    assertEquals(List.of("2"), arrived());
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID_DATA_FORMAT", "EVENT_REQUIRED", "EVENT_BLANK", "INDEXED_FIELDS"})
  void an_event_of_a_kind_is_refused_wherever_it_stands(HecCode code) throws Exception {
    receiver.always(HecFault.RefusesEvents.containing("poison", code));
    assertEquals(
        HecAnswer.refusal(code, 1, 0).body(),
        sender.send("{\"event\":\"a\"}{\"event\":\"poison\"}{\"event\":\"b\"}").body());
    assertEquals(HecAnswer.refusal(code, 0).body(), sender.send("{\"event\":\"poison\"}").body());
    assertEquals(SUCCESS + "1}", sender.send("{\"event\":\"b\"}").body());
    assertEquals(List.of("\"a\"", "\"b\""), arrived());
  }

  @Test
  void the_neighbours_of_a_refused_event_are_taken_or_not_as_scripted() throws Exception {
    String body = "{\"event\":1}{\"event\":\"x\"}{\"event\":2}{\"event\":\"x\"}{\"event\":3}";
    receiver.next(
        refusal(Neighbours.NONE_IS_TAKEN, 0),
        refusal(Neighbours.ALL_ARE_TAKEN, 0),
        refusal(Neighbours.BEFORE_ARE_TAKEN, 3));
    assertEquals(HecAnswer.refusal(HecCode.EVENT_BLANK, 1).body(), sender.send(body).body());
    assertEquals(List.of(), arrived());
    assertEquals(HecAnswer.refusal(HecCode.EVENT_BLANK, 1, 0).body(), sender.send(body).body());
    assertEquals(List.of("1", "2", "3"), arrived());
    assertEquals(
        HecAnswer.refusal(HecCode.EVENT_BLANK, 4, 1).body(),
        sender.send(body).body(),
        "the number is wrong by three");
  }

  private static HecFault refusal(Neighbours neighbours, int shift) {
    return new HecFault.RefusesEvents(
        event -> event.event().equals("\"x\""), HecCode.EVENT_BLANK, neighbours, shift);
  }

  @Test
  void lasting_refusals_of_events_add_up_with_each_other_and_with_other_faults() throws Exception {
    receiver.always(HecFault.RefusesEvents.containing("a", HecCode.EVENT_BLANK));
    receiver.always(HecFault.RefusesEvents.containing("b", HecCode.INDEXED_FIELDS));
    receiver.next(new HecFault.OmitsAckId());
    assertEquals("{\"text\":\"Success\",\"code\":0}", sender.send("{\"event\":\"c\"}").body());
    assertEquals(
        HecAnswer.refusal(HecCode.EVENT_BLANK, 0).body(), sender.send("{\"event\":\"a\"}").body());
    assertEquals(
        HecAnswer.refusal(HecCode.INDEXED_FIELDS, 0).body(),
        sender.send("{\"event\":\"b\"}").body());
  }

  @Test
  void faults_meet_raw_lines_too() throws Exception {
    receiver.next(
        HecFault.answers(HecCode.SERVER_BUSY),
        HecFault.RefusesEvents.containing("poison", HecCode.INVALID_DATA_FORMAT));
    assertEquals(503, raw("line").status());
    assertEquals(
        HecAnswer.refusal(HecCode.INVALID_DATA_FORMAT, 1, 0).body(), raw("line\npoison\n").body());
    assertEquals(List.of("line"), arrived());
  }

  private HecSender.Reply raw(String body) throws Exception {
    return sender.post("/services/collector/raw", body, "X-Splunk-Request-Channel", CHANNEL);
  }

  @Test
  void without_acknowledgment_a_refusal_has_no_ack_id() throws Exception {
    try (HecReceiver plain =
            HecReceiver.start(Settings.of(Token.of(TOKEN).withoutAcknowledgment()));
        HecSender other = new HecSender(plain.endpoint())) {
      plain.always(HecFault.RefusesEvents.containing("x", HecCode.EVENT_BLANK));
      assertEquals(
          HecAnswer.refusal(HecCode.EVENT_BLANK, 1).body(),
          other.send("{\"event\":1}{\"event\":\"x\"}").body());
    }
  }
}
