package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.stand.GuardDutyServer;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.StsServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code sightline verify --guardduty}: Splunk is held to what GuardDuty's API has. */
@Isolated
class FindingCompletenessTest {
  private static final String REGION = "eu-west-1";
  private static final String UPDATED = "2026-01-02T03:04:05.678Z";
  private static final String LATER = "2026-01-02T05:00:00Z";

  @TempDir Path folder = Path.of("");
  private ProvenTrail trail = new ProvenTrail(folder);
  private final GuardDutyServer guardDuty = GuardDutyServer.start();
  private final StsServer sts = StsServer.start();

  @BeforeEach
  void a_detector_with_three_findings() {
    trail.close();
    trail = new ProvenTrail(folder);
    trail.properties.put("aws.endpoint-url-guardduty", guardDuty.endpoint().toString());
    trail.properties.put("aws.endpoint-url-sts", sts.endpoint().toString());
    trail.properties.put("sightline.guardduty.regions", "us-east-1," + REGION);
    guardDuty.detector(REGION, "d", "111122223333", true);
    guardDuty.finding(REGION, SourcesTest.finding("f", 1));
    guardDuty.finding(REGION, SourcesTest.finding("g", 2));
    guardDuty.finding(REGION, SourcesTest.finding("h", 1).replace(UPDATED, LATER));
  }

  @AfterEach
  void stop() {
    sts.close();
    guardDuty.close();
    trail.close();
  }

  private void carry() {
    CommandRun run =
        CommandRun.of(trail.properties, "backfill", "guardduty", "--from", "2026-01-02");
    assertEquals(0, run.exitCode(), run.output());
  }

  private CommandRun verify(String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--guardduty", "--json"));
    Collections.addAll(arguments, more);
    if (!arguments.contains("--since")) {
      arguments.addAll(
          List.of("--since", ProvenTrail.START.toString(), "--until", "2026-01-02T06:00:00Z"));
    }
    arguments.addAll(List.of("--checkpoint", folder.resolve("verify.json").toString()));
    return CommandRun.of(trail.properties, arguments.toArray(String[]::new));
  }

  private static void assertFindings(CommandRun run, String kind, int expected) throws Exception {
    assertEquals(expected, run.json().path("findings").path(kind).asInt(-1), run.output());
  }

  private List<ReceivedEvent> events() {
    return trail.around.hec.events().stream()
        .filter(event -> "sightline:completeness".equals(event.sourcetype()))
        .sorted(Comparator.comparing((ReceivedEvent event) -> String.valueOf(event.id())))
        .toList();
  }

  private List<String> told(String member) {
    return events().stream().map(event -> json(event.event()).path(member).asText()).toList();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @Test
  void splunk_has_every_finding_or_the_one_that_it_lacks_is_named() throws Exception {
    carry();
    CommandRun whole = verify();
    assertEquals(0, whole.exitCode(), whole.output());
    assertFindings(whole, "whole", 3);
    assertFindings(whole, "missing", 0);
    assertFindings(whole, "twice", 0);
    assertTrue(whole.output().contains("Splunk has every finding"), whole.output());

    String id = "g:" + UPDATED + ":2";
    assertEquals(1, trail.lose(Set.of(id)));
    CommandRun lost = verify();
    assertEquals(3, lost.exitCode(), lost.output());
    assertFindings(lost, "whole", 2);
    assertFindings(lost, "missing", 1);
    assertEquals(1, lost.json().path("problems").size(), lost.output());
    JsonNode problem = lost.json().at("/problems/0");
    assertEquals("GuardDuty eu-west-1 " + id, problem.path("place").asText());
    assertTrue(problem.path("reason").asText().startsWith("is not in Splunk"), lost.output());

    carry();
    CommandRun again = verify();
    assertEquals(0, again.exitCode(), again.output());
    assertFindings(again, "whole", 3);
    assertFindings(again, "twice", 2);
  }

  @Test
  void each_hour_is_told_of_the_detectors_account_and_region() throws Exception {
    carry();
    assertEquals(1, trail.lose(Set.of("h:" + LATER + ":1")));
    CommandRun run = verify("--publish");
    assertEquals(3, run.exitCode(), run.output());
    assertEquals(3, run.json().path("published").asInt(), run.output());
    assertEquals(List.of("whole", "whole", "gaps"), told("verdict"));
    assertEquals(List.of("2", "0", "1"), told("records"));
    assertEquals(List.of("0", "0", "1"), told("missing"));
    assertEquals(Set.of("0"), Set.copyOf(told("log_files")));
    assertEquals(Set.of("guardduty"), Set.copyOf(told("source_kind")));
    assertEquals(Set.of("111122223333"), Set.copyOf(told("account")));
    assertEquals(Set.of(REGION), Set.copyOf(told("region")));
    assertEquals(Set.of("2026-01-02T05:00:00Z"), Set.copyOf(told("whole_up_to")));
    String problem = json(events().getLast().event()).at("/problems/0").asText();
    assertTrue(problem.startsWith("GuardDuty eu-west-1 h:" + LATER + ":1: is not in"), problem);
    assertEquals(Instant.parse("2026-01-02T06:00:00Z"), events().getLast().time());
  }

  @Test
  void a_trail_and_findings_that_came_by_an_export_are_told_side_by_side() throws Exception {
    for (int i = 0; i < 3; i++) {
      trail.hour(1);
    }
    trail.around.put(
        "AWSLogs/111122223333/GuardDuty/eu-west-1/2026/01/02/export.jsonl",
        String.join(
                "\n",
                SourcesTest.finding("f", 1),
                SourcesTest.finding("g", 2),
                SourcesTest.finding("h", 1).replace(UPDATED, LATER))
            .getBytes(StandardCharsets.UTF_8));
    trail.carry();
    CommandRun run = verify("s3://" + Surroundings.BUCKET + "/AWSLogs/", "--publish");
    assertEquals(0, run.exitCode(), run.output());
    assertFindings(run, "whole", 3);
    assertEquals(3, run.json().at("/objects/whole").asInt(), run.output());
    assertEquals(6, run.json().path("published").asInt(), run.output());
    assertEquals(3, Collections.frequency(told("source_kind"), "guardduty"));
    assertEquals(3, Collections.frequency(told("source_kind"), "cloudtrail"));
    assertEquals(6, events().stream().map(ReceivedEvent::id).distinct().count());
  }

  @Test
  void only_the_newest_update_of_a_finding_is_held_against_splunk() throws Exception {
    guardDuty.finding(REGION, SourcesTest.finding("f", 2).replace(UPDATED, LATER));
    carry();
    CommandRun whole = verify();
    assertEquals(0, whole.exitCode(), whole.output());
    guardDuty.finding(REGION, SourcesTest.finding("f", 3).replace(UPDATED, LATER));
    CommandRun newer = verify();
    assertEquals(3, newer.exitCode(), newer.output());
    assertEquals(
        "GuardDuty eu-west-1 f:" + LATER + ":3", newer.json().at("/problems/0/place").asText());
  }

  @Test
  void what_may_be_under_way_or_was_never_published_is_no_gap() throws Exception {
    carry();
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60).toString();
    String archived =
        SourcesTest.finding("a", 1).replace("\"archived\":false", "\"archived\":true");
    guardDuty.finding(REGION, SourcesTest.finding("n", 1).replace(UPDATED, now));
    guardDuty.finding(REGION, archived);
    CommandRun run = verify("--since", ProvenTrail.START.toString());
    assertEquals(0, run.exitCode(), run.output());
    assertFindings(run, "whole", 3);
    assertFindings(run, "young", 1);
    assertFindings(run, "archived", 1);
    trail.properties.put("sightline.guardduty.poll", "15m");
    CommandRun polled = verify("--since", ProvenTrail.START.toString());
    assertEquals(3, polled.exitCode(), polled.output());
    assertFindings(polled, "young", 1);
    assertFindings(polled, "missing", 1);
  }

  @Test
  void a_guardduty_that_does_not_answer_leads_to_no_verdict() throws Exception {
    carry();
    guardDuty.refuse("us-east-1", "AccessDeniedException");
    CommandRun denied = verify("--publish");
    assertEquals(1, denied.exitCode(), denied.output());
    assertTrue(denied.output().contains("GuardDuty denies us-east-1"), denied.output());
    assertEquals(0, events().size());
    assertEquals(0, verify("--region", REGION).exitCode());
    CommandRun off = verify("--region", "eu-central-1");
    assertEquals(3, off.exitCode(), off.output());
    assertTrue(off.output().contains("has a detector"), off.output());
    assertEquals(2, verify("--account", "111122223333").exitCode());
  }

  @Test
  void a_service_that_polls_tells_the_hours_of_findings_and_of_the_trail_without_them()
      throws Exception {
    Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
    String updated = start.plusMillis(678).toString();
    guardDuty.finding(REGION, SourcesTest.finding("s", 1).replace(UPDATED, updated));
    guardDuty.finding(REGION, SourcesTest.finding("t", 1).replace(UPDATED, updated));
    carry();
    trail.hour(1);
    trail.carry();
    trail.properties.put(
        "sightline.completeness.prefix", "s3://" + Surroundings.BUCKET + "/AWSLogs/");
    trail.properties.put("sightline.guardduty.poll", "1d");
    trail.properties.put("sightline.guardduty.lookback", "1m");
    try (Service service = Service.start(trail.properties)) {
      Surroundings.await("both are told", () -> Set.copyOf(told("source_kind")).size() == 2);
      Surroundings.assertConserved(service.exporter().measures());
    }
    List<JsonNode> findings =
        events().stream()
            .map(event -> json(event.event()))
            .filter(event -> event.path("source_kind").asText().equals("guardduty"))
            .toList();
    JsonNode hour =
        findings.stream()
            .filter(event -> event.path("hour").asText().equals(start.toString()))
            .findFirst()
            .orElseThrow();
    assertEquals("whole", hour.path("verdict").asText(), findings.toString());
    assertEquals(2, hour.path("records").asInt(), findings.toString());

    guardDuty.refuse("us-east-1", "AccessDeniedException");
    int before = findings.size();
    int trails = Collections.frequency(told("source_kind"), "cloudtrail");
    try (Service service = Service.start(trail.properties)) {
      Surroundings.await(
          "the trail is told without them",
          () -> Collections.frequency(told("source_kind"), "cloudtrail") > trails);
      Surroundings.assertConserved(service.exporter().measures());
    }
    assertEquals(before, Collections.frequency(told("source_kind"), "guardduty"));
  }
}
