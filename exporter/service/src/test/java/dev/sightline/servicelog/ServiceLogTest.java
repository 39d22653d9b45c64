package dev.sightline.servicelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.cloudtrail.MalformedLogException;
import dev.sightline.stand.LandingZoneBucket;
import dev.sightline.stand.LandingZoneBucket.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLogTest {
  /** What was read, as text, with what it tells. */
  private static final class Kept implements ServiceLogConsumer {
    final List<String> texts = new ArrayList<>();
    final List<String> times = new ArrayList<>();
    final List<String> accounts = new ArrayList<>();
    final List<List<String>> columns = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();

    @Override
    public void accept(ServiceRecord record) {
      assertEquals(texts.size() + reasons.size(), record.ordinal());
      texts.add(new String(record.buffer(), record.offset(), record.length(), UTF_8));
      times.add(
          record.timeMillis() < 0 ? "-" : Instant.ofEpochMilli(record.timeMillis()).toString());
      accounts.add(String.valueOf(record.accountId()));
      columns.add(record.columns());
    }

    @Override
    public void unreadable(long ordinal, String reason) {
      reasons.add(reason);
    }
  }

  private static Kept read(String key, String text) throws IOException {
    return read(key, text, new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static Kept read(String key, String head, InputStream stream) throws IOException {
    Kept kept = new Kept();
    try {
      new ServiceLogReader(ServiceLog.of(key, head).orElseThrow(), Account.ofKey(key), kept)
          .read(stream, head);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
    return kept;
  }

  private static String inflated(Stored object) throws IOException {
    byte[] content = object.content();
    if (!object.key().endsWith("gz")) {
      return new String(content, UTF_8);
    }
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config-history",
        "config-snapshot",
        "application-load-balancer",
        "network-load-balancer",
        "classic-load-balancer",
        "s3-access",
        "cloudfront",
        "waf",
        "network-firewall"
      })
  void a_landing_zones_logs_are_known_by_content_and_by_key(String family) throws IOException {
    List<Stored> objects = LandingZoneBucket.small().of(family);
    assertFalse(objects.isEmpty());
    for (Stored object : objects) {
      String text = inflated(object);
      ServiceLog log = ServiceLog.ofContent(text).orElseThrow();
      assertEquals(family, log.family().id());
      if (!family.equals("s3-access")) {
        assertEquals(family, ServiceLog.ofKey(object.key()).orElseThrow().family().id());
      }
      Kept kept = read(object.key(), text);
      assertEquals(object.records(), kept.texts.size(), family);
      assertEquals(List.of(), kept.reasons);
      assertEquals(Collections.nCopies(object.records(), object.account()), kept.accounts, family);
      for (String time : kept.times) {
        assertTrue(time.startsWith("2026-03-10T09:31:0"), family + " " + time);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-03-10T09:31:02.123456Z | 2026-03-10T09:31:02.123Z
          2026-03-10T09:31:02 | 2026-03-10T09:31:02Z
          2026-03-10T09:31:02.5+0130 | 2026-03-10T08:01:02.500Z
          2026-03-10T09:31:02-01:00 | 2026-03-10T10:31:02Z
          1773135062 | 2026-03-10T09:31:02Z
          1773135062.25 | 2026-03-10T09:31:02.250Z
          1773135062123 | 2026-03-10T09:31:02.123Z
          1773135062123456 | 2026-03-10T09:31:02.123Z
          """)
  void a_time_is_read_however_it_is_written(String text, String time) {
    assertEquals(Instant.parse(time).toEpochMilli(), RecordTime.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "2026-13-10T09:31:02Z",
        "2026-02-30T09:31:02Z",
        "2026-03-10T25:31:02Z",
        "20x6-03-10T09:31:02Z",
        "177313506x",
        "99999999999999999999"
      })
  void what_is_no_time_is_none(String text) {
    assertEquals(-1, RecordTime.of(text));
  }

  @ParameterizedTest
  @CsvSource({
    "o-abcdefghij/AWSLogs/111122223333/WAFLogs/x, 111122223333",
    "AWSLogs/aws-account-id=111122223333/CloudFront/x, 111122223333",
    "AWSLogs/o-abcdefghij/111122223333/Config/x, 111122223333",
    "site-logs/111122223333/eu-west-1/bucket/2026/03/10/x, 111122223333",
    "any/111122223333_elasticloadbalancing_eu-west-1_app.x.log.gz, 111122223333"
  })
  void a_keys_folder_tells_the_account(String key, String account) {
    assertEquals(account, Account.ofKey(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "logs/202603100931/x", "logs/1111222233334444/x", "1111-2222/x"})
  void other_numbers_are_no_account(String key) {
    assertNull(Account.ofKey(key));
  }

  @Test
  void damaged_lines_are_told_and_their_neighbours_are_read() throws IOException {
    String good = "{\"timestamp\":1773135062123,\"webaclId\":\"w\",\"terminatingRuleId\":\"r\"}";
    Kept kept =
        read(
            "k",
            good.substring(0, 40)
                + "\r\n\r\n"
                + good
                + "\r\nwords\n"
                + good
                + good
                + "\n[1]\n"
                + good);
    assertEquals(List.of(good, good, good, good), kept.texts);
    assertEquals(3, kept.reasons.size(), kept.reasons::toString);
    assertTrue(kept.reasons.getFirst().startsWith("Record 0 of 40 bytes"), kept.reasons::toString);
  }

  @Test
  void a_line_that_nobody_would_write_is_told_by_its_length() throws IOException {
    String line = "tls 2.0 2026-03-10T09:31:02 net/edge/0 x";
    Kept kept = read("k", line + "\n" + "x".repeat(2 << 20) + "\n" + line);
    assertEquals(List.of(line, line), kept.texts);
    assertTrue(kept.reasons.getFirst().contains("2097152 bytes"), kept.reasons::toString);
  }

  @Test
  void objects_are_read_that_stand_one_behind_the_other_or_in_a_list() throws IOException {
    String one = "{\"firewall_name\":\"f\",\"event_timestamp\":\"1773135062\",\"event\":{}}";
    for (String text : List.of(one + one + one, "[" + one + ",\n" + one + "," + one + "]")) {
      Kept kept = read("k", text);
      assertEquals(List.of(one, one, one), kept.texts, text);
      assertEquals("2026-03-10T09:31:02Z", kept.times.getFirst());
    }
  }

  @Test
  void headers_may_be_repeated_and_other_columns_are_told() throws IOException {
    String header = "#Version: 1.0\r\n#Fields: timestamp(ms) c-ip sc-status cs-method\r\n";
    String line = "1773135062123\t203.0.113.1\t200\tGET";
    Kept kept = read("k", header + line + "\r\n" + header + "\r\n" + line + "\r\n");
    assertEquals(List.of(line, line), kept.texts);
    assertEquals(
        List.of("timestamp(ms)", "c-ip", "sc-status", "cs-method"), kept.columns.getFirst());
    assertEquals("2026-03-10T09:31:02.123Z", kept.times.getFirst());
  }

  @Test
  void columns_that_have_always_been_there_need_no_telling_also_without_a_header()
      throws IOException {
    String line =
        "2026-03-10\t09:31:02\tOSL50-P1\t946\t203.0.113.1\tGET\td1.cloudfront.net\t/\t200";
    Kept kept = read("k", line);
    assertEquals(List.of(List.of()), kept.columns);
    assertEquals(List.of("2026-03-10T09:31:02Z"), kept.times);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"date":"2026-03-10","time":"09:31:02","x-edge-location":"OSL50-P1","cs-method":"GET"} | CLOUDFRONT_JSON | null
          {"protection_arn":"arn:aws:shield::111122223333:protection/p","starttime":"1773135062","action":"drop"} | SHIELD | 111122223333
          {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stageTimestamp":"2026-03-10T09:31:02.000000Z"} | EKS_AUDIT | null
          {"messageType":"ConfigurationItemChangeNotification","notificationCreationTime":"2026-03-10T09:31:02.000Z","configurationItem":{"awsAccountId":"111122223333"}} | CONFIG_NOTIFICATION | 111122223333
          2026-03-10T09:31:02.000000Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 0.001 "-" - - Success TID_1 | APPLICATION_LOAD_BALANCER_CONNECTIONS | null
          h2 2026-03-10T09:31:02.000000Z app/web/0 203.0.113.1:4 - -1 -1 -1 502 - 0 1 "GET https://x:443/ HTTP/2.0" "-" - - arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/w/0 | APPLICATION_LOAD_BALANCER | 111122223333
          """)
  void other_forms_are_known_by_their_content(String text, ServiceLog log, String account)
      throws IOException {
    assertEquals(Optional.of(log), ServiceLog.ofContent(text));
    Kept kept = read("any", text);
    assertEquals(List.of("2026-03-10T09:31:02Z"), kept.times);
    assertEquals(List.of(account), kept.accounts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[{\"requestParameters\":{\"webaclId\":\"w\",\"terminatingRuleId\":\"r\"}}]}",
        "{\"eventVersion\":\"1.11\",\"requestParameters\":{\"configurationItems\":[]}}",
        "words",
        "",
        "{",
        "2026-03-10 something happened"
      })
  void what_only_speaks_of_a_log_is_none(String text) {
    assertEquals(Optional.empty(), ServiceLog.ofContent(text));
  }

  @Test
  void a_snapshot_is_read_item_by_item_however_large_it_is() throws IOException {
    String item =
        "{\"configuration\":{\"text\":\""
            + "x".repeat(20_000)
            + "\"},\"configurationItemCaptureTime\":\"2026-03-10T09:31:02.000Z\",\"awsAccountId\":"
            + "\"111122223333\"}";
    String head =
        "{\"fileVersion\":\"1.0\",\"configSnapshotId\":\"s\",\"configurationItems\":[" + item;
    byte[] more = ("," + item).getBytes(UTF_8);
    List<InputStream> parts = new ArrayList<>();
    parts.add(new ByteArrayInputStream(head.getBytes(UTF_8)));
    for (int i = 0; i < 999; i++) {
      parts.add(new ByteArrayInputStream(more));
    }
    parts.add(new ByteArrayInputStream("]}".getBytes(UTF_8)));
    Kept kept =
        read(
            "k", head.substring(0, 8_000), new SequenceInputStream(Collections.enumeration(parts)));
    assertEquals(Collections.nCopies(1_000, item), kept.texts);
    assertEquals("2026-03-10T09:31:02Z", kept.times.getLast());
  }

  @Test
  void a_snapshot_that_breaks_off_is_told_behind_its_last_item() {
    String text = "{\"fileVersion\":\"1.0\",\"configurationItems\":[{\"a\":1},{\"a\":2},{\"a\"";
    MalformedLogException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            MalformedLogException.class, () -> read("k", text));
    assertTrue(e.getMessage().contains("2"), e.getMessage());
  }
}
