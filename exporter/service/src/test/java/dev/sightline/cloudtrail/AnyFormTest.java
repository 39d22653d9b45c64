package dev.sightline.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sightline.cloudtrail.UnreadableRecord.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people keep records in files. */
class AnyFormTest {
  private static final String ONE =
      "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventID\":\"one\",\"a\":[\"}\",{}]}";
  private static final String TWO =
      "{ \"eventVersion\" : \"1.08\", \"eventName\":\"GetObject\", \"eventID\":\"two\" }";
  private static final String THREE =
      "{\"@timestamp\":\"2020-09-14T01:13:20.000Z\",\"eventVersion\":\"1.05\",\"eventSource\":\"s3\"}";

  private static Collected read(String text) throws InterruptedException {
    Collected small = Collected.readAny(new CloudTrailReader(3_000, 16), text.getBytes(UTF_8));
    Collected large = Collected.readAny(new CloudTrailReader(3_000, 1 << 16), text.getBytes(UTF_8));
    assertEquals(large.records, small.records);
    assertEquals(large.unreadable, small.unreadable);
    assertEquals(large.contents, small.contents);
    return large;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2]",
        "\n[ 1 , 2 ]\n",
        "12",
        "1\n2",
        "1\n2\n\n",
        "1\r\n2\r\n",
        "\uFEFF1\n2",
        "1 \t 2",
        "{\"Records\":[1,2]}",
        "{\"Records\":[1]}\n{\"Records\":[2]}",
        "{\"Records\":[1]}[2]",
        "{\"x\":{\"y\":[]},\"Records\":[1]} 2",
        "{\"Records\":[1,2],\"Records\":[]}",
        "[1]\n[2]",
        "[1,2][]"
      })
  void records_are_found_in_every_form(String form) throws Exception {
    Collected collected = read(form.replace("1", "«1»").replace("2", TWO).replace("«1»", ONE));
    assertNull(collected.exception);
    assertEquals(List.of(ONE, TWO), collected.texts());
    assertEquals(List.of(0L, 1L), collected.records.stream().map(Collected.Kept::ordinal).toList());
    assertEquals(new Contents.Log(2), collected.contents);
  }

  @Test
  void a_record_alone_is_read() throws Exception {
    Collected collected = read(ONE);
    assertEquals(List.of(ONE), collected.texts());
    assertEquals("one", collected.records.getFirst().eventId());
  }

  @Test
  void a_time_stamp_stands_for_the_missing_event_time() throws Exception {
    assertEquals(
        Instant.parse("2020-09-14T01:13:20Z").toEpochMilli(),
        read(THREE).records.getFirst().eventTimeMillis());
    String both = THREE.replace("{", "{\"eventTime\":\"1970-01-01T00:00:01Z\",");
    assertEquals(1_000, read(both).records.getFirst().eventTimeMillis());
    byte[] log = ("{\"Records\":[" + THREE + "]}").getBytes(UTF_8);
    Collected strict = Collected.read(new CloudTrailReader(3_000), Collected.inPieces(log, 9));
    assertEquals(
        Instant.parse("2020-09-14T01:13:20Z").toEpochMilli(),
        strict.records.getFirst().eventTimeMillis());
  }

  @Test
  void looked_up_events_have_their_records_inside() throws Exception {
    String three = "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventID\":\"ü \\\"😀\\\\ \\u00e9\"}";
    Collected collected =
        read(
            "{\"Events\":[{\"EventId\":\"x\",\"CloudTrailEvent\":%s,\"Resources\":[]},{\"EventId\":\"y\"},"
                    .formatted(quoted(three))
                + " {\"CloudTrailEvent\":%s}, {\"CloudTrailEvent\":\"no JSON\"}, 7],\"NextToken\":\"t\"}"
                    .formatted(quoted(TWO)));
    assertEquals(List.of(three, TWO), collected.texts());
    assertEquals("ü \"😀\\ é", collected.records.getFirst().eventId());
    assertEquals(
        List.of(Reason.NOT_CLOUDTRAIL, Reason.NOT_CLOUDTRAIL, Reason.NOT_AN_OBJECT),
        collected.unreadable.stream().map(UnreadableRecord::reason).toList());
    assertEquals(new Contents.Log(5), collected.contents);
  }

  private static String quoted(String text) throws JsonProcessingException {
    return new JsonMapper().writeValueAsString(text);
  }

  @Test
  void an_object_among_records_that_is_none_is_told() throws Exception {
    Collected collected = read(ONE + "\n{\"level\":\"info\"}\n" + TWO);
    assertEquals(List.of(ONE, TWO), collected.texts());
    assertEquals(List.of(new UnreadableRecord(1, Reason.NOT_CLOUDTRAIL, 16)), collected.unreadable);
    assertEquals(
        "Record 1 of 16 bytes is a JSON object, but not a CloudTrail record.",
        collected.unreadable.getFirst().message());
  }

  @Test
  void a_record_over_the_limit_is_told_and_its_neighbours_are_read() throws Exception {
    String large = "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"x\":\"" + "y".repeat(5_000) + "\"}";
    for (String form : List.of("%s\n%s\n%s", "[%s,%s,%s]", "{\"Records\":[%s,%s,%s]}")) {
      Collected collected = read(form.formatted(ONE, large, TWO));
      assertEquals(List.of(ONE, TWO), collected.texts());
      assertEquals(
          List.of(new UnreadableRecord(1, Reason.TOO_LARGE, large.length())), collected.unreadable);
    }
  }

  @Test
  void a_large_object_that_is_no_record_is_told_among_records() throws Exception {
    String large = "{\"x\":\"" + "y".repeat(5_000) + "\"}";
    Collected collected = read(ONE + large + TWO);
    assertEquals(List.of(ONE, TWO), collected.texts());
    assertEquals(
        List.of(new UnreadableRecord(1, Reason.TOO_LARGE, large.length())), collected.unreadable);
  }

  @Test
  void a_digest_is_recognised() throws Exception {
    String digest = "{\"awsAccountId\":\"1\",\"digestS3Bucket\":\"b\",\"digestStartTime\":\"t\"}";
    assertEquals(new Contents.Digest(), read(digest).contents);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "{\"a\":1}",
        "<html>",
        "hello",
        "7",
        "\"x\"",
        "{\"Records\":7}",
        "{\"a\":",
        "{\"Events\":{}}"
      })
  void what_is_none_of_the_forms_is_refused(String text) throws Exception {
    Collected collected = read(text);
    assertInstanceOf(NotCloudTrailException.class, collected.exception);
    assertEquals(List.of(), collected.records);
  }

  @Test
  void damage_ends_the_reading_behind_the_records_before_it() throws Exception {
    for (String rest :
        List.of("\n{\"eventTime\"", "\nhello", "\n[", "\n}", "\n{\"Records\":[{\"a\"")) {
      Collected collected = read(ONE + rest);
      assertEquals(List.of(ONE), collected.texts(), rest);
      MalformedLogException e =
          assertInstanceOf(MalformedLogException.class, collected.exception, rest);
      assertTrue(e.getMessage().contains("record 1"), rest);
    }
  }
}
