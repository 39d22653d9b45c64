package dev.sightline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.family.Families;
import dev.sightline.family.Family;
import dev.sightline.family.Treatment;
import dev.sightline.quarantine.Entry;
import dev.sightline.stand.LandingZoneBucket;
import dev.sightline.stand.LandingZoneBucket.Stored;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.RecordEnd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A landing zone's whole bucket, from the queue to Splunk: what arrives, and what not. */
class FamiliesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LandingZoneBucket ZONE = LandingZoneBucket.small();

  /** The logs that are carried where somebody asks for them. */
  private static final String ALL =
      Arrays.stream(Family.values())
          .filter(Family::isCarriable)
          .map(family -> family.id() + "=carry")
          .collect(Collectors.joining(","));

  private static List<ReceivedEvent> arrived(Surroundings around) {
    return around.hec.events().stream()
        .filter(event -> !"sightline:exporter".equals(event.sourcetype()))
        .toList();
  }

  private static void announce(Surroundings around, LandingZoneBucket zone)
      throws InterruptedException {
    zone.putInto(around::put);
    for (Stored object : zone.objects()) {
      around.send(Notifications.s3(Surroundings.BUCKET, object.key()));
    }
    around.awaitEmptyQueue();
  }

  private static int records(List<Stored> objects) {
    return objects.stream().mapToInt(Stored::records).sum();
  }

  private static List<Stored> treated(Treatment treatment) {
    return ZONE.objects().stream()
        .filter(object ->
            Family.of(object.family())
                .map(family -> Families.STANDARD.of(family) == treatment)
                .orElse(false))
        .toList();
  }

  @Test
  void of_a_landing_zones_bucket_arrives_what_always_did_and_nothing_is_an_error()
      throws Exception {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      announce(around, ZONE);
      assertEquals(List.of(), around.quarantined());
      assertEquals(records(treated(Treatment.CARRY)), arrived(around).size());
      Measures measures = service.exporter().measures();
      Surroundings.assertConserved(measures);
      Map<String, Long> expected =
          ZONE.objects().stream()
              .filter(object -> !treated(Treatment.CARRY).contains(object))
              .collect(Collectors.groupingBy(Stored::family, TreeMap::new, Collectors.counting()));
      expected.forEach(
          (family, objects) -> assertEquals(objects, measures.nothings(family), family));
    }
  }

  @Test
  void everything_that_can_be_carried_arrives_with_its_time_account_and_sourcetype()
      throws Exception {
    try (Surroundings around = new Surroundings();
        Service service = around.start(Map.of("sightline.families", ALL))) {
      announce(around, ZONE);
      assertEquals(List.of(), around.quarantined());
      Surroundings.assertConserved(service.exporter().measures());
      assertEquals(records(ZONE.objects()), arrived(around).size());
      Map<String, Long> sourcetypes =
          arrived(around).stream()
              .collect(
                  Collectors.groupingBy(
                      ReceivedEvent::sourcetype, TreeMap::new, Collectors.counting()));
      assertEquals(
          Set.of(
              "aws:cloudfront:accesslogs",
              "aws:cloudtrail",
              "aws:cloudwatch:guardduty",
              "aws:cloudwatchlogs:eks",
              "aws:cloudwatchlogs:vpcflow",
              "aws:config",
              "aws:elb:accesslogs",
              "aws:networkfirewall",
              "aws:route53",
              "aws:s3:accesslogs",
              "aws:waf"),
          sourcetypes.keySet());
      assertEquals(
          records(ZONE.of("config-history", "config-snapshot")), sourcetypes.get("aws:config"));
      for (ReceivedEvent event : arrived(around)) {
        assertTrue(Set.of("111122223333", "444455556666").contains(event.host()), event::toString);
        assertTrue(String.valueOf(event.time()).startsWith("2026-03-10T09:31"), event::toString);
      }
      assertEquals(
          arrived(around).size(),
          arrived(around).stream().map(ReceivedEvent::id).distinct().count());
    }
  }

  @Test
  void what_arrives_is_what_aws_wrote_and_its_source_is_where_it_lies() throws Exception {
    try (Surroundings around = new Surroundings();
        Service service = around.start(Map.of("sightline.families", ALL))) {
      for (Stored object : ZONE.of("waf", "application-load-balancer", "config-history")) {
        around.putAndAnnounce(object.key(), object.content());
      }
      around.awaitEmptyQueue();
      Map<String, List<ReceivedEvent>> sources =
          arrived(around).stream()
              .collect(Collectors.groupingBy(event -> String.valueOf(event.source())));
      for (Stored object : ZONE.of("waf", "application-load-balancer", "config-history")) {
        List<ReceivedEvent> events =
            sources.getOrDefault("s3://" + Surroundings.BUCKET + "/" + object.key(), List.of());
        assertEquals(object.records(), events.size());
        String first = JSON.readTree(events.getFirst().event()).toString();
        assertTrue(
            new String(inflated(object), UTF_8)
                .contains(first.startsWith("\"") ? JSON.readValue(first, String.class) : first),
            first);
      }
      assertFalse(service.exporter().queues().isEmpty());
    }
  }

  private static byte[] inflated(Stored object) throws java.io.IOException {
    try (var stream =
        new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(object.content()))) {
      return stream.readAllBytes();
    }
  }

  @Test
  void families_can_be_ignored_and_kept() throws Exception {
    try (Surroundings around = new Surroundings();
        Service service =
            around.start(
                Map.of(
                    "sightline.families",
                    "cloudtrail=ignore,guardduty=quarantine,waf=quarantine,vpc-flow-log=ignore"))) {
      for (Stored object :
          ZONE.of("cloudtrail", "guardduty", "waf", "vpc-flow-log", "resolver-query")) {
        around.putAndAnnounce(object.key(), object.content());
      }
      around.awaitEmptyQueue();
      Set<String> kept =
          around.quarantineEntries().stream()
              .map(Entry::object)
              .map(object -> object == null ? "" : object.key())
              .collect(Collectors.toSet());
      assertEquals(
          ZONE.of("guardduty", "waf").stream().map(Stored::key).collect(Collectors.toSet()), kept);
      assertEquals(records(ZONE.of("resolver-query")), arrived(around).size());
      Measures measures = service.exporter().measures();
      assertEquals(ZONE.of("cloudtrail").size(), measures.nothings("cloudtrail"));
      assertEquals(ZONE.of("vpc-flow-log").size(), measures.nothings("vpc-flow-log"));
      Surroundings.assertConserved(measures);
    }
  }

  @Test
  void damaged_lines_are_kept_alone() throws Exception {
    try (Surroundings around = new Surroundings();
        Service service = around.start(Map.of("sightline.families", ALL))) {
      String line = "{\"timestamp\":1773135062123,\"webaclId\":\"w\",\"terminatingRuleId\":\"r\"}";
      String key = "AWSLogs/111122223333/WAFLogs/eu-west-1/edge/x.log";
      around.putAndAnnounce(key, (line + "\n" + line.substring(9) + "\n" + line).getBytes(UTF_8));
      around.putAndAnnounce(
          "AWSLogs/111122223333/WAFLogs/eu-west-1/edge/y.log", "no JSON\n".getBytes(UTF_8));
      around.putAndAnnounce(
          "AWSLogs/111122223333/WAFLogs/eu-west-1/edge/z.log", new byte[] {1, 2, 3});
      around.awaitEmptyQueue();
      assertEquals(2, arrived(around).size());
      assertEquals(3, around.quarantineEntries().size());
      assertEquals(2, service.exporter().measures().records().left(RecordEnd.REJECTED));
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  @Test
  void configs_notifications_are_nothing_or_events() throws Exception {
    String notification =
        "{\"configurationItem\":{\"awsAccountId\":\"111122223333\",\"resourceId\":\"i-0\"},"
            + "\"notificationCreationTime\":\"2026-03-10T09:31:02.123Z\","
            + "\"messageType\":\"ConfigurationItemChangeNotification\",\"recordVersion\":\"1.3\"}";
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.send(Notifications.sns(notification));
      around.awaitEmptyQueue();
      assertEquals(List.of(), around.quarantined());
      assertEquals(1, service.exporter().measures().nothings("config-notification"));
    }
    try (Surroundings around = new Surroundings();
        Service service = around.start(Map.of("sightline.families", "config-notification=carry"))) {
      around.send(Notifications.sns(notification));
      around.send(notification);
      around.awaitEmptyQueue();
      assertEquals(1, arrived(around).size());
      ReceivedEvent event = arrived(around).getFirst();
      assertEquals("aws:config:notification", event.sourcetype());
      assertEquals("111122223333", event.host());
      assertEquals(notification, event.event());
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  @Test
  void what_the_patterns_leave_out_is_deleted_unfetched_and_counted_by_pattern() throws Exception {
    try (Surroundings around = new Surroundings();
        Service service =
            around.start(
                Map.of(
                    "sightline.include",
                    "trail=**/{CloudTrail,WAFLogs}/**",
                    "sightline.exclude",
                    Surroundings.BUCKET + "=/444455556666/"))) {
      // Not one of them is there: whatever is fetched is an error.
      List<Stored> left =
          ZONE.objects().stream()
              .filter(object ->
                  !object.key().contains("/CloudTrail/") || object.account().equals("444455556666"))
              .filter(object ->
                  !object.key().contains("/WAFLogs/") || object.account().equals("444455556666"))
              .toList();
      for (Stored object : left) {
        around.send(Notifications.s3(Surroundings.BUCKET, object.key()));
      }
      for (Stored object : ZONE.of("cloudtrail")) {
        if (object.account().equals("111122223333")) {
          around.put(object.key(), object.content());
          around.send(
              Notifications.s3(Surroundings.BUCKET, List.of(object.key(), left.getFirst().key())));
        }
      }
      around.awaitEmptyQueue();
      assertEquals(List.of(), around.quarantined());
      assertEquals(6, arrived(around).size());
      Measures measures = service.exporter().measures();
      Map<String, Long> counted =
          left.stream()
              .collect(
                  Collectors.groupingBy(
                      (Function<Stored, String>)
                          object ->
                              object.key().contains("444455556666")
                                  ? Surroundings.BUCKET + "=/444455556666/"
                                  : "not included",
                      Collectors.counting()));
      counted.merge(
          left.getFirst().key().contains("444455556666")
              ? Surroundings.BUCKET + "=/444455556666/"
              : "not included",
          2L,
          Long::sum);
      counted.forEach(
          (pattern, times) -> assertEquals(times, measures.unwantedBy(pattern), pattern));
      Surroundings.assertConserved(measures);
    }
  }
}
