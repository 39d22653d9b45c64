package dev.sightline.guardduty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.guardduty.Coverage.State;
import dev.sightline.guardduty.GuardDutyException.Reason;
import dev.sightline.stand.GuardDutyServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.guardduty.GuardDutyClient;

/** The SDK talks to a server of the stand that answers as AWS documents it. */
class GuardDutyRegionTest {
  private static final String IRELAND = "eu-west-1";
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-01-02T00:00:00Z");

  private final GuardDutyServer server = GuardDutyServer.start();
  private final GuardDutyRegion region =
      new GuardDutyRegion(
          IRELAND,
          GuardDutyClient.builder()
              .region(Region.of(IRELAND))
              .endpointOverride(server.endpoint())
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))));

  @AfterEach
  void stop() {
    server.close();
  }

  private static String finding(String id, String updatedAt) {
    return "{\"accountId\":\"111122223333\",\"arn\":\"arn:aws:guardduty:eu-west-1:1:detector/d\","
        + "\"id\":\""
        + id
        + "\",\"type\":\"Invented:Thing/New\",\"severity\":8.0,\"updatedAt\":\""
        + updatedAt
        + "\",\"service\":{\"count\":1,\"archived\":true,\"youngerThanTheSdk\":{\"a\":1}}}";
  }

  private List<String> findings() throws Exception {
    List<String> found = new ArrayList<>();
    long count =
        region.findings(
            region.detectors().getFirst(),
            FROM,
            UNTIL,
            new FindingConsumer() {
              @Override
              public void accept(Finding finding, long ordinal) {
                found.add(
                    ordinal + " " + finding.identity() + " " + new String(finding.json(), UTF_8));
              }

              @Override
              public void unreadable(long ordinal, String reason) {
                found.add(reason);
              }
            });
    assertEquals(found.size(), count);
    return found;
  }

  @Test
  void every_page_of_findings_is_read_and_nothing_is_left_out_of_them() throws Exception {
    server.detector(IRELAND, "d", "111122223333", true);
    server.page(30);
    for (int i = 0; i < 75; i++) {
      server.finding(IRELAND, finding("f" + i, "2026-01-01T00:00:00." + (100 + i) + "Z"));
    }
    server.finding(IRELAND, finding("early", "2025-12-31T23:59:59.999Z"));
    List<String> found = findings();
    assertEquals(75, found.size());
    assertTrue(found.get(74).startsWith("74 f74:2026-01-01T00:00:00.174Z:1 "), found.get(74));
    assertTrue(found.get(0).contains("\"youngerThanTheSdk\":{\"a\":1}"), found.get(0));
    assertTrue(found.get(0).contains("\"archived\":true"), found.get(0));
    assertEquals(75, region.count("d", FROM, UNTIL));
  }

  @Test
  void what_is_throttled_is_asked_again() throws Exception {
    server.detector(IRELAND, "d", "111122223333", true);
    server.finding(IRELAND, finding("f", "2026-01-01T00:00:00.000Z"));
    server.throttle(2);
    assertEquals(1, findings().size());
  }

  @Test
  void a_region_that_denies_us_says_what_to_allow_where() {
    server.refuse(IRELAND, "AccessDeniedException");
    GuardDutyException denied = assertThrows(GuardDutyException.class, region::detectors);
    assertEquals(Reason.DENIED, denied.reason());
    assertEquals(
        "GuardDuty denies eu-west-1: allow guardduty:ListDetectors there, or leave the region out"
            + " of SIGHTLINE_GUARDDUTY_REGIONS",
        denied.getMessage());
    Coverage coverage = region.coverage("111122223333").getFirst();
    assertEquals(State.UNKNOWN, coverage.state());
    assertEquals(denied.getMessage(), coverage.said());
  }

  @Test
  void a_region_that_is_not_enabled_is_no_gap() {
    server.refuse(IRELAND, "UnrecognizedClientException");
    GuardDutyException refused = assertThrows(GuardDutyException.class, region::detectors);
    assertEquals(Reason.REGION_NOT_ENABLED, refused.reason());
    assertEquals(List.of(), region.coverage("111122223333"));
  }

  @Test
  void coverage_names_the_account_and_every_member_with_their_features() {
    server.detector(IRELAND, "d", "111122223333", true);
    server.page(1);
    server.member(IRELAND, "444455556666", "Enabled");
    server.member(IRELAND, "777788889999", "Resigned");
    List<Coverage> coverage = region.coverage(null);
    assertEquals(3, coverage.size(), coverage.toString());
    assertEquals("111122223333", coverage.get(0).account());
    assertEquals(State.ON, coverage.get(0).state());
    assertEquals(
        Map.of(
            "S3_DATA_EVENTS", "ENABLED",
            "RUNTIME_MONITORING", "ENABLED",
            "RDS_LOGIN_EVENTS", "DISABLED",
            "AI_PROTECTION", "ENABLED",
            "AI_ANALYST", "DISABLED"),
        coverage.get(0).features());
    assertEquals("ENABLED", coverage.get(1).features().get("AI_PROTECTION"));
    assertEquals("444455556666", coverage.get(1).account());
    assertEquals("DISABLED", coverage.get(1).features().get("EKS_AUDIT_LOGS"));
    assertEquals(State.OFF, coverage.get(2).state());
    String json = new String(coverage.get(2).json(), UTF_8);
    assertTrue(json.contains("\"health\":\"bad\",\"state\":\"off\""), json);
  }

  @Test
  void a_region_without_a_detector_and_one_that_is_suspended_are_told() {
    assertEquals(State.MISSING, region.coverage("111122223333").getFirst().state());
    server.detector(IRELAND, "d", "111122223333", false);
    assertEquals(State.OFF, region.coverage(null).getFirst().state());
  }

  @Test
  void every_partition_has_its_own_regions() {
    assertTrue(GuardDutyRegion.regions("aws").contains(IRELAND));
    assertTrue(GuardDutyRegion.regions("aws-cn").contains("cn-north-1"));
    assertTrue(GuardDutyRegion.regions("aws-us-gov").contains("us-gov-west-1"));
    assertEquals(
        List.of(),
        GuardDutyRegion.regions("aws").stream().filter(name -> name.startsWith("cn-")).toList());
  }
}
