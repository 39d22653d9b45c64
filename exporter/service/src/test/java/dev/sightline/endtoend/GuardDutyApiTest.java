package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.stand.GuardDutyServer;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.StsServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * GuardDuty's API as the third way of a finding. No emulator of it was found: the SDK talks to a
 * server of the stand that answers as AWS documents it.
 */
@Isolated
class GuardDutyApiTest {
  private static final String ID = "f:2026-01-02T03:04:05.678Z:1";
  private static final String SOURCETYPE = "aws:cloudwatch:guardduty";

  /** The poll looks back 90 days at the most. */
  private final String recently =
      Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60).toString();

  private final Surroundings around = new Surroundings();
  private final GuardDutyServer guardDuty = GuardDutyServer.start();
  private final StsServer sts = StsServer.start();

  @BeforeEach
  void a_detector_with_a_finding() {
    guardDuty.detector("eu-west-1", "d", "111122223333", true);
    guardDuty.finding("eu-west-1", SourcesTest.finding("f", 1));
    guardDuty.member("eu-west-1", "444455556666", "Disabled");
    guardDuty.refuse("eu-west-2", "AccessDeniedException");
  }

  @AfterEach
  void stop() {
    sts.close();
    guardDuty.close();
    around.close();
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.put("aws.endpoint-url-guardduty", guardDuty.endpoint().toString());
    properties.put("aws.endpoint-url-sts", sts.endpoint().toString());
    properties.put("sightline.guardduty.regions", "eu-west-2,eu-west-1,us-east-1");
    return properties;
  }

  private List<ReceivedEvent> findings() {
    return around.hec.events().stream()
        .filter(event -> SOURCETYPE.equals(event.sourcetype()))
        .toList();
  }

  private List<String> coverage() {
    return around.hec.events().stream()
        .map(ReceivedEvent::event)
        .filter(event -> event.contains("guardduty_coverage"))
        .toList();
  }

  @Test
  void a_finding_that_comes_by_all_three_ways_has_one_id_and_is_sent_once() throws Exception {
    Map<String, Object> properties = properties();
    properties.put("sightline.guardduty.poll", "1s");
    properties.put("sightline.guardduty.lookback", "90d");
    guardDuty.finding(
        "eu-west-1", SourcesTest.finding("g", 1).replace("2026-01-02T03:04:05.678Z", recently));
    String finding = SourcesTest.finding("g", 1).replace("2026-01-02T03:04:05.678Z", recently);
    around.put("export.jsonl", finding.getBytes(StandardCharsets.UTF_8));
    try (Service service = around.start(properties)) {
      around.send(Notifications.s3(Surroundings.BUCKET, "export.jsonl"));
      around.send(
          "{\"id\":\"e\",\"source\":\"aws.guardduty\",\"detail-type\":\"GuardDuty Finding\","
              + "\"detail\":"
              + finding
              + "}");
      around.awaitEmptyQueue();
      // The second poll of a region comes after the first one has been dealt with.
      Surroundings.await("GuardDuty was polled twice", () -> listings() >= 2);
      Surroundings.await("its coverage is told", () -> coverage().size() == 4);
      assertEquals(1, findings().size(), findings().toString());
      assertTrue(service.exporter().measures().eventsRepeated() >= 2);
    }
    String all = String.join("\n", coverage());
    assertTrue(all.contains("\"state\":\"unknown\",\"account\":\"111122223333\""), all);
    assertTrue(all.contains("GuardDuty denies eu-west-2"), all);
    assertTrue(all.contains("\"state\":\"off\",\"account\":\"444455556666\""), all);
    assertTrue(all.contains("\"state\":\"missing\",\"account\":\"111122223333\""), all);
  }

  /** What GuardDuty added lately, and what nobody knows yet. */
  private static final String NEWEST =
      "\"customDetectionRuleName\":\"crown-jewels\",\"resource\":{\"resourceType\":\"Ec2Image\","
          + "\"ec2ImageDetails\":{\"imageArn\":\"arn:aws:ec2:eu-west-1::image/ami-0a\"},"
          + "\"ebsSnapshotDetails\":{\"snapshotArn\":\"arn:aws:ec2:eu-west-1::snapshot/snap-0a\"},"
          + "\"recoveryPointDetails\":{\"recoveryPointArn\":\"r\",\"backupVaultName\":\"v\"},"
          + "\"bedrockGuardrailDetails\":{\"guardrailArn\":\"g\",\"guardrailVersion\":\"1\"},"
          + "\"modelDetails\":[{\"modelId\":\"m\"}],\"moonDetails\":{\"Phase\":\"full\"}}";

  private String newest(String id) {
    return SourcesTest.finding(id, 1)
        .replace("2026-01-02T03:04:05.678Z", recently)
        .replace("\"resource\":{\"resourceType\":\"Instance\"}", NEWEST);
  }

  @Test
  void the_newest_members_of_a_finding_are_kept_by_all_three_ways() throws Exception {
    Map<String, Object> properties = properties();
    properties.put("sightline.guardduty.poll", "1s");
    properties.put("sightline.guardduty.lookback", "90d");
    guardDuty.finding("eu-west-1", newest("by-api"));
    around.put("newest.jsonl", newest("by-export").getBytes(StandardCharsets.UTF_8));
    try (Service service = around.start(properties)) {
      around.send(Notifications.s3(Surroundings.BUCKET, "newest.jsonl"));
      around.send(
          "{\"id\":\"e\",\"source\":\"aws.guardduty\",\"detail-type\":\"GuardDuty Finding\","
              + "\"detail\":"
              + newest("by-event")
              + "}");
      Surroundings.await("all three are there", () -> findings().size() == 3);
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
    }
    ObjectMapper json = new ObjectMapper();
    for (ReceivedEvent event : findings()) {
      String id = json.readTree(event.event()).path("id").asText();
      assertEquals(json.readTree(newest(id)), json.readTree(event.event()), id);
    }
  }

  private long listings() {
    return guardDuty.requests().stream()
        .filter("eu-west-1 POST /detector/d/findings"::equals)
        .count();
  }

  @Test
  void a_backfill_brings_what_the_api_has_and_names_the_region_that_denies_us() throws Exception {
    CommandRun counted =
        CommandRun.of(properties(), "backfill", "guardduty", "--from", "2026-01-01", "--dry-run");
    assertTrue(counted.output().matches("(?s).*eu-west-1 +1\n.*"), counted.output());
    assertEquals(0, findings().size());

    CommandRun run =
        CommandRun.of(properties(), "backfill", "guardduty", "--from", "2026-01-01", "--json");
    assertEquals(3, run.exitCode(), run.output());
    assertEquals(1, run.json().get("findings").asInt());
    assertTrue(run.output().contains("GuardDuty denies eu-west-2: allow"), run.output());
    assertEquals(List.of(ID), findings().stream().map(ReceivedEvent::id).toList());
  }

  @Test
  void a_backfill_of_a_later_time_finds_nothing() throws Exception {
    CommandRun run =
        CommandRun.of(
            properties(), "backfill", "guardduty", "--from", "2026-01-03", "--region", "eu-west-1");
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(List.of(), findings());
  }
}
