package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.LandingZoneBucket;
import dev.sightline.stand.LandingZoneBucket.Stored;
import dev.sightline.stand.NetworkFault;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A landing zone's whole bucket goes where patterns, families and rules say, into two Splunks of
 * which the second is down twice.
 */
class LandingZoneTest {
  private static final LandingZoneBucket ZONE = LandingZoneBucket.small();
  private static final String PAYMENTS = "444455556666";
  private static final String INCLUDED =
      "**/{CloudTrail,GuardDuty,WAFLogs,elasticloadbalancing}/**";
  private static final String EXCLUDED = "**/" + PAYMENTS + "/elasticloadbalancing/**";

  @TempDir Path folder = Path.of("");

  private final Surroundings around = new Surroundings();
  private final HecReceiver second = HecReceiver.start(HecReceiver.Settings.of(Surroundings.TOKEN));
  private final FaultProxy way = FaultProxy.start(second.endpoint());
  private final Set<String> fetched = new ConcurrentSkipListSet<>();
  private final HttpFront s3 =
      HttpFront.start(
          around.s3Server.endpoint(),
          request -> {
            fetched.add(
                URI.create(request.path()).getPath().replaceFirst("/" + Surroundings.BUCKET, ""));
            return new Fate.Passes();
          });
  private final Map<String, Object> properties = new HashMap<>(around.properties());

  @BeforeEach
  void write() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), Surroundings.TOKEN);
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            destinations:
              archive:
                url: %s
                token-file: %s
            routes:
              - id: findings
                when: {family: [guardduty]}
                to: {index: aws_findings}
                also: [{destination: archive, index: kept_findings}]
              - id: payments
                when: {family: [cloudtrail], account: ["%s"]}
                to: {index: aws_payments}
              - id: edge
                when: {family: [waf]}
                to: {destination: archive, index: kept_edge}
            default: {index: aws_rest}
            """
                .formatted(way.endpoint(), token, PAYMENTS));
    properties.put("sightline.rules", rules.toString());
    properties.put("sightline.include", Surroundings.BUCKET + "=" + INCLUDED);
    properties.put("sightline.exclude", EXCLUDED);
    properties.put(
        "sightline.families",
        "waf=carry,application-load-balancer=carry,network-load-balancer=carry,"
            + "classic-load-balancer=carry");
    properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
    properties.put("sightline.hec.linger", "20ms");
    ZONE.putInto(around::put);
  }

  @AfterEach
  void stop() {
    s3.close();
    way.close();
    second.close();
    around.close();
  }

  @Test
  void every_event_is_once_where_rules_say_though_the_second_splunk_was_down_twice()
      throws Exception {
    way.set(new NetworkFault.Refuse());
    try (Service service = Service.start(properties)) {
      announce("us-east-1");
      awaitHeld(service, "us-east-1");
      assertEquals(Map.of(), places(second));
      way.heal();
      around.awaitEmptyQueue();
      assertEquals(expectedOfSecond("us-east-1"), places(second));

      way.set(new NetworkFault.Refuse());
      announce("eu-west-1");
      awaitHeld(service, "us-east-1", "eu-west-1");
      assertEquals(expectedOfSecond("us-east-1"), places(second));
      way.heal();
      around.awaitEmptyQueue();
      assertCounted(service.exporter().measures());
    }
    assertEquals(expectedOfFirst("us-east-1", "eu-west-1"), places(around.hec));
    assertEquals(expectedOfSecond("us-east-1", "eu-west-1"), places(second));
    assertDistinct(around.hec);
    assertDistinct(second);
    assertEquals(List.of(), around.quarantined());
    assertEquals(
        ZONE.objects().stream()
            .filter(LandingZoneTest::isWanted)
            .map(object -> "/" + object.key())
            .collect(Collectors.toSet()),
        fetched);
  }

  /**
   * A region's objects, each by a message of its own; but what CloudTrail and GuardDuty wrote comes
   * together, with a key that the patterns leave out: one for the first Splunk, one for both, and
   * one for none.
   */
  private void announce(String region) {
    Set<String> together = Set.of("cloudtrail", "guardduty", "config-history");
    List<Stored> objects = of(region).toList();
    objects.stream()
        .filter(object -> together.contains(object.family()))
        .collect(Collectors.groupingBy(Stored::account, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(group ->
            around.send(
                Notifications.s3(Surroundings.BUCKET, group.stream().map(Stored::key).toList())));
    objects.stream()
        .filter(object -> !together.contains(object.family()))
        .forEach(object -> around.send(Notifications.s3(Surroundings.BUCKET, object.key())));
  }

  /** Waits until the first Splunk has all of its own, and nothing waits but what is for both. */
  private void awaitHeld(Service service, String... regions) throws InterruptedException {
    Map<String, Long> expected = expectedOfFirst(regions);
    Surroundings.await(
        "the first Splunk has all of its own", () -> places(around.hec).equals(expected));
    // Of each account a message with findings, and one of WAF's log.
    Surroundings.await(
        "only what is for the other waits", () -> around.messages(around.queueUrl) == 4);
    long held = service.exporter().outlets().all().getLast().measures().timesHeld();
    Surroundings.await(
        "messages were given back for it",
        () -> service.exporter().outlets().all().getLast().measures().timesHeld() >= held + 4);
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
    assertEquals(expected, places(around.hec));
  }

  private static void assertCounted(Measures measures) throws InterruptedException {
    Surroundings.assertConserved(measures);
    long excluded =
        ZONE.objects().stream()
            .filter(object -> object.key().contains("/" + PAYMENTS + "/elasticloadbalancing/"))
            .count();
    assertEquals(excluded, measures.unwantedBy(EXCLUDED));
    // A message that was given back is looked at again, and so is a key in it that is left out.
    assertTrue(
        measures.unwantedBy("not included")
            >= ZONE.objects().stream().filter(object -> !isWanted(object)).count() - excluded);
  }

  private static Stream<Stored> of(String... regions) {
    return ZONE.objects().stream().filter(object -> List.of(regions).contains(object.region()));
  }

  private static boolean isWanted(Stored object) {
    String key = object.key();
    return Stream.of("/CloudTrail/", "/GuardDuty/", "/WAFLogs/", "/elasticloadbalancing/")
            .anyMatch(key::contains)
        && !key.contains("/" + PAYMENTS + "/elasticloadbalancing/");
  }

  private static Map<String, Long> expectedOfFirst(String... regions) {
    return expected(
        regions,
        object ->
            switch (object.family()) {
              case "guardduty" -> "aws_findings aws:cloudwatch:guardduty ";
              case "cloudtrail" ->
                  object.account().equals(PAYMENTS)
                      ? "aws_payments aws:cloudtrail "
                      : "aws_rest aws:cloudtrail ";
              case "application-load-balancer", "network-load-balancer", "classic-load-balancer" ->
                  "aws_rest aws:elb:accesslogs ";
              default -> "";
            });
  }

  private static Map<String, Long> expectedOfSecond(String... regions) {
    return expected(
        regions,
        object ->
            switch (object.family()) {
              case "guardduty" -> "kept_findings aws:cloudwatch:guardduty ";
              case "waf" -> "kept_edge aws:waf ";
              default -> "";
            });
  }

  private interface Place {
    /** Index and sourcetype; empty where it is not there. */
    String of(Stored object);
  }

  private static Map<String, Long> expected(String[] regions, Place place) {
    Map<String, Long> expected = new TreeMap<>();
    of(regions)
        .filter(object -> isWanted(object) && !place.of(object).isEmpty())
        .forEach(object ->
            expected.merge(
                place.of(object) + object.account(), (long) object.records(), Long::sum));
    return expected;
  }

  /** How many events are in which index, by sourcetype and account. */
  private static Map<String, Long> places(HecReceiver receiver) {
    return arrived(receiver)
        .collect(
            Collectors.groupingBy(
                event -> event.index() + " " + event.sourcetype() + " " + event.host(),
                TreeMap::new,
                Collectors.counting()));
  }

  private static void assertDistinct(HecReceiver receiver) {
    assertEquals(
        arrived(receiver).count(), arrived(receiver).map(ReceivedEvent::id).distinct().count());
  }

  private static Stream<ReceivedEvent> arrived(HecReceiver receiver) {
    return receiver.events().stream()
        .filter(event -> !"sightline:exporter".equals(event.sourcetype()));
  }
}
