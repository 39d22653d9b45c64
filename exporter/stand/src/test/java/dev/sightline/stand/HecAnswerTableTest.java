package dev.sightline.stand;

import static dev.sightline.stand.HecSender.CHANNEL;
import static dev.sightline.stand.HecSender.TOKEN;
import static dev.sightline.stand.HecSender.gzip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Token;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the collector's answers, as a sender meets it. */
class HecAnswerTableTest {
  private static final String EVENT = "/services/collector/event";
  private static final String RAW = "/services/collector/raw";
  private static final String ACK = "/services/collector/ack";
  private static final String HEALTH = "/services/collector/health";
  private static final String HEADER = "X-Splunk-Request-Channel";

  private HecReceiver receiver;
  private HecSender sender;

  @BeforeEach
  void start() {
    receiver =
        HecReceiver.start(
            Settings.of(
                    Token.of(TOKEN).withIndexes("main", "aws"),
                    Token.of("plain").named("plain").withoutAcknowledgment(),
                    Token.of("off").named("off").disabled())
                .withMaxContentLength(2_000)
                .withMaxEventSize(100));
    sender = new HecSender(receiver.endpoint());
  }

  @AfterEach
  void stop() {
    sender.close();
    receiver.close();
  }

  private static void assertReply(int status, String body, HecSender.Reply reply) {
    assertEquals(body, reply.body());
    assertEquals(status, reply.status());
    assertEquals("application/json; charset=UTF-8", reply.contentType().orElseThrow());
  }

  private static void assertHtml(int status, HecSender.Reply reply) {
    assertEquals(status, reply.status());
    assertTrue(reply.body().startsWith("<!doctype html>"), reply.body());
    assertEquals("text/html; charset=UTF-8", reply.contentType().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/services/collector",
        "/services/collector/event",
        "/services/collector/event/1.0",
        "/services/collector/raw",
        "/services/collector/raw/1.0"
      })
  void events_are_accepted_on_each_of_the_collectors_paths(String path) throws Exception {
    assertReply(
        200,
        "{\"text\":\"Success\",\"code\":0,\"ackId\":0}",
        sender.post(path, "{\"event\":{\"a\":1}}", HEADER, CHANNEL));
    assertEquals(1, receiver.count());
  }

  @Test
  void without_acknowledgment_a_success_has_no_ack_id_and_needs_no_channel() throws Exception {
    assertReply(
        200,
        "{\"text\":\"Success\",\"code\":0}",
        sender.post(EVENT, "{\"event\":1}", "Authorization", "Splunk plain"));
  }

  @Test
  void a_disabled_token_is_code_1() throws Exception {
    assertReply(
        403,
        "{\"text\":\"Token disabled\",\"code\":1}",
        sender.post(EVENT, "{\"event\":1}", "Authorization", "Splunk off"));
  }

  @Test
  void a_missing_token_is_code_2() throws Exception {
    assertReply(
        401,
        "{\"text\":\"Token is required\",\"code\":2}",
        sender.postBare(EVENT, "{\"event\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer x", "Splunk", "Splunk  ", "Basic !!", "Basic bm9jb2xvbg=="})
  void another_authorization_is_code_3(String authorization) throws Exception {
    assertReply(
        401,
        "{\"text\":\"Invalid authorization\",\"code\":3}",
        sender.post(EVENT, "{\"event\":1}", "Authorization", authorization));
  }

  @Test
  void an_unknown_token_is_code_4() throws Exception {
    assertReply(
        403,
        "{\"text\":\"Invalid token\",\"code\":4}",
        sender.post(EVENT, "{\"event\":1}", "Authorization", "Splunk unknown"));
  }

  @Test
  void a_token_may_come_as_the_password_of_basic_authentication() throws Exception {
    String pair = Base64.getEncoder().encodeToString("any:plain".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        200, sender.post(EVENT, "{\"event\":1}", "Authorization", "Basic " + pair).status());
  }

  @Test
  void a_token_in_the_query_is_code_16() throws Exception {
    assertReply(
        400,
        "{\"text\":\"Query string authorization is not enabled\",\"code\":16}",
        sender.postBare(EVENT + "?token=" + TOKEN, "{\"event\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t"})
  void an_empty_body_is_code_5(String body) throws Exception {
    assertReply(400, "{\"text\":\"No data\",\"code\":5}", sender.send(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"event":1,"extra":1}                     | 5  | 0 | No data
          {"extra":{"event":1}}                     | 5  | 0 | No data
          {"event":1}}                              | 6  | 1 | Invalid data format
          {"event":1},{"event":2}                   | 6  | 1 | Invalid data format
          [{"event":1}]                             | 6  | 0 | Invalid data format
          "event"                                   | 6  | 0 | Invalid data format
          {"event":1                                | 6  | 0 | Invalid data format
          {"event":"a","event":"b"}                 | 6  | 0 | Invalid data format
          {"event":NaN}                             | 6  | 0 | Invalid data format
          {"event":1,"host":7}                      | 6  | 0 | Invalid data format
          {"event":1,"time":"yesterday"}            | 6  | 0 | Invalid data format
          {"event":1,"time":true}                   | 6  | 0 | Invalid data format
          {"event":1,"time":-1}                     | 6  | 0 | Invalid data format
          {"event":1,"time":1e99}                   | 6  | 0 | Invalid data format
          {"event":1,"time":1e-999999}              | 6  | 0 | Invalid data format
          {"event":1,"index":"secret"}              | 7  | 1 | Incorrect index
          {}                                        | 12 | 0 | Event field is required
          {"event":null}                            | 12 | 0 | Event field is required
          {"host":"h"}                              | 12 | 0 | Event field is required
          {"event":""}                              | 13 | 0 | Event field cannot be blank
          {"event":" "}                             | 13 | 0 | Event field cannot be blank
          {"event":1,"fields":{"a":{"b":1}}}        | 15 | 0 | Error in handling indexed fields
          {"event":1,"fields":{"a":[["b"]]}}        | 15 | 0 | Error in handling indexed fields
          {"event":1,"fields":{"a":null}}           | 15 | 0 | Error in handling indexed fields
          {"event":1,"fields":["a"]}                | 15 | 0 | Error in handling indexed fields
          {"event":1,"fields":{"a":"1","a":"2"}}    | 15 | 0 | Error in handling indexed fields
          """)
  void a_bad_envelope_is_refused_by_its_code_and_number(
      String body, int code, int number, String text) throws Exception {
    assertReply(
        400,
        "{\"text\":\"%s\",\"code\":%d,\"invalid-event-number\":%d%s}"
            .formatted(text, code, number, ackOf(body)),
        sender.send(body));
  }

  /** A first event that is good is taken, and has an ackId. */
  private static String ackOf(String body) {
    return body.startsWith("{\"event\":1}") ? ",\"ackId\":0" : "";
  }

  @Test
  void bytes_that_are_not_utf8_are_code_6_at_their_event() throws Exception {
    byte[] body = "{\"event\":\"a\"}\n{\"event\":\"b?\"}".getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xC3;
    assertReply(
        400,
        "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":1,\"ackId\":0}",
        sender.post(EVENT, body, HEADER, CHANNEL));
    assertEquals(List.of("\"a\""), receiver.events().stream().map(ReceivedEvent::event).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16"})
  void another_encoding_of_unicode_is_code_6(String charset) throws Exception {
    assertEquals(
        "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":0}",
        sender
            .post(EVENT, "{\"event\":1}".getBytes(Charset.forName(charset)), HEADER, CHANNEL)
            .body());
  }

  @Test
  void an_event_over_the_limit_is_code_6() throws Exception {
    String longest = "x".repeat(98);
    assertEquals(200, sender.send("{\"event\":\"" + longest + "\"}").status());
    assertReply(
        400,
        "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":0}",
        sender.send("{\"event\":\"" + longest + "x\"}"));
  }

  @Test
  void a_missing_channel_is_code_10() throws Exception {
    String expected = "{\"text\":\"Data channel is missing\",\"code\":10}";
    assertReply(400, expected, sender.post(EVENT, "{\"event\":1}"));
    assertReply(400, expected, sender.post(ACK, "{\"acks\":[0]}"));
    assertReply(400, expected, sender.post(RAW, "line", "Authorization", "Splunk plain"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "x", "1-1-1-1-1", "11111111-2222-4333-8444-55555555555g"})
  void a_channel_that_is_no_guid_is_code_11(String channel) throws Exception {
    String expected = "{\"text\":\"Invalid data channel\",\"code\":11}";
    assertReply(400, expected, sender.post(EVENT, "{\"event\":1}", HEADER, channel));
    assertReply(400, expected, sender.post(ACK, "{\"acks\":[0]}", HEADER, channel));
  }

  @Test
  void the_channel_may_come_in_the_query() throws Exception {
    assertEquals(200, sender.post(EVENT + "?channel=" + CHANNEL, "{\"event\":1}").status());
    assertReply(
        200, "{\"acks\":{\"0\":true}}", sender.post(ACK + "?channel=" + CHANNEL, "{\"acks\":[0]}"));
  }

  @Test
  void asking_for_acks_with_a_token_that_has_none_is_code_14() throws Exception {
    assertReply(
        400,
        "{\"text\":\"ACK is disabled\",\"code\":14}",
        sender.post(ACK, "{\"acks\":[0]}", HEADER, CHANNEL, "Authorization", "Splunk plain"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|{\"text\":\"No data\",\"code\":5}",
        "{|{\"text\":\"Invalid data format\",\"code\":6}",
        "{\"acks\":[\"0\"]}|{\"text\":\"Invalid data format\",\"code\":6}",
        "{\"acks\":[99999999999999999999]}|{\"text\":\"Invalid data format\",\"code\":6}",
        "{\"acks\":[0]} x|{\"text\":\"Invalid data format\",\"code\":6}",
        "{\"ack\":[0]}|{\"text\":\"Invalid data format\",\"code\":6}"
      })
  void a_question_for_acks_that_is_none_is_refused(String body, String expected) throws Exception {
    assertReply(400, expected, sender.acks(body));
  }

  @Test
  void health_is_code_17_and_knows_the_token() throws Exception {
    assertReply(200, "{\"text\":\"HEC is healthy\",\"code\":17}", sender.get(HEALTH));
    assertEquals(200, sender.get(HEALTH, "Authorization", "Splunk " + TOKEN).status());
    assertReply(
        400,
        "{\"text\":\"Invalid token\",\"code\":21}",
        sender.get(HEALTH, "Authorization", "Splunk unknown"));
    assertReply(
        400,
        "{\"text\":\"Token disabled\",\"code\":22}",
        sender.get(HEALTH, "Authorization", "Splunk off"));
  }

  @ParameterizedTest
  @EnumSource(
      value = HecCode.class,
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
  void the_answers_of_a_collector_in_trouble_are_scripted(HecCode code) throws Exception {
    receiver.next(HecReceiver.Target.everything(), HecFault.answers(code));
    assertReply(
        code.status(),
        "{\"text\":\"%s\",\"code\":%d}".formatted(code.text(), code.code()),
        sender.send("{\"event\":1}"));
    assertEquals(0, receiver.count());
    assertEquals(200, sender.send("{\"event\":1}").status());
  }

  @Test
  void gzip_is_accepted_and_what_is_not_gzip_is_code_6() throws Exception {
    byte[] body = "{\"event\":{\"ü\":1}}".getBytes(StandardCharsets.UTF_8);
    byte[] compressed = gzip(body);
    assertEquals(
        200, sender.post(EVENT, compressed, HEADER, CHANNEL, "Content-Encoding", "gzip").status());
    assertEquals("{\"ü\":1}", receiver.events().getFirst().event());
    assertEquals(compressed.length, receiver.bytes());
    String refused = "{\"text\":\"Invalid data format\",\"code\":6}";
    assertReply(
        400, refused, sender.post(EVENT, body, HEADER, CHANNEL, "Content-Encoding", "gzip"));
    byte[] cut = Arrays.copyOf(compressed, compressed.length - 4);
    assertReply(400, refused, sender.post(EVENT, cut, HEADER, CHANNEL, "Content-Encoding", "gzip"));
  }

  @Test
  void an_unknown_encoding_is_415_in_html() throws Exception {
    assertHtml(
        415, sender.post(EVENT, "{\"event\":1}", HEADER, CHANNEL, "Content-Encoding", "zstd"));
  }

  @Test
  void a_body_over_the_limit_is_413_in_html_compressed_or_not() throws Exception {
    byte[] body =
        "{\"event\":\"%s\"}\n"
            .formatted("x".repeat(87))
            .repeat(20)
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(2_000, body.length);
    assertEquals(200, sender.post(EVENT, body, HEADER, CHANNEL).status());
    byte[] longer = Arrays.copyOf(body, 2_001);
    longer[2_000] = ' ';
    assertHtml(413, sender.post(EVENT, longer, HEADER, CHANNEL));
    assertHtml(413, sender.post(EVENT, gzip(longer), HEADER, CHANNEL, "Content-Encoding", "gzip"));
    assertEquals(20, receiver.count());
  }

  @Test
  void another_path_or_method_is_404_in_html() throws Exception {
    assertHtml(404, sender.post("/services/collector/events", "{\"event\":1}", HEADER, CHANNEL));
    assertHtml(404, sender.post("/", "{\"event\":1}", HEADER, CHANNEL));
    assertHtml(404, sender.get(EVENT));
  }
}
