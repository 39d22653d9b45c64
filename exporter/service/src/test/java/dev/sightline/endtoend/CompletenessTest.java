package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.SearchFault;
import dev.sightline.stand.TrailDigests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What Splunk is told of how whole each hour of each account and region is. */
@Isolated
class CompletenessTest {
  private static final String PLACE = "s3://" + Surroundings.BUCKET + "/AWSLogs/";

  @TempDir Path folder = Path.of("");
  private ProvenTrail trail = new ProvenTrail(folder);

  @BeforeEach
  void start() {
    begin(ProvenTrail.START);
  }

  @AfterEach
  void close() {
    trail.close();
  }

  private void begin(Instant start) {
    trail.close();
    trail = new ProvenTrail(folder, start);
  }

  /** The events as they came, by account, region and hour. */
  private List<ReceivedEvent> events() {
    return trail.around.hec.events().stream()
        .filter(event -> "sightline:completeness".equals(event.sourcetype()))
        .sorted(Comparator.comparing((ReceivedEvent event) -> String.valueOf(event.id())))
        .toList();
  }

  private List<JsonNode> told() {
    return events().stream().map(event -> json(event.event())).toList();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> texts(List<JsonNode> told, String member) {
    return told.stream().map(each -> each.path(member).asText()).toList();
  }

  private static Set<String> names(JsonNode object) {
    return Set.copyOf(
        StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
            .toList());
  }

  private void lose(String key, int ordinal) {
    String id = trail.ids(key).get(ordinal);
    assertEquals(1, trail.lose(Set.of(String.valueOf(id))));
  }

  private static String metrics(Service service) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(service.address() + "/prometheus")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void each_hour_is_told_with_its_verdict_and_its_counts() throws Exception {
    trail.hour(3, 2);
    trail.hour();
    trail.hour(4);
    trail.hour(1);
    trail.carry();
    lose(ProvenTrail.LOGS + "hour-2-0.json.gz", 3);
    CommandRun run = trail.verify("--publish");
    assertEquals(3, run.exitCode(), run.output());
    assertEquals(4, run.json().path("published").asInt(), run.output());
    List<JsonNode> told = told();
    assertEquals(List.of("whole", "whole", "gaps", "whole"), texts(told, "verdict"));
    assertEquals(
        List.of(
            "2026-01-02T03:00:00Z",
            "2026-01-02T04:00:00Z",
            "2026-01-02T05:00:00Z",
            "2026-01-02T06:00:00Z"),
        texts(told, "hour"));
    assertEquals(List.of("5", "0", "4", "1"), texts(told, "records"));
    assertEquals(List.of("2", "0", "1", "1"), texts(told, "log_files"));
    assertEquals(List.of("0", "0", "1", "0"), texts(told, "missing"));
    assertEquals(Set.of("2026-01-02T05:00:00Z"), Set.copyOf(texts(told, "whole_up_to")));
    assertEquals(Set.of("111122223333"), Set.copyOf(texts(told, "account")));
    assertEquals(Set.of("eu-west-1"), Set.copyOf(texts(told, "region")));
    assertEquals(Set.of("cloudtrail"), Set.copyOf(texts(told, "source_kind")));
    String problem = told.get(2).path("problems").path(0).asText();
    assertTrue(problem.startsWith("s3://trail-logs/" + ProvenTrail.LOGS + "hour-2-0"), problem);
    assertTrue(problem.contains("of its 4 records these are not there: 3"), problem);
    assertEquals(
        Set.of(
            "account",
            "region",
            "hour",
            "verdict",
            "whole_up_to",
            "checked_at",
            "source_kind",
            "log_files",
            "records",
            "missing",
            "twice",
            "invalid",
            "problems"),
        names(told.getFirst()));
    ReceivedEvent first = events().getFirst();
    assertEquals(Instant.parse("2026-01-02T04:00:00Z"), first.time());
    assertEquals("sightline", first.source());
    String checked =
        Long.toString(Instant.parse(told.getFirst().path("checked_at").asText()).getEpochSecond());
    assertEquals("completeness:111122223333:eu-west-1:2026-01-02T03:00:00Z:" + checked, first.id());
  }

  @Test
  void what_is_repaired_is_told_as_whole() throws Exception {
    trail.hour(3);
    trail.carry();
    lose(ProvenTrail.LOGS + "hour-0-0.json.gz", 1);
    CommandRun run = trail.verify("--repair", "--publish");
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(List.of("whole"), texts(told(), "verdict"));
    assertEquals(List.of("0"), texts(told(), "missing"));
    assertEquals(0, told().getFirst().path("problems").size());
  }

  @Test
  void nothing_is_told_unless_it_is_asked_for() throws Exception {
    trail.hour(3);
    trail.carry();
    assertEquals(0, trail.verify("--splunk").json().path("published").asInt());
    assertEquals(List.of(), told());
    trail.verify("--publish");
    assertEquals(1, told().size());
  }

  @Test
  void an_hour_without_its_digest_a_changed_log_and_a_duplicate_are_told() throws Exception {
    for (int i = 0; i < 4; i++) {
      trail.hour(2);
    }
    trail.carry();
    String repeated = String.valueOf(trail.ids(ProvenTrail.LOGS + "hour-0-0.json.gz").get(0));
    trail.around.hec.repeat(
        trail.around.received().stream().filter(event -> repeated.equals(event.id())).toList());
    trail.remove(trail.digests.get(1).key());
    byte[] changed = Logs.plain(Logs.records(ProvenTrail.LOGS + "hour-2-0.json.gz", 2));
    changed[changed.length - 5] ^= 1;
    trail.around.put(ProvenTrail.LOGS + "hour-2-0.json.gz", Logs.gzip(changed));
    trail.remove(trail.digests.get(3).key());
    assertEquals(3, trail.verify("--publish").exitCode());
    List<JsonNode> told = told();
    assertEquals(List.of("whole", "gaps", "gaps", "gaps"), texts(told, "verdict"));
    assertEquals(List.of("1", "0", "0", "0"), texts(told, "twice"));
    assertEquals(List.of("0", "0", "1", "0"), texts(told, "invalid"));
    assertTrue(told.get(1).path("problems").toString().contains("their digests are gone"));
    assertTrue(told.get(3).path("problems").toString().contains("the chain ends there"));
  }

  @Test
  void accounts_and_regions_are_told_apart_and_nothing_is_whole_before_its_first_hour()
      throws Exception {
    trail.hour(1);
    TrailDigests other = ProvenTrail.chain("AWSLogs/", "444455556666", "us-east-1");
    trail.log(other, "AWSLogs/444455556666/CloudTrail/us-east-1/2026/01/02/b.json.gz", 5);
    trail.put(other.next(ProvenTrail.START, trail.end(0)));
    trail.carry();
    lose(ProvenTrail.LOGS + "hour-0-0.json.gz", 0);
    trail.verify("--publish");
    List<JsonNode> told = told();
    assertEquals(List.of("111122223333", "444455556666"), texts(told, "account"));
    assertEquals(List.of("gaps", "whole"), texts(told, "verdict"));
    assertTrue(told.get(0).path("whole_up_to").isNull(), told.toString());
    assertEquals("2026-01-02T04:00:00Z", told.get(1).path("whole_up_to").asText());
  }

  @Test
  void a_splunk_that_does_not_answer_leads_to_no_event() throws Exception {
    trail.hour(1);
    trail.carry();
    trail.head.next(new SearchFault.Fails("out of disk"));
    assertEquals(1, trail.verify("--publish").exitCode());
    assertEquals(List.of(), told());
    assertEquals(0, trail.verify("--publish").exitCode());
    assertEquals(1, told().size());
  }

  /** A trail of the last hours, with a record lost in the second, and the settings to check it. */
  private Instant recently() {
    Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
    begin(start);
    trail.hour(2);
    trail.hour(3);
    trail.hour(1);
    trail.carry();
    lose(ProvenTrail.LOGS + "hour-1-0.json.gz", 2);
    trail.properties.put("sightline.completeness.prefix", PLACE);
    return start;
  }

  private void assertRecent(Instant start) {
    List<JsonNode> told = told();
    assertEquals(List.of("whole", "gaps", "whole"), texts(told, "verdict").subList(0, 3));
    assertEquals(Set.of("pending"), Set.copyOf(texts(told, "verdict").subList(3, told.size())));
    assertEquals(start.toString(), told.getFirst().path("hour").asText());
    assertEquals(
        start.plus(Duration.ofHours(1)).toString(), told.getFirst().path("whole_up_to").asText());
  }

  @Test
  void the_service_tells_it_when_it_starts() throws Exception {
    Instant start = recently();
    try (Service service = Service.start(trail.properties)) {
      Surroundings.await("the hours are told", () -> told().size() >= 5);
      assertRecent(start);
      String seconds = Double.toString((double) start.plus(Duration.ofHours(1)).getEpochSecond());
      Surroundings.await(
          "the metrics tell it",
          () ->
              metrics(service)
                  .contains("sightline_completeness_whole_up_to_seconds " + seconds + "\n"));
      assertTrue(metrics(service).contains("sightline_completeness_failures_total 0.0"));
    }
  }

  @Test
  void a_job_checks_what_the_service_would() throws Exception {
    Instant start = recently();
    CommandRun run = CommandRun.of(trail.properties, "verify", "--publish", "--json");
    assertEquals(3, run.exitCode(), run.output());
    assertRecent(start);
    trail.properties.remove("sightline.completeness.prefix");
    CommandRun none = CommandRun.of(trail.properties, "verify", "--publish");
    assertEquals(2, none.exitCode(), none.output());
    assertTrue(none.output().contains("SIGHTLINE_COMPLETENESS_PREFIX"), none.output());
  }

  @Test
  void the_service_checks_nothing_unless_it_is_told_what() throws Exception {
    recently();
    trail.properties.remove("sightline.completeness.prefix");
    try (Service service = Service.start(trail.properties)) {
      assertFalse(metrics(service).contains("sightline_completeness"), metrics(service));
      assertTrue(metrics(service).contains("sightline_records"), metrics(service));
    }
  }

  @Test
  void a_check_that_fails_is_counted_and_the_records_go_on() throws Exception {
    recently();
    trail.cloudTrail.deny();
    int before = trail.around.received().size();
    try (Service service = Service.start(trail.properties)) {
      Surroundings.await(
          "the failure is counted",
          () -> metrics(service).contains("sightline_completeness_failures_total 1.0"));
      trail.around.putAndAnnounce("AWSLogs/new.json.gz", Logs.gzip(Logs.records("new", 3)));
      Surroundings.await("the records came", () -> trail.around.received().size() == before + 3);
      trail.around.awaitEmptyQueue();
    }
    assertEquals(List.of(), told());
  }

  @Test
  void without_splunks_management_port_the_start_says_what_is_missing() {
    Map<String, Object> properties = trail.around.properties();
    properties.put("sightline.completeness.prefix", PLACE);
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> Service.start(properties).close());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("SIGHTLINE_SPLUNK_URL"), refused::toString);
  }
}
