package dev.sightline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.quarantine.Entry;
import dev.sightline.stand.ReceivedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every source but CloudTrail's own objects, from what AWS puts to what Splunk takes. One service
 * carries them all: each test looks for its own.
 */
class SourcesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Surroundings around;
  private static Service service;

  @BeforeAll
  static void start() {
    around = new Surroundings();
    service = around.start();
  }

  @AfterAll
  static void everything_is_accounted_for() throws InterruptedException {
    try {
      Surroundings.assertConserved(service.exporter().measures());
    } finally {
      service.close();
      around.close();
    }
  }

  static String finding(String id, int count) {
    return "{\"schemaVersion\":\"2.0\",\"accountId\":\"111122223333\",\"region\":\"eu-west-1\","
        + "\"id\":\""
        + id
        + "\",\"arn\":\"arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/"
        + id
        + "\",\"type\":\"Invented:Thing/NeverSeen\",\"resource\":{\"resourceType\":\"Instance\"},"
        + "\"severity\":8,\"updatedAt\":\"2026-01-02T03:04:05.678Z\",\"service\":{\"count\":"
        + count
        + ",\"archived\":false}}";
  }

  private static String event(String id, String source, String type, String detail) {
    return "{\"version\":\"0\",\"id\":\""
        + id
        + "\",\"detail-type\":\""
        + type
        + "\",\"source\":\""
        + source
        + "\",\"account\":\"111122223333\",\"time\":\"2026-01-02T03:04:05Z\",\"region\":\"eu-west-1\","
        + "\"resources\":[],\"detail\":"
        + detail
        + "}";
  }

  private static List<ReceivedEvent> received(String id) {
    return around.hec.events().stream().filter(event -> id.equals(event.id())).toList();
  }

  private static ReceivedEvent one(String id) throws InterruptedException {
    Surroundings.await(id + " is in Splunk", () -> !received(id).isEmpty());
    around.awaitEmptyQueue();
    assertEquals(1, received(id).size());
    return received(id).getFirst();
  }

  private static void assertMetadata(
      ReceivedEvent event, String sourcetype, String source, String time) {
    assertEquals(sourcetype, event.sourcetype());
    assertEquals(source, event.source());
    assertEquals(Instant.parse(time), event.time());
    assertEquals("111122223333", event.host());
  }

  private static List<ReceivedEvent> ofObject(String sourcetype, String text)
      throws InterruptedException {
    around.awaitEmptyQueue();
    return around.hec.events().stream()
        .filter(event -> sourcetype.equals(event.sourcetype()) && event.event().contains(text))
        .toList();
  }

  @Test
  void a_finding_by_eventbridge_arrives_without_its_envelope() throws Exception {
    String finding = finding("by-eventbridge", 1);
    around.send(event("e1", "aws.guardduty", "GuardDuty Finding", finding));
    ReceivedEvent event = one("by-eventbridge:2026-01-02T03:04:05.678Z:1");
    assertMetadata(event, "aws:cloudwatch:guardduty", "aws_guardduty", "2026-01-02T03:04:05.678Z");
    assertEquals(JSON.readTree(finding), JSON.readTree(event.event()));
    assertTrue(event.event().indexOf("severity") < event.event().indexOf("resource"));
  }

  @Test
  void findings_exported_to_s3_arrive_like_those_by_eventbridge() throws Exception {
    String key = "AWSLogs/111122223333/GuardDuty/eu-west-1/2026/01/02/x.jsonl.gz";
    String lines = finding("exported-1", 1) + "\n" + finding("exported-2", 1) + "\n";
    around.putAndAnnounce(key, Logs.gzip(lines.getBytes(UTF_8)));
    for (int i = 1; i <= 2; i++) {
      ReceivedEvent event = one("exported-" + i + ":2026-01-02T03:04:05.678Z:1");
      assertEquals("aws:cloudwatch:guardduty", event.sourcetype());
    }
  }

  @Test
  void a_finding_that_comes_by_every_way_of_the_queue_is_sent_once() throws Exception {
    String finding = finding("often", 3);
    String later = finding("often", 4);
    around.put("often.jsonl", (finding + "\n" + later + "\n").getBytes(UTF_8));
    around.put("again.jsonl", (later + "\n" + finding + "\n" + finding).getBytes(UTF_8));
    around.send(Notifications.s3(Surroundings.BUCKET, List.of("often.jsonl", "again.jsonl")));
    around.send(finding);
    around.send(Notifications.sns(event("o1", "aws.guardduty", "GuardDuty Finding", later)));
    around.send(event("o2", "aws.guardduty", "GuardDuty Finding", finding));
    assertNotNull(one("often:2026-01-02T03:04:05.678Z:3"));
    assertNotNull(one("often:2026-01-02T03:04:05.678Z:4"));
  }

  @Test
  void a_sign_in_by_eventbridge_arrives_as_a_record_of_cloudtrail() throws Exception {
    String record = Logs.records("sign-in", 1).getFirst();
    around.send(event("s1", "aws.signin", "AWS Console Sign In via CloudTrail", record));
    ReceivedEvent event = one("s1");
    assertEquals("aws:cloudtrail", event.sourcetype());
    assertEquals(record, event.event());
    assertEquals(Instant.parse("2026-01-02T03:04:00Z"), event.time());
  }

  @Test
  void events_of_other_services_arrive_whole_as_they_came() throws Exception {
    Map<String, String> services =
        Map.of(
            "aws.macie", "Macie Finding",
            "aws.health", "AWS Health Abuse Event",
            "aws.cloudwatch", "CloudWatch Alarm State Change",
            "com.example.own", "Something: Ours");
    for (Map.Entry<String, String> each : services.entrySet()) {
      String id = "other-" + each.getKey();
      String text = event(id, each.getKey(), each.getValue(), "{ \"a\": [1, \"ü\"] }");
      around.send(text);
      ReceivedEvent event = one(id);
      boolean aws = each.getKey().startsWith("aws.");
      assertMetadata(
          event,
          "aws:firehose:cloudwatchevents",
          aws ? each.getKey().replace('.', '_') : "eventbridge:" + each.getKey(),
          "2026-01-02T03:04:05Z");
      assertEquals(text, event.event());
    }
    around.send(event("hub", "aws.securityhub", "Security Hub Findings - Imported", "{}"));
    assertEquals("aws:securityhub:finding", one("hub").sourcetype());
  }

  @Test
  void an_event_without_detail_is_kept_with_its_reason_and_the_rest_goes_on() throws Exception {
    around.send("{\"id\":\"n1\",\"source\":\"aws.health\",\"detail-type\":\"AWS Health Event\"}");
    around.send(event("n2", "aws.guardduty", "GuardDuty Finding", "{\"no\":\"finding\"}"));
    around.send(event("n3", "aws.health", "AWS Health Event", "{}"));
    assertNotNull(one("n3"));
    List<String> reasons =
        around.quarantineEntries().stream()
            .map(Entry::reason)
            .filter(reason -> reason.startsWith("EventBridge"))
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "EventBridge's event 'AWS Health Event' from 'aws.health' has no detail: let the rule"
                + " hand on the whole event, without a transformer",
            "EventBridge's event is called a finding of GuardDuty, and its detail has no id or"
                + " type"),
        reasons);
  }

  @Test
  void a_flow_log_arrives_line_by_line() throws Exception {
    String header =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
            + " start end action log-status\n";
    String line =
        "2 111122223333 eni-standard 10.0.0.1 198.51.100.9 443 5 6 10 840 1767323045 1767323105"
            + " REJECT OK";
    around.putAndAnnounce(
        "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/02/f.log.gz",
        Logs.gzip((header + line + "\n" + line + "\n").getBytes(UTF_8)));
    List<ReceivedEvent> events = ofObject("aws:cloudwatchlogs:vpcflow", "eni-standard");
    assertEquals(2, events.size());
    assertMetadata(
        events.getFirst(), "aws:cloudwatchlogs:vpcflow", "aws_vpcflow", "2026-01-02T03:04:05Z");
    assertEquals(text(line), events.getFirst().event());
    assertTrue(String.valueOf(events.get(1).id()).endsWith(":1"));
  }

  @Test
  void a_flow_log_of_another_format_says_its_columns_also_unknown_ones() throws Exception {
    around.putAndAnnounce(
        "flows/custom.log",
        "start account-id moon-phase\n1767323045 111122223333 full\n".getBytes(UTF_8));
    ReceivedEvent event = ofObject("sightline:vpcflow", "full").getFirst();
    assertMetadata(
        event,
        "sightline:vpcflow",
        "aws_vpcflow:start,account-id,moon-phase",
        "2026-01-02T03:04:05Z");
  }

  @Test
  void queries_of_the_resolver_arrive_as_they_are_and_a_damaged_line_is_kept() throws Exception {
    String query =
        "{\"version\":\"1.1\",\"account_id\":\"111122223333\",\"region\":\"eu-west-1\","
            + "\"query_timestamp\":\"2026-01-02T03:04:05Z\",\"query_name\":\"c2.example.\","
            + "\"transport\":\"DoH\",\"srcids\":{\"resolver_endpoint\":\"rslvr-in-0a\","
            + "\"resolver_network_interface\":\"rni-0a\"},\"firewall_rule_action\":\"BLOCK\","
            + "\"firewall_rule_group_id\":\"rslvr-frg-0a\",\"firewall_domain_list_id\":"
            + "\"rslvr-fdl-0a\",\"younger_than_us\":{\"a\":[1]}}";
    around.putAndAnnounce(
        "AWSLogs/111122223333/vpcdnsquerylogs/vpc-1/2026/01/02/q.log.gz",
        Logs.gzip((query + "\n{damaged\n" + query + "\n").getBytes(UTF_8)));
    List<ReceivedEvent> events = ofObject("aws:route53", "c2.example.");
    assertEquals(2, events.size());
    assertEquals(query, events.getFirst().event());
    assertMetadata(
        events.getFirst(), "aws:route53", "aws_route53_resolver", "2026-01-02T03:04:05Z");
    assertTrue(service.exporter().measures().quarantineEntries() > 0);
  }

  @Test
  void insights_and_network_activity_arrive_like_every_record_of_cloudtrail() throws Exception {
    for (String type : List.of("AwsCloudTrailInsight", "AwsVpceEvent")) {
      String record =
          "{\"eventVersion\":\"1.09\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventType\":\""
              + type
              + "\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"i\"}";
      around.putAndAnnounce(
          "AWSLogs/111122223333/CloudTrail-Other/" + type + ".json.gz", Logs.gzip(List.of(record)));
      ReceivedEvent event = ofObject("aws:cloudtrail", type).getFirst();
      assertMetadata(event, "aws:cloudtrail", "aws_cloudtrail", "2026-01-02T03:04:05Z");
      assertEquals(record, event.event());
    }
  }

  private static String text(String line) throws JsonProcessingException {
    return JSON.writeValueAsString(line);
  }
}
