package dev.sightline.content;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import dev.sightline.content.Recogniser.Forms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecogniserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE = record("One");
  private static final String TWO = record("Two");

  private static String record(String name) {
    return "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"Root\"},"
        + "\"eventTime\":\"2026-03-10T09:31:02Z\",\"eventSource\":\"s3.amazonaws.com\","
        + "\"eventName\":\""
        + name
        + "\",\"note\":\"a \\\"quoted\\\" line\\nand another, gr\u00fc\u00df\","
        + "\"recipientAccountId\":\"111122223333\"}";
  }

  private static String quoted(String text) throws IOException {
    return JSON.writeValueAsString(text);
  }

  private static Taken any(String content) throws IOException {
    return Taken.of(Forms.ANY, "file", content.getBytes(UTF_8));
  }

  private static void assertBoth(Taken taken) {
    assertEquals(List.of(ONE, TWO), taken.records);
    assertEquals(List.of(), taken.reasons);
    assertEquals(List.of(), taken.unknown);
    assertEquals(List.of(0L, 1L), taken.ordinals);
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream stream = RecogniserTest.class.getResourceAsStream(name)) {
      byte[] stored = Objects.requireNonNull(stream).readAllBytes();
      return name.endsWith(".gz")
          ? new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes()
          : stored;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cloudtrail_aggregated.json.gz, 2, STORED",
    "cloudwatch_export_task.gz, 2, STORED",
    "cloudwatch_subscription.gz, 2, STORED",
    "lake_result_1.csv.gz, 2, STORED",
    "splunk_export.json, 2, ANY",
    "splunk_export.csv, 2, ANY",
    "filebeat.ndjson, 2, ANY",
    "filebeat.ndjson, 2, STORED"
  })
  void the_records_of_each_file_come_out(String name, int records, Forms forms) throws IOException {
    Taken taken = Taken.of(forms, name, fixture(name));
    assertEquals(records, taken.records.size());
    assertEquals(List.of(), taken.reasons);
    assertEquals(LongStream.range(0, records).boxed().toList(), taken.ordinals);
  }

  @Test
  void an_aggregated_event_has_its_windows_time_and_its_account() throws IOException {
    Taken taken = Taken.of(Forms.STORED, "k", fixture("cloudtrail_aggregated.json.gz"));
    assertEquals(List.of(1_773_135_000_000L, 1_773_135_000_000L), taken.times);
    assertEquals(List.of("111122223333", "111122223333"), taken.accounts);
  }

  @Test
  void a_record_without_event_time_has_the_time_of_what_wraps_it() throws IOException {
    String timeless = "{\"eventVersion\":\"1.11\",\"eventSource\":\"s\",\"eventName\":\"N\"}";
    Taken taken =
        any(
            "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"timestamp\":1773135062000,"
                + "\"message\":"
                + quoted(timeless)
                + "}]}");
    assertEquals(List.of(1_773_135_062_000L), taken.times);
  }

  @Test
  void the_consoles_history_gives_partial_records() throws IOException {
    Taken taken = Taken.of(Forms.ANY, "h.csv", fixture("event_history.csv"));
    assertEquals(List.of(), taken.records);
    assertEquals(1, taken.partial.size());
    assertEquals("StopLogging", JSON.readTree(taken.partial.getFirst()).path("eventName").asText());
    assertTrue(taken.partial.getFirst().contains("\"sightline_partial\""));
    // Other columns' order, a byte order mark, carriage returns and semicolons.
    String turned =
        "\uFEFFEvent name;Event ID;Resources;Event time;User name\r\n"
            + "DeleteTrail;e-1;\"[{\"\"resourceName\"\":\"\"t\"\"}]\";2026-03-10"
            + " 09:31:02;mallory\r\n";
    Taken other = any(turned);
    assertEquals(1, other.partial.size(), other.reasons::toString);
    var json = JSON.readTree(other.partial.getFirst());
    assertEquals("2026-03-10T09:31:02Z", json.path("eventTime").asText());
    assertEquals("t", json.path("resources").path(0).path("resourceName").asText());
  }

  @Test
  void a_finding_and_another_event_of_eventbridge_are_told_apart() throws IOException {
    Taken finding = Taken.of(Forms.ANY, "f", fixture("guardduty_image_finding.json"));
    assertEquals(1, finding.findings.size());
    Taken mixed =
        any(
            "{\"id\":\"h\",\"detail-type\":\"AWS Health Event\",\"source\":\"aws.health\","
                + "\"detail\":{\"a\":1}}\n{\"id\":\"c\",\"detail-type\":\"AWS API Call via"
                + " CloudTrail\",\"source\":\"aws.s3\",\"detail\":"
                + ONE
                + "}");
    assertEquals(List.of("h"), mixed.events);
    assertEquals(List.of(ONE), mixed.records);
  }

  private static String subscription(String... messages) throws IOException {
    StringBuilder events = new StringBuilder();
    for (String message : messages) {
      events
          .append(events.isEmpty() ? "" : ",")
          .append("{\"id\":\"1\",\"timestamp\":1,\"message\":")
          .append(quoted(message))
          .append("}");
    }
    return "{\"owner\":\"1\",\"logEvents\":[" + events + "],\"messageType\":\"DATA_MESSAGE\"}";
  }

  @Test
  void log_events_come_in_one_document_or_many_with_anything_between_them() throws IOException {
    String control =
        "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[{\"id\":\"\",\"message\":\"x\"}]}";
    for (String between : List.of("", "\n", "\r\n\r\n", "  \t")) {
      Taken taken =
          Taken.of(
              Forms.STORED,
              "prefix/2026/03/10/09/stream-1-2026-03-10-09-31-02-uuid",
              String.join(between, subscription(ONE), control, subscription(TWO)).getBytes(UTF_8));
      assertBoth(taken);
      assertEquals(List.of("control_message"), taken.nothings);
    }
    assertBoth(any(subscription(ONE, TWO)));
    Taken extracted = Taken.of(Forms.STORED, "k", (ONE + TWO).getBytes(UTF_8));
    assertBoth(extracted);
    assertBoth(Taken.of(Forms.STORED, "k", (ONE + "\n" + TWO + "\n").getBytes(UTF_8)));
  }

  @Test
  void log_events_of_other_logs_are_what_they_are() throws IOException {
    String flow =
        "2 111122223333 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 1773135062 1773135122 ACCEPT OK";
    String query =
        "{\"version\":\"1.1\",\"query_timestamp\":\"2026-03-10T09:31:02Z\",\"query_name\":\"x.\"}";
    Taken taken = any(subscription(flow, query, "START RequestId: 1"));
    assertEquals(List.of(flow), taken.flows);
    assertEquals(List.of(query), taken.queries);
    assertEquals(1, taken.unknown.size());
    assertEquals(List.of(0L, 1L, 2L), taken.ordinals);
  }

  @Test
  void what_firehose_could_not_deliver_is_read_from_its_error_prefix() throws IOException {
    String data = Base64.getEncoder().encodeToString(gzip(subscription(ONE, TWO).getBytes(UTF_8)));
    assertBoth(
        Taken.of(
            Forms.STORED,
            "errors/processing-failed/2026/03/10/09/x",
            ("{\"attemptsMade\":4,\"arrivalTimestamp\":1773135062000,\"errorCode\":"
                    + "\"Lambda.FunctionError\",\"errorMessage\":\"m\",\"rawData\":\""
                    + data
                    + "\"}\n")
                .getBytes(UTF_8)));
  }

  @Test
  void what_the_command_line_prints_is_read() throws IOException {
    assertBoth(
        any(
            "{\n  \"events\": [\n    {\"logStreamName\": \"s\", \"timestamp\": 1, \"message\": "
                + quoted(ONE)
                + ", \"ingestionTime\": 2, \"eventId\": \"3\"},\n    {\"message\": "
                + quoted(TWO)
                + "}\n  ],\n  \"searchedLogStreams\": []\n}\n"));
    for (String column : List.of("eventJson", "eventjson", "EVENTJSON")) {
      assertBoth(
          any(
              "{\"QueryStatus\":\"FINISHED\",\"QueryStatistics\":{\"ResultsCount\":2},"
                  + "\"QueryResultRows\":[[{\"eventName\":\"One\"},{\""
                  + column
                  + "\":"
                  + quoted(ONE)
                  + "}],[{\""
                  + column
                  + "\":"
                  + quoted(TWO)
                  + "}]]}"));
    }
    assertBoth(
        any(
            "{\"results\":[[{\"field\":\"@timestamp\",\"value\":\"t\"},{\"field\":\"@message\","
                + "\"value\":"
                + quoted(ONE)
                + "}],[{\"field\":\"@message\",\"value\":"
                + quoted(TWO)
                + "}]],\"statistics\":{}}"));
    Taken columns = any("{\"QueryResultRows\":[[{\"eventName\":\"One\"},{\"c\":\"412\"}]]}");
    assertEquals(1, columns.reasons.size());
    assertTrue(columns.reasons.getFirst().contains("no whole records"), columns.reasons::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"@timestamp\":\"t\",\"event\":{\"original\":%s}}",
        "{\"event.original\":%s,\"message\":\"other words\"}",
        "{\"message\":%s,\"agent\":{\"type\":\"filebeat\"}}",
        "{\"_raw\":%s,\"_time\":1,\"host\":\"h\"}",
        "{\"time\":1,\"sourcetype\":\"aws:cloudtrail\",\"event\":%s}",
        "{\"preview\":false,\"result\":{\"_time\":\"1\",\"_raw\":%s}}",
        "{\"_index\":\"i\",\"_source\":{\"@timestamp\":\"t\",\"message\":%s}}",
        "{\"log\":%s}"
      })
  void what_shippers_and_senders_keep_is_read(String line) throws IOException {
    String text = line.formatted(quoted(ONE)) + "\n" + line.formatted(quoted(TWO)) + "\n";
    assertBoth(any(text));
    assertBoth(any("[" + text.strip().replace("\n", ",\n") + "]"));
  }

  @Test
  void a_sender_to_hec_may_keep_the_record_as_an_object() throws IOException {
    assertBoth(any("{\"event\":" + ONE + "}{\"event\":" + TWO + ",\"fields\":{\"a\":1}}"));
    assertBoth(any("{\"event\":" + ONE + "}\n" + TWO + "\n"));
    assertBoth(
        any(
            "{\"preview\":false,\"init_offset\":0,\"results\":[{\"_raw\":"
                + quoted(ONE)
                + "},"
                + "{\"_raw\":"
                + quoted(TWO)
                + "}]}"));
  }

  private static String cell(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Test
  void a_table_may_have_its_columns_in_any_order_and_its_lines_in_any_ending() throws IOException {
    for (String column : List.of("_raw", "eventjson", "eventJson", "\"_raw\"", " EventJson ")) {
      for (String end : List.of("\n", "\r\n")) {
        assertBoth(any(column + ",n" + end + cell(ONE) + ",1" + end + cell(TWO) + ",2" + end));
        assertBoth(
            any(
                "\uFEFFa,n,"
                    + column
                    + end
                    + "\"quoted\nline\",1,"
                    + cell(ONE)
                    + end
                    + "b,2,"
                    + cell(TWO)));
      }
    }
    String pretty = JSON.readTree(ONE).toPrettyString();
    assertEquals(List.of(pretty), any("_raw,b\n" + cell(pretty) + ",\n").records);
  }

  @Test
  void a_table_without_whole_records_is_answered_with_what_to_query() {
    UnreadableContentException e =
        assertThrows(
            UnreadableContentException.class,
            () ->
                Taken.of(
                    Forms.ANY,
                    "lake_result_1.csv.gz",
                    "eventName,eventTime,userIdentity\nA,2026,x\n".getBytes(UTF_8)));
    assertTrue(e.getMessage().contains("holds no whole records"), e.getMessage());
    assertTrue(e.getMessage().contains("eventJson"), e.getMessage());
  }

  @Test
  void rows_before_a_cut_table_are_read() {
    Taken taken = new Taken();
    assertThrows(
        UnreadableContentException.class,
        () ->
            taken.read(
                Forms.ANY,
                "x.csv",
                ("_raw\n" + cell(ONE) + "\n" + cell(TWO).substring(0, 40)).getBytes(UTF_8),
                1 << 20));
    assertEquals(List.of(ONE), taken.records);
  }

  @Test
  void text_in_utf_16_is_read() throws IOException {
    String log = "{\"Records\":[" + ONE + "," + TWO + "]}";
    assertBoth(Taken.of(Forms.ANY, "f", log.getBytes(UTF_16)));
    assertBoth(Taken.of(Forms.ANY, "f", ("\uFEFF" + log).getBytes(UTF_16LE)));
  }

  @Test
  void json_of_which_nothing_is_known_is_handed_on_as_such() throws IOException {
    Taken taken =
        any("{\"a\":1}\n{\"message\":\"hello\"}\n{\"eventTime\":\"2026-03-10T09:00:00Z\"}");
    assertEquals(3, taken.unknown.size());
    assertEquals(List.of(), taken.records);
    assertThrows(
        UnreadableContentException.class,
        () -> Taken.of(Forms.STORED, "k", "{\"a\":1}".getBytes(UTF_8)));
  }

  static byte[] gzip(byte[]... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(member);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(List<byte[]> contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("folder/"));
      zip.closeEntry();
      for (int i = 0; i < contents.size(); i++) {
        zip.putNextEntry(new ZipEntry("../../etc/" + i));
        zip.write(contents.get(i));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(List<byte[]> contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < contents.size(); i++) {
        TarArchiveEntry entry = new TarArchiveEntry("a/" + i);
        entry.setSize(contents.get(i).length);
        tar.putArchiveEntry(entry);
        tar.write(contents.get(i));
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] log(String record) {
    return ("{\"Records\":[" + record + "]}").getBytes(UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void records_come_out_of_whatever_packs_them(Forms forms) throws IOException {
    byte[] csv = ("_raw\n" + cell(TWO) + "\n").getBytes(UTF_8);
    List<byte[]> both = List.of(log(ONE), csv);
    List<byte[]> packed = new ArrayList<>();
    packed.add(zip(both));
    packed.add(tar(both));
    packed.add(gzip(tar(both)));
    packed.add(Zstd.compress(tar(both)));
    packed.add(zip(List.of(gzip(log(ONE)), Zstd.compress(csv))));
    packed.add(tar(List.of(zip(List.of(gzip(log(ONE)))), gzip(gzip(csv)))));
    packed.add(gzip(gzip(subscription(ONE).getBytes(UTF_8), subscription(TWO).getBytes(UTF_8))));
    for (byte[] content : packed) {
      Taken taken = Taken.of(forms, "packed", content);
      assertEquals(List.of(ONE, TWO), taken.records);
      assertEquals(List.of(0L, 1L), taken.ordinals);
    }
  }

  @Test
  void one_entry_that_is_no_log_does_not_keep_the_others_from_being_read() throws IOException {
    byte[] cut = gzip(log(TWO));
    List<byte[]> contents =
        List.of("words".getBytes(UTF_8), log(ONE), Arrays.copyOf(cut, 40), log(TWO), new byte[0]);
    for (byte[] archive : List.of(zip(contents), tar(contents))) {
      Taken taken = Taken.of(Forms.ANY, "x", archive);
      assertEquals(List.of(ONE, TWO), taken.records);
      assertEquals(2, taken.reasons.size(), taken.reasons::toString);
      assertTrue(taken.reasons.get(1).contains("in the middle of its gzip"), taken.reasons.get(1));
      assertEquals(List.of("empty"), taken.nothings);
    }
  }

  @Test
  void bombs_meet_the_limit_however_they_are_packed() throws IOException {
    byte[] bomb = new byte[8 << 20];
    Arrays.fill(bomb, (byte) ' ');
    for (byte[] packed :
        List.of(
            zip(List.of(bomb)),
            zip(List.of(gzip(bomb))),
            Zstd.compress(bomb),
            gzip(gzip(bomb)),
            tar(List.of(zip(List.of(bomb)))))) {
      UnreadableContentException e =
          assertThrows(
              UnreadableContentException.class,
              () -> new Taken().read(Forms.ANY, "bomb", packed, 1 << 20));
      assertTrue(e.getMessage().contains("limit of 1048576"), e.getMessage());
    }
    byte[] nested = log(ONE);
    for (int i = 0; i < 20; i++) {
      nested = gzip(nested);
    }
    byte[] deep = nested;
    UnreadableContentException e =
        assertThrows(UnreadableContentException.class, () -> Taken.of(Forms.ANY, "deep", deep));
    assertTrue(e.getMessage().contains("times over"), e.getMessage());
  }

  private static String other(Contents contents) {
    return contents instanceof Contents.Other other ? other.id() : contents.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          o-abcdefghij/AWSLogs/111122223333/Config/eu-west-1/2026/3/1/ConfigHistory/x.json.gz | config_history.json.gz | config-history
          AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/03/10/x.log.gz | load_balancer.log.gz | application-load-balancer
          anything | load_balancer.log.gz | application-load-balancer
          aws-waf-logs-x/2026/03/10/09/x | waf.log.gz | waf
          """)
  void other_logs_of_aws_are_known_and_not_carried(String key, String file, String id)
      throws IOException {
    Taken taken = new Taken();
    assertEquals(id, other(taken.read(Forms.STORED, key, fixture(file), 1 << 20)));
    assertEquals(List.of(id), taken.nothings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Permission Check Successful | write-check
          Enable AccessLog for ELB: web at 2026-03-10T09:31:02.123Z | write-check
          {"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[]} | config-snapshot
          {"firewall_name":"f","availability_zone":"a","event_timestamp":"1","event":{}} | network-firewall
          2015-05-13T23:39:43.945958Z web 192.0.2.1:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://x:80/ HTTP/1.1" "curl" - - | classic-load-balancer
          tls 2.0 2018-12-20T02:59:40 net/web/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 - arn | network-load-balancer
          79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - REST.GET.VERSIONING - "GET" 200 | s3-access
          '#Version: 1.0\n#Fields: date time x-edge-location' | cloudfront
          """)
  void small_files_that_services_leave_are_known_by_their_content(String text, String id)
      throws IOException {
    byte[] content = text.replace("\\n", "\n").getBytes(UTF_8);
    assertEquals(id, other(new Taken().read(Forms.STORED, "any/key", content, 1 << 20)));
  }
}
