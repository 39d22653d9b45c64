package dev.sightline.stand;

import static dev.sightline.stand.HecSender.CHANNEL;
import static dev.sightline.stand.HecSender.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HecEventsTest {
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

  @Test
  void an_envelope_arrives_with_all_that_it_says() throws Exception {
    sender.send(
        """
        {"time":1767323045.123,"host":"111122223333","source":"aws_cloudtrail",\
        "sourcetype":"aws:cloudtrail","index":"aws","event":{"eventID":"1"},\
        "fields":{"sightline_id":"abc:0","n":7,"many":["x","y"]}}\
        """);
    assertEquals(
        List.of(
            new ReceivedEvent(
                Instant.parse("2026-01-02T03:04:05.123Z"),
                "111122223333",
                "aws_cloudtrail",
                "aws:cloudtrail",
                "aws",
                Map.of(
                    "sightline_id", List.of("abc:0"),
                    "n", List.of("7"),
                    "many", List.of("x", "y")),
                "{\"eventID\":\"1\"}",
                0,
                "token")),
        receiver.events());
    assertEquals("abc:0", receiver.events().getFirst().id());
  }

  @Test
  void what_an_envelope_does_not_say_is_absent_and_the_index_is_the_tokens() throws Exception {
    sender.send("{\"event\":\"bare\"}");
    ReceivedEvent event = receiver.events().getFirst();
    assertNull(event.time());
    assertNull(event.host());
    assertNull(event.id());
    assertEquals("main", event.index());
  }

  @ParameterizedTest
  @CsvSource({
    "1767323045,2026-01-02T03:04:05Z",
    "1767323045.000000001,2026-01-02T03:04:05.000000001Z",
    "'\"1767323045.5\"',2026-01-02T03:04:05.5Z",
    "1.767323045e9,2026-01-02T03:04:05Z",
    "0,1970-01-01T00:00:00Z"
  })
  void time_is_epoch_seconds_as_a_number_or_a_string(String time, Instant expected)
      throws Exception {
    sender.send("{\"time\":" + time + ",\"event\":1}");
    assertEquals(expected, receiver.events().getFirst().time());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", " \t"})
  void envelopes_follow_each_other_with_or_without_white_space(String between) throws Exception {
    sender.send("{\"event\":1}" + between + "{\"event\":2}" + between + "{\"event\":3}" + between);
    assertEquals(
        List.of("1", "2", "3"), receiver.events().stream().map(ReceivedEvent::event).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"b\" : 1.0e+2 ,\n\t\"a\":[ ] , \"a\" : \"twice\" }",
        "{\"text\":\"\\u00fc \\/ \\\\ ü 漢 \uD83D\uDE00\",\"n\":-0.10}",
        "\"a \\\"string\\\" of ü\"",
        "[1, {\"x\":null}]",
        "-12.50",
        "true",
        "{}"
      })
  void the_event_is_kept_byte_for_byte(String event) throws Exception {
    sender.send("  {\"event\": " + event + " ,\"host\":\"ü\"}{\"event\":" + event + "}");
    assertEquals(
        List.of(event, event), receiver.events().stream().map(ReceivedEvent::event).toList());
  }

  @Test
  void a_raw_line_is_an_event_and_the_query_its_metadata() throws Exception {
    sender.post(
        "/services/collector/raw?host=h&source=a%2Fb&sourcetype=t&index=i&time=1767323045",
        "one {\n\ntwo ü\r\n", "X-Splunk-Request-Channel", CHANNEL);
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    assertEquals(
        List.of(
            new ReceivedEvent(time, "h", "a/b", "t", "i", Map.of(), "one {", 0, "token"),
            new ReceivedEvent(time, "h", "a/b", "t", "i", Map.of(), "two ü", 0, "token")),
        receiver.events());
  }

  @Test
  void the_events_before_an_offender_are_taken_and_acknowledged() throws Exception {
    HecSender.Reply reply =
        sender.send("{\"event\":\"a\"}{\"event\":\"b\"}{\"event\":\"\"}{\"event\":\"d\"}");
    assertEquals(
        "{\"text\":\"Event field cannot be"
            + " blank\",\"code\":13,\"invalid-event-number\":2,\"ackId\":0}",
        reply.body());
    assertEquals(400, reply.status());
    assertEquals(
        List.of("\"a\"", "\"b\""), receiver.events().stream().map(ReceivedEvent::event).toList());
    assertEquals("{\"acks\":{\"0\":true}}", sender.acks("{\"acks\":[0]}").body());
  }

  @Test
  void ids_are_counted_even_where_events_are_not_kept() throws Exception {
    try (HecReceiver counting =
            HecReceiver.start(
                Settings.of(Token.of(TOKEN).withoutAcknowledgment()).withoutBodies());
        HecSender other = new HecSender(counting.endpoint())) {
      String one = "{\"event\":1,\"fields\":{\"sightline_id\":\"1\"}}";
      other.send(one + "{\"event\":2,\"fields\":{\"sightline_id\":\"2\"}}{\"event\":3}");
      other.send(one);
      assertEquals(Map.of("1", 2, "2", 1), counting.timesById());
      assertEquals(4, counting.count());
      assertEquals(List.of(), counting.events());
    }
  }

  @Test
  void arrivals_can_be_waited_for_and_cleared() throws Exception {
    assertFalse(receiver.awaitCount(1, Duration.ofMillis(10)));
    Thread sending =
        Thread.startVirtualThread(() -> {
          try {
            sender.send("{\"event\":1}{\"event\":2}");
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        });
    assertTrue(receiver.awaitCount(2, Duration.ofSeconds(30)));
    sending.join();
    receiver.clear();
    assertEquals(0, receiver.count());
    assertEquals(Map.of(), receiver.timesById());
  }

  @Test
  void requests_are_counted_by_what_they_ask_for() throws Exception {
    sender.send("{\"event\":1}");
    sender.acks("{\"acks\":[0]}");
    sender.acks("{\"acks\":[1]}");
    sender.get("/services/collector/health");
    sender.get("/elsewhere");
    assertEquals(1, receiver.requests(RequestKind.EVENTS));
    assertEquals(2, receiver.requests(RequestKind.ACKS));
    assertEquals(1, receiver.requests(RequestKind.HEALTH));
    assertEquals(1, receiver.requests(RequestKind.UNKNOWN));
    assertEquals(
        new ReceivedRequest(
            RequestKind.EVENTS, 0, CHANNEL, null, "", 11, HecAnswer.of(HecCode.SUCCESS, 0)),
        receiver.requests().getFirst());
    assertEquals(11 + 12 + 12, receiver.bytes());
  }
}
