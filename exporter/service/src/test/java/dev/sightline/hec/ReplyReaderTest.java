package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Masking;
import dev.sightline.hec.Delivery.Remedy;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  private static final String HTML = "<!doctype html><html><body>hello</body></html>";

  private final ReplyReader indexed = new ReplyReader(Guarantee.INDEXED);
  private final ReplyReader accepted = new ReplyReader(Guarantee.ACCEPTED);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Reply read(int status, String body) {
    return indexed.read(status, bytes(body), false, "main");
  }

  private static Delivery delivery(Reply reply) {
    return switch (reply) {
      case Reply.Taken taken -> throw new AssertionError("taken: " + taken);
      case Reply.Refused refused -> refused.delivery();
      case Reply.Unclear unclear -> unclear.delivery();
    };
  }

  @ParameterizedTest(name = "code {0}")
  @CsvSource({"0, false", "24, true", "25, true"})
  void a_success_with_an_ack_id_is_taken(int code, boolean slowDown) {
    assertEquals(
        new Reply.Taken(OptionalLong.of(7), slowDown),
        read(200, "{\"text\":\"Success\",\"code\":" + code + ",\"ackId\":7}"));
    assertEquals(
        new Reply.Taken(OptionalLong.empty(), slowDown),
        accepted.read(200, bytes("{\"code\":" + code + "}"), false, null));
  }

  @Test
  void the_largest_ack_id_is_taken() {
    assertEquals(
        new Reply.Taken(OptionalLong.of(Long.MAX_VALUE), false),
        read(200, "{\"code\":0,\"ackId\":9223372036854775807}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"Success\",\"code\":0}",
        "{\"code\":24}",
        "{\"code\":25}",
        "{\"code\":0,\"ackId\":null}",
        "{\"code\":0,\"ackId\":-1}",
        "{\"code\":0,\"ackId\":\"7\"}",
        "{\"code\":0,\"ackId\":7.0}",
        "{\"code\":0,\"ackId\":7.5}",
        "{\"code\":0,\"ackId\":true}",
        "{\"code\":0,\"ackId\":[7]}",
        "{\"code\":0,\"ackId\":9223372036854775808}",
        "{\"code\":0,\"ackID\":7}",
      })
  void a_success_without_a_readable_ack_id_is_a_setting_and_leaves_open_what_was_taken(
      String body) {
    Reply.Unclear reply = assertInstanceOf(Reply.Unclear.class, read(200, body));
    String reason = assertInstanceOf(Delivery.Misconfigured.class, reply.delivery()).reason();
    assertTrue(reason.contains("SIGHTLINE_HEC_GUARANTEE"), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        HTML,
        "null",
        "[]",
        "7",
        "{}",
        "{\"text\":\"Success\"}",
        "{\"code\":\"0\",\"ackId\":1}",
        "{\"code\":0.0,\"ackId\":1}",
        "{\"code\":null,\"ackId\":1}",
        "{\"code\":0,\"ackId\":1",
        "{\"code\":0,\"ackId\":1}}",
        "{\"code\":0,\"ackId\":1} {\"code\":0}",
        "{\"code\":0,\"ackId\":1}<html>",
        "{\"code\":0,\"code\":0,\"ackId\":1}",
        "{\"code\":0,\"ackId\":1,\"ackId\":2}",
        "{\"code\":9,\"ackId\":1}",
        "{\"code\":17,\"ackId\":1}",
        "{\"code\":-1,\"ackId\":1}",
        "{\"code\":4294967296,\"ackId\":1}",
      })
  void a_2xx_that_is_not_hecs_success_confirms_nothing(String body) {
    for (int status : new int[] {200, 201, 202, 204}) {
      Reply.Unclear reply = assertInstanceOf(Reply.Unclear.class, read(status, body));
      assertInstanceOf(Delivery.Misconfigured.class, reply.delivery());
      assertInstanceOf(
          Reply.Unclear.class, accepted.read(status, bytes(body), false, "main"), body);
    }
  }

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({"403, 1", "401, 2", "401, 3", "403, 4"})
  void a_refused_token_is_a_setting(int status, int code) {
    Reply.Refused reply =
        assertInstanceOf(
            Reply.Refused.class, read(status, "{\"text\":\"no\",\"code\":" + code + "}"));
    String reason = assertInstanceOf(Delivery.Misconfigured.class, reply.delivery()).reason();
    assertTrue(reason.contains("SIGHTLINE_HEC_TOKEN") && reason.contains("code " + code), reason);
  }

  @Test
  void an_answer_that_repeats_the_token_is_not_repeated() {
    Masking.learn("s3cret");
    for (int status : new int[] {200, 400, 401, 403, 429, 500, 503}) {
      Reply reply = read(status, "{\"text\":\"token s3cret is not good\",\"code\":4}");
      assertFalse(reply.toString().contains("s3cret"), reply.toString());
      assertTrue(reply.toString().contains("***"), reply.toString());
    }
    String health =
        indexed.unhealthy(503, bytes("{\"text\":\"s3cret\",\"code\":18}")).orElseThrow().reason();
    assertFalse(health.contains("s3cret"), health);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 12, 13, 15})
  void a_400_about_events_is_a_rejection(int code) {
    Reply.Refused reply =
        assertInstanceOf(
            Reply.Refused.class,
            read(400, "{\"text\":\"bad\",\"code\":" + code + ",\"invalid-event-number\":0}"));
    assertEquals(code, assertInstanceOf(Delivery.Rejected.class, reply.delivery()).code());
    assertEquals(OptionalLong.empty(), reply.ackId());
  }

  @Test
  void a_partial_success_names_the_ack_id_that_it_used_up() {
    Reply.Refused reply =
        assertInstanceOf(
            Reply.Refused.class,
            read(
                400,
                "{\"text\":\"Event field cannot be blank\",\"code\":13,"
                    + "\"invalid-event-number\":2,\"ackId\":3}"));
    assertEquals(OptionalLong.of(3), reply.ackId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":13,\"invalid-event-number\":2}",
        "{\"code\":13,\"invalid-event-number\":\"0\"}",
        "{\"code\":13,\"invalid-event-number\":0,\"ackId\":\"3\"}",
        "{\"code\":13,\"invalid-event-number\":0,\"ackId\":-3}",
        "{\"code\":7,\"invalid-event-number\":1}",
      })
  void a_400_that_hides_the_ack_id_of_what_it_took_leaves_it_open(String body) {
    assertInstanceOf(Reply.Unclear.class, read(400, body));
  }

  @Test
  void a_wrong_index_is_named() {
    String reason =
        assertInstanceOf(
                Delivery.Misconfigured.class,
                delivery(read(400, "{\"text\":\"Incorrect index\",\"code\":7}")))
            .reason();
    assertTrue(reason.contains("'main'") && reason.contains("SIGHTLINE_HEC_INDEX"), reason);
    String unnamed = delivery(indexed.read(400, bytes("{\"code\":7}"), false, null)).toString();
    assertTrue(unnamed.contains("default index"), unnamed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7, 8, 9, 10, 11, 14, 16, 17, 21, 22, 23, 26, 28, 99, -5})
  void any_other_400_is_a_setting(int code) {
    assertInstanceOf(
        Delivery.Misconfigured.class,
        delivery(read(400, "{\"text\":\"no\",\"code\":" + code + "}")));
  }

  @Test
  void acks_that_are_off_are_named() {
    String reason = delivery(read(400, "{\"text\":\"ACK is disabled\",\"code\":14}")).toString();
    assertTrue(reason.contains("SIGHTLINE_HEC_GUARANTEE"), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        HTML,
        "{}",
        "{\"code\":\"6\"}",
        "{\"error\":\"blocked\"}",
        "{\"code\":6,\"code\":6}",
        "{\"code\":6}{\"code\":6}",
      })
  void a_400_that_is_not_hecs_is_a_setting_and_no_event_is_at_fault(String body) {
    Reply.Unclear reply = assertInstanceOf(Reply.Unclear.class, read(400, body));
    assertInstanceOf(Delivery.Misconfigured.class, reply.delivery());
  }

  @ParameterizedTest(name = "{0}/{1} needs {2}")
  @CsvSource({
    "503, 9, SLOWER",
    "429, 26, SLOWER",
    "429, 27, SLOWER",
    "503, 18, PROBE",
    "503, 19, PROBE",
    "503, 20, PROBE",
    "503, 23, PROBE",
  })
  void an_answer_of_load_or_leaving_is_plainly_refused(int status, int code, Remedy remedy) {
    Reply.Refused reply =
        assertInstanceOf(
            Reply.Refused.class, read(status, "{\"text\":\"no\",\"code\":" + code + "}"));
    assertEquals(remedy, assertInstanceOf(Delivery.Unavailable.class, reply.delivery()).remedy());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {404, 408, 500, 502, 503, 504, 507, 599})
  void an_answer_of_something_in_between_leaves_open_what_was_taken(int status) {
    for (String body : new String[] {"", HTML, "{\"message\":\"Internal server error\"}"}) {
      Reply.Unclear reply = assertInstanceOf(Reply.Unclear.class, read(status, body));
      assertEquals(
          Remedy.AGAIN, assertInstanceOf(Delivery.Unavailable.class, reply.delivery()).remedy());
    }
  }

  @Test
  void an_internal_error_of_hec_leaves_open_what_was_taken() {
    Reply.Unclear reply =
        assertInstanceOf(
            Reply.Unclear.class, read(500, "{\"text\":\"Internal server error\",\"code\":8}"));
    assertInstanceOf(Delivery.Unavailable.class, reply.delivery());
  }

  @Test
  void a_body_that_is_too_large_is_told_apart() {
    assertInstanceOf(Delivery.TooLarge.class, delivery(read(413, HTML)));
    assertInstanceOf(Delivery.TooLarge.class, delivery(read(413, "")));
  }

  @Test
  void a_refused_encoding_names_the_setting() {
    String reason = delivery(indexed.read(415, bytes(HTML), true, null)).toString();
    assertTrue(reason.contains("SIGHTLINE_HEC_COMPRESSION"), reason);
    assertInstanceOf(Delivery.Misconfigured.class, delivery(read(415, HTML)));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 405, 407, 410, 418, 451})
  void an_answer_that_hec_never_gives_is_a_setting(int status) {
    String reason =
        assertInstanceOf(Delivery.Misconfigured.class, delivery(read(status, HTML))).reason();
    assertTrue(reason.contains("SIGHTLINE_HEC_URL"), reason);
  }

  @Test
  void what_hec_says_is_one_bounded_line() {
    String reason =
        delivery(read(503, "{\"text\":\"a\\nb" + "x".repeat(5_000) + "\",\"code\":9}")).toString();
    assertFalse(reason.contains("\n"), reason);
    assertTrue(reason.length() < 400, reason);
  }

  @Test
  void health_counts_only_where_it_says_unhealthy() {
    assertTrue(indexed.unhealthy(200, bytes("{\"code\":17}")).isEmpty());
    assertTrue(indexed.unhealthy(404, bytes(HTML)).isEmpty());
    assertTrue(indexed.unhealthy(400, bytes("{\"code\":21}")).isEmpty());
    Delivery.Unavailable full =
        indexed.unhealthy(503, bytes("{\"text\":\"queues are full\",\"code\":18}")).orElseThrow();
    assertEquals(Remedy.PROBE, full.remedy());
    assertTrue(full.reason().contains("queues are full"), full.reason());
  }

  private static Set<Long> acks(int status, String body) throws UnreadableAckException {
    return ReplyReader.acks(status, bytes(body), Set.of(0L, 1L, 2L));
  }

  @Test
  void only_a_literal_true_of_an_asked_id_confirms() throws UnreadableAckException {
    assertEquals(Set.of(0L), acks(200, "{\"acks\":{\"0\":true,\"1\":false}}"));
    assertEquals(
        Set.of(),
        acks(
            200,
            "{\"acks\":{\"0\":\"true\",\"1\":1,\"2\":null,\"7\":true,\"00\":true,\" 2\":true}}"));
    assertEquals(Set.of(), acks(200, "{\"acks\":{}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        HTML,
        "{}",
        "{\"acks\":[true]}",
        "{\"acks\":true}",
        "{\"acks\":null}",
        "{\"text\":\"Success\",\"code\":0}",
        "{\"acks\":{\"0\":true}",
        "{\"acks\":{\"0\":true,\"0\":false}}",
        "{\"acks\":{\"0\":true}}{\"acks\":{}}",
        "{\"acks\":{\"0\":true},\"acks\":{}}",
        "[{\"acks\":{\"0\":true}}]",
      })
  void an_unreadable_ack_answer_confirms_nothing(String body) {
    assertThrows(UnreadableAckException.class, () -> acks(200, body));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 302, 400, 401, 403, 404, 429, 500, 503})
  void an_ack_answer_that_is_no_200_confirms_nothing(int status) {
    assertThrows(UnreadableAckException.class, () -> acks(status, "{\"acks\":{\"0\":true}}"));
  }

  @Test
  void a_deeply_nested_answer_is_unreadable_and_does_no_harm() {
    String deep = "[".repeat(200_000);
    assertInstanceOf(Reply.Unclear.class, read(200, "{\"code\":" + deep));
    assertThrows(UnreadableAckException.class, () -> acks(200, "{\"acks\":" + deep));
  }
}
