package dev.sightline.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.quarantine.Entry;
import dev.sightline.telemetry.Measures.MessageEnd;
import dev.sightline.telemetry.Measures.RecordEnd;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Everything that can be wrong with an object or a message, in one batch of ten messages. */
class PoisonTest {
  private static final String DENIED =
      "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
  private static final String DISABLED_KEY =
      "<Error><Code>KMS.DisabledException</Code><Message>the key is disabled</Message></Error>";

  /** What must be found in the quarantine: where it is, and words of the reason. */
  private record Poison(String place, String reason) {}

  private final List<String> expected = new ArrayList<>();
  private final List<Poison> poison = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  @Test
  void neighbours_arrive_and_the_quarantine_has_the_poison_exactly() throws InterruptedException {
    try (Surroundings around = new Surroundings();
        HttpFront s3 = HttpFront.start(around.s3Server.endpoint(), PoisonTest::refusing)) {
      damagedFiles(around);
      largeAndOddRecords(around);
      filesThatAreNoLogs(around);
      filesThatAreNotThere(around);
      oddKeysAndOtherBuckets(around);
      messagesThatAnnounceNothing();
      assertEquals(10, messages.size());
      around.sqs.sendMessageBatch(request ->
          request
              .queueUrl(around.queueUrl)
              .entries(
                  messages.stream()
                      .map(body ->
                          SendMessageBatchRequestEntry.builder()
                              .id("m" + messages.indexOf(body))
                              .messageBody(body)
                              .build())
                      .toList()));

      try (Service service =
          around.start(
              Map.of(
                  "aws.endpoint-url-s3",
                  s3.endpoint().toString(),
                  "sightline.buckets",
                  Surroundings.BUCKET,
                  "sightline.object.inflated-bytes",
                  "32MiB"))) {
        around.awaitEmptyQueue();
        // Splunk takes what stands before a record that it refuses, and does not say so: that may
        // come more than once.
        assertEquals(
            expected.stream().sorted().toList(),
            around.receivedTexts().stream().distinct().toList());
        assertQuarantined(around.quarantineEntries());
        assertLaws(service);
      }
    }
  }

  private void assertQuarantined(List<Entry> entries) {
    Comparator<Poison> order = Comparator.comparing(Poison::place).thenComparing(Poison::reason);
    List<Poison> found =
        entries.stream()
            .map(entry -> new Poison(entry.place(), entry.reason()))
            .sorted(order)
            .toList();
    List<Poison> wanted = poison.stream().sorted(order).toList();
    assertEquals(
        wanted.stream().map(Poison::place).toList(), found.stream().map(Poison::place).toList());
    for (int i = 0; i < wanted.size(); i++) {
      String reason = found.get(i).reason();
      assertTrue(reason.contains(wanted.get(i).reason()), wanted.get(i) + " but " + reason);
    }
  }

  private void assertLaws(Service service) throws InterruptedException {
    var measures = service.exporter().measures();
    Surroundings.assertConserved(measures);
    assertEquals(10, measures.messages().entered());
    assertEquals(1, measures.messages().left(MessageEnd.DELETED));
    assertEquals(9, measures.messages().left(MessageEnd.QUARANTINED));
    assertEquals(expected.size(), measures.records().left(RecordEnd.DELIVERED));
    assertEquals(2, measures.records().left(RecordEnd.REJECTED));
    assertEquals(poison.size(), measures.quarantineEntries());
    assertEquals(1, measures.nothings("digest"));
    assertEquals(1, measures.nothings("empty"));
    assertEquals(1, measures.nothings("test-event"));
    assertEquals(1, measures.nothings("overwritten"));
  }

  private static HttpFront.Fate refusing(HttpFront.Request request) {
    if (request.path().endsWith("/denied.json.gz")) {
      return new HttpFront.Fate.Answers(403, DENIED);
    }
    if (request.path().endsWith("/encrypted.json.gz")) {
      return new HttpFront.Fate.Answers(400, DISABLED_KEY);
    }
    return new HttpFront.Fate.Passes();
  }

  private void damagedFiles(Surroundings around) {
    good(around, "beside-damage.json.gz", 5);
    around.put("empty.json.gz", new byte[0]);
    byte[] whole = Logs.gzip(Logs.records("truncated", 40));
    put(around, "truncated.json.gz", Arrays.copyOf(whole, 30), "in the middle of its gzip");
    byte[] corrupt = Logs.gzip(List.of());
    corrupt[corrupt.length - 6] ^= 1;
    put(around, "corrupt.json.gz", corrupt, "checksum");
    List<String> records = Logs.records("members", 10);
    byte[] log = Logs.plain(records);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(Logs.gzip(Arrays.copyOfRange(log, 0, 700)));
    members.writeBytes(Logs.gzip(Arrays.copyOfRange(log, 700, log.length)));
    around.put("members.json.gz", members.toByteArray());
    expected.addAll(records);
    byte[] bomb = new byte[100_000_000];
    Arrays.fill(bomb, (byte) ' ');
    System.arraycopy("{\"Records\":[".getBytes(UTF_8), 0, bomb, 0, 12);
    byte[] packed = Logs.gzip(bomb);
    assertTrue(bomb.length / packed.length > 900, packed.length + " bytes");
    put(around, "bomb.json.gz", packed, "inflates to more");
    announce(
        "empty.json.gz",
        "truncated.json.gz",
        "beside-damage.json.gz",
        "corrupt.json.gz",
        "members.json.gz",
        "bomb.json.gz");
  }

  private void largeAndOddRecords(Surroundings around) {
    List<String> three = Logs.records("latin", 3);
    expected.add(three.get(0));
    expected.add(three.get(2));
    byte[] latin =
        ("{\"Records\":["
                + String.join(
                    ",", three.get(0), three.get(1).replace("ana", "an\u00e4"), three.get(2))
                + "]}")
            .getBytes(ISO_8859_1);
    around.put("latin.json.gz", Logs.gzip(latin));
    poison.add(new Poison(place("latin.json.gz") + " record 1", "code 6"));

    String quarter = "{\"eventID\":\"quarter\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"text\":\"";
    String large = quarter + "x".repeat(256 << 10) + "\"}";
    String twice = "{\"eventName\":\"One\",\"eventID\":\"twice\",\"eventName\":\"Two\"}";
    expected.addAll(List.of(large, twice));
    String tooLarge = quarter + "y".repeat(6 << 20) + "\"}";
    around.put("large.json.gz", Logs.gzip(List.of(large, tooLarge, twice)));
    poison.add(new Poison(place("large.json.gz") + " record 1", "larger than the limit"));
    announce("latin.json.gz", "large.json.gz");
  }

  private void filesThatAreNoLogs(Surroundings around) {
    good(around, "beside-no-logs.json.gz", 5);
    put(around, "missing.json.gz", gzip("{\"records\":[]}"), "without 'Records'");
    put(around, "null.json.gz", gzip("{\"Records\":null}"), "not a list");
    put(around, "object.json.gz", gzip("{\"Records\":{\"a\":[]}}"), "not a list");
    announce("missing.json.gz", "null.json.gz", "beside-no-logs.json.gz", "object.json.gz");

    put(around, "page.json.gz", "<!doctype html><h1>Sign in</h1>".getBytes(UTF_8), "HTML");
    around.put(
        "digest.json.gz",
        gzip(
            "{\"awsAccountId\":\"111122223333\",\"digestStartTime\":\"2026-01-01T00:00:00Z\","
                + "\"digestS3Bucket\":\"trail-logs\",\"logFiles\":[]}"));
    String insight =
        "{\"eventVersion\":\"1.09\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventID\":\"insight\","
            + "\"eventType\":\"AwsCloudTrailInsight\",\"insightDetails\":{\"state\":\"Start\"},"
            + "\"recipientAccountId\":\"111122223333\"}";
    around.put("insight.json.gz", Logs.gzip(List.of(insight)));
    expected.add(insight);
    announce("page.json.gz", "digest.json.gz", "insight.json.gz");
  }

  private void filesThatAreNotThere(Surroundings around) {
    good(around, "beside-denied.json.gz", 5);
    poison.add(new Poison(place("gone.json.gz"), "is not there"));
    put(around, "denied.json.gz", Logs.gzip(Logs.records("denied", 1)), "kms:Decrypt");
    put(around, "encrypted.json.gz", Logs.gzip(Logs.records("encrypted", 1)), "is denied");
    announce("gone.json.gz", "denied.json.gz", "beside-denied.json.gz", "encrypted.json.gz");

    around.put("overwritten.json.gz", Logs.gzip(Logs.records("old", 4)));
    String eTag =
        around
            .s3
            .headObject(request -> request.bucket(Surroundings.BUCKET).key("overwritten.json.gz"))
            .eTag();
    good(around, "overwritten.json.gz", 6);
    messages.add(
        Notifications.together(
            List.of(
                Notifications.s3(
                    Surroundings.BUCKET, "overwritten.json.gz", eTag.replace("\"", "")),
                Notifications.s3("somebody-elses", "log.json.gz"))));
    poison.add(new Poison("s3://somebody-elses/log.json.gz", "not in SIGHTLINE_BUCKETS"));
  }

  private void oddKeysAndOtherBuckets(Surroundings around) {
    List<String> keys =
        List.of("a b/log+1.json.gz", "%2B/%252B.json.gz", "..a/..b../log...json.gz");
    keys.forEach(key -> good(around, key, 3));
    // A key is no path: this one leads nowhere, and S3 says so.
    poison.add(new Poison(place("up/../../etc/passwd"), "S3 answered 400"));
    announce(keys.get(0), keys.get(1), "up/../../etc/passwd", keys.get(2));
  }

  private void messagesThatAnnounceNothing() {
    messages.add(Notifications.test(Surroundings.BUCKET));
    messages.add(Notifications.sns("Records: none"));
    messages.add("AWSLogs/111122223333/log.json.gz was written");
    poison.add(new Poison("queue trail", "not JSON"));
    poison.add(new Poison("queue trail", "not JSON"));
  }

  private void good(Surroundings around, String key, int records) {
    List<String> log = Logs.records(key, records);
    around.put(key, Logs.gzip(log));
    expected.addAll(log);
  }

  private void put(Surroundings around, String key, byte[] content, String reason) {
    around.put(key, content);
    poison.add(new Poison(place(key), reason));
  }

  private void announce(String... keys) {
    messages.add(Notifications.s3(Surroundings.BUCKET, List.of(keys)));
  }

  private static byte[] gzip(String text) {
    return Logs.gzip(text.getBytes(UTF_8));
  }

  private static String place(String key) {
    return "s3://" + Surroundings.BUCKET + "/" + key;
  }
}
