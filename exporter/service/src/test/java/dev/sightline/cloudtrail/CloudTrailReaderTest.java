package dev.sightline.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.cloudtrail.UnreadableRecord.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTrailReaderTest {
  private static final String RECORD =
      """
      {"eventVersion":"1.11","userIdentity":{"type":"Root","arn":"arn:aws:iam::111122223333:root"},\
      "eventTime":"2026-01-02T03:04:05Z","eventName":"ConsoleLogin","awsRegion":"eu-central-1",\
      "eventID":"7b1e2b1c-0000-4000-8000-000000000001","recipientAccountId":"111122223333"}\
      """;

  private static Collected read(String json) throws InterruptedException {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Collected read(byte[] json) throws InterruptedException {
    CloudTrailReader reader = new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES, 64);
    return Collected.read(reader, Collected.inPieces(json, 7));
  }

  private static String message(Collected collected) {
    return String.valueOf(assertInstanceOf(IOException.class, collected.exception).getMessage());
  }

  @Test
  void a_record_keeps_its_bytes_and_tells_what_the_envelope_needs() throws Exception {
    Collected collected = read("{\"Records\":[" + RECORD + "]}");
    assertEquals(new Contents.Log(1), collected.contents);
    assertEquals(
        List.of(
            new Collected.Kept(
                RECORD,
                0,
                Instant.parse("2026-01-02T03:04:05Z").toEpochMilli(),
                "111122223333",
                "eu-central-1",
                "7b1e2b1c-0000-4000-8000-000000000001",
                List.of("", "ConsoleLogin", "", "", "", "Root", ""))),
        collected.records);
  }

  @Test
  void an_empty_list_is_a_log_without_records() throws Exception {
    assertEquals(new Contents.Log(0), read("{\"Records\":[ ]}").contents);
  }

  @Test
  void records_are_found_wherever_they_stand_among_other_members() throws Exception {
    Collected collected =
        read(
            "\uFEFF { \"a\" : [1,{\"Records\":[{}]}], \"b\":\"\\\"]}\" , \"n\":-1.5e3,\r\n\t"
                + "\"Records\" : [ {\"x\":1} , {} ] , \"c\":null }\n");
    assertEquals(new Contents.Log(2), collected.contents);
    assertEquals(List.of("{\"x\":1}", "{}"), collected.texts());
  }

  @Test
  void a_second_list_of_records_goes_on_counting() throws Exception {
    Collected collected = read("{\"Records\":[{\"a\":1}],\"\\u0052ecords\":[{\"b\":2}]}");
    assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), collected.texts());
    assertEquals(1, collected.records.get(1).ordinal());
  }

  @Test
  void brackets_and_quotes_in_strings_do_not_end_a_record() throws Exception {
    String record =
        "{\"a\":\"}]\\\"{[\\\\\",\"b\":[[{\"c\":\"\\\\\\\"}\"}],\"]\"],\"d\":{\"e\":{}},\"ü\":\"日本\"}";
    assertEquals(
        List.of(record, record), read("{\"Records\":[" + record + "," + record + "]}").texts());
  }

  @Test
  void escapes_in_names_and_values_are_understood() throws Exception {
    Collected collected =
        read(
            "{\"Records\":[{\"event\\u0054ime\":\"2026-01-02T03:04:05\\u005A\",\"awsRegion\":\"eu\\/1\","
                + "\"eventID\":\"\\ud83d\\ude00\",\"recipientAccountId\":\"ü\"}]}");
    Collected.Kept kept = collected.records.getFirst();
    assertEquals(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli(), kept.eventTimeMillis());
    assertEquals("eu/1", kept.awsRegion());
    assertEquals("😀", kept.eventId());
    assertEquals("ü", kept.recipientAccountId());
  }

  @Test
  void the_last_of_repeated_members_counts() throws Exception {
    Collected collected =
        read(
            "{\"Records\":[{\"eventID\":\"one\",\"eventID\":\"two\",\"awsRegion\":\"x\",\"awsRegion\":7,"
                + "\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventTime\":null}]}");
    Collected.Kept kept = collected.records.getFirst();
    assertEquals("two", kept.eventId());
    assertEquals(null, kept.awsRegion());
    assertEquals(-1, kept.eventTimeMillis());
  }

  @Test
  void members_of_nested_objects_are_not_the_records_own() throws Exception {
    Collected.Kept kept =
        read("{\"Records\":[{\"a\":{\"eventID\":\"inner\"},\"b\":[{\"awsRegion\":\"inner\"}]}]}")
            .records
            .getFirst();
    assertEquals(null, kept.eventId());
    assertEquals(null, kept.awsRegion());
  }

  @Test
  void bytes_that_are_not_utf8_are_carried_as_they_are() throws Exception {
    byte[] json = Collected.bytes("{\"Records\":[{\"a\":\"\u00ff\u00c0\u0080\",\"e\\u0076\":1}]}");
    assertEquals(
        "{\"a\":\"\u00ff\u00c0\u0080\",\"e\\u0076\":1}", read(json).records.getFirst().bytes());
  }

  @Test
  void a_record_of_256_kilobytes_is_read() throws Exception {
    String record = "{\"a\":\"" + "é\\\"".repeat(64 << 10) + "\",\"eventID\":\"big\"}";
    Collected collected = read("{\"Records\":[{}," + record + ",{}]}");
    assertEquals(List.of("{}", record, "{}"), collected.texts());
    assertEquals("big", collected.records.get(1).eventId());
  }

  @Test
  void a_record_over_the_limit_is_passed_over_and_its_neighbours_are_read() throws Exception {
    CloudTrailReader reader = new CloudTrailReader(100, 32);
    String large = "{\"a\":[\"" + "\\\"]".repeat(500) + "\"]}";
    byte[] json =
        ("{\"Records\":[{\"a\":1}," + large + ",{\"b\":2}]}").getBytes(StandardCharsets.UTF_8);
    Collected collected = Collected.read(reader, Collected.inPieces(json, 9));
    assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), collected.texts());
    assertEquals(
        List.of(new UnreadableRecord(1, Reason.TOO_LARGE, large.length())), collected.unreadable);
    assertEquals(2, collected.records.get(1).ordinal());
    assertEquals(new Contents.Log(3), collected.contents);
  }

  @Test
  void a_record_as_long_as_the_limit_is_read() throws Exception {
    for (int window : new int[] {16, 50, 100, 4_096}) {
      CloudTrailReader reader = new CloudTrailReader(100, window);
      String record = "{\"a\":\"" + "x".repeat(92) + "\"}";
      byte[] json = ("{\"Records\":[" + record + "]}").getBytes(StandardCharsets.UTF_8);
      assertEquals(100, record.length());
      assertEquals(List.of(record), Collected.read(reader, Collected.inPieces(json, 3)).texts());
      byte[] longer =
          ("{\"Records\":[" + record.replace("a", "ab") + "]}").getBytes(StandardCharsets.UTF_8);
      assertEquals(
          List.of(new UnreadableRecord(0, Reason.TOO_LARGE, 101)),
          Collected.read(reader, Collected.inPieces(longer, 3)).unreadable);
    }
  }

  @Test
  void what_is_no_object_in_the_list_is_told_and_its_neighbours_are_read() throws Exception {
    Collected collected = read("{\"Records\":[7,{\"a\":1},\"x\",null,[{}],{\"b\":2}]}");
    assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), collected.texts());
    assertEquals(
        List.of(
            new UnreadableRecord(0, Reason.NOT_AN_OBJECT, 1),
            new UnreadableRecord(2, Reason.NOT_AN_OBJECT, 3),
            new UnreadableRecord(3, Reason.NOT_AN_OBJECT, 4),
            new UnreadableRecord(4, Reason.NOT_AN_OBJECT, 4)),
        collected.unreadable);
    assertEquals(5, collected.records.get(1).ordinal());
  }

  @Test
  void a_digest_is_recognised() throws Exception {
    assertEquals(
        new Contents.Digest(),
        read("{\"awsAccountId\":\"111122223333\",\"digestStartTime\":\"2026-01-02T03:00:00Z\","
                + "\"digestS3Bucket\":\"logs\",\"logFiles\":[{\"s3Bucket\":\"logs\"}]}")
            .contents);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                   | is empty
          '   '                                | nothing but white space
          <!DOCTYPE html><html></html>         | is HTML
          [{}]                                 | is a JSON list
          {}                                   | without 'Records'
          {"a":1}                              | without 'Records'
          {"Records":null}                     | 'Records' that is not a list
          {"Records":{}}                       | 'Records' that is not a list
          {"Records":"[]"}                     | 'Records' that is not a list
          hello                                | begins with 'hello'
          {"a":tru,"Records":[]}               | not JSON
          {"a"                                 | ':'
          {"a":1,}                             | not JSON
          {'Records':[]}                       | not JSON
          """)
  void what_is_no_log_is_refused_with_a_sentence(String text, String words) throws Exception {
    Collected collected = read(text);
    assertInstanceOf(NotCloudTrailException.class, collected.exception);
    assertTrue(message(collected).contains(words), message(collected));
    assertEquals(List.of(), collected.records);
  }

  @Test
  void endless_white_space_is_refused() throws Exception {
    Collected collected = read(" ".repeat(1 << 20) + "{\"Records\":[]}");
    assertInstanceOf(NotCloudTrailException.class, collected.exception);
    assertTrue(message(collected).contains("white space"), message(collected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[{\"a\":1},{\"b\":tru}]}",
        "{\"Records\":[{\"a\":1},{\"b\":[1}]}",
        "{\"Records\":[{\"a\":1},{\"b\" 1}]}",
        "{\"Records\":[{\"a\":1},{\"b\":1",
        "{\"Records\":[{\"a\":1},{\"b",
        "{\"Records\":[{\"a\":1},",
        "{\"Records\":[{\"a\":1},]}",
        "{\"Records\":[{\"a\":1}",
        "{\"Records\":[{\"a\":1} {}]}",
        "{\"Records\":[{\"a\":1}]",
        "{\"Records\":[{\"a\":1}]}}",
        "{\"Records\":[{\"a\":1}],\"Records\":null}",
        "{\"Records\":[{\"a\":1}],\"b\":[",
      })
  void a_damaged_log_hands_out_the_records_before_the_damage(String json) throws Exception {
    Collected collected = read(json);
    assertEquals(List.of("{\"a\":1}"), collected.texts());
    MalformedLogException e = assertInstanceOf(MalformedLogException.class, collected.exception);
    assertEquals(1, e.ordinal());
    assertTrue(e.offset() >= 19 && e.offset() <= json.length(), message(collected));
    assertTrue(message(collected).contains("record 1"), message(collected));
  }
}
