package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.ReceivedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code sightline verify --splunk} where rules drop, sample, trim and route records. */
@Isolated
class VerifyRulesTest {
  private static final String MIXED = ProvenTrail.LOGS + "mixed.json.gz";
  private static final String DROPPED = ProvenTrail.LOGS + "dropped.json.gz";

  @TempDir Path folder = Path.of("");
  private ProvenTrail trail = new ProvenTrail(folder);
  private final HecReceiver second = HecReceiver.start(HecReceiver.Settings.of(Surroundings.TOKEN));

  @BeforeEach
  void start() throws IOException {
    trail.close();
    trail = new ProvenTrail(folder);
    Path token = Files.writeString(folder.resolve("token"), Surroundings.TOKEN);
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            destinations:
              archive: {url: "%s", token-file: "%s"}
            routes:
              - {id: other, when: {eventName: [Routed]}, to: {index: aws_other}}
              - {id: away, when: {eventName: [Away]}, to: {destination: archive, index: kept}}
              - id: both
                when: {eventName: [Both]}
                to: {index: aws}
                also: [{destination: archive, index: kept}]
            default: {index: aws}
            reductions:
              - {id: gone, when: {eventSource: [kms.amazonaws.com], eventName: [Nothing]}, drop: true}
              - {id: few, when: {eventSource: [kms.amazonaws.com], eventName: [Often]}, keep-one-in: 3}
              - {id: less, when: {eventSource: [kms.amazonaws.com], eventName: [Long]}, trim: [tlsDetails]}
            """
                .formatted(second.endpoint(), token));
    trail.properties.put("sightline.rules", rules.toString());
    trail.properties.put("sightline.hec.index", "aws");
    List<String> records = new ArrayList<>();
    for (String name : List.of("Nothing", "Long", "Routed", "Away", "Whole", "Both", "Nothing")) {
      records.add(record(name, records.size()));
    }
    for (int i = 0; i < 20; i++) {
      records.add(record("Often", records.size()));
    }
    records.add(record("Nothing", records.size()));
    trail.log(trail.chain, MIXED, records);
    trail.log(trail.chain, DROPPED, List.of(record("Nothing", 100), record("Nothing", 101)));
    trail.hour(2);
    trail.carry();
  }

  @AfterEach
  void close() {
    trail.close();
    second.close();
  }

  private static String record(String name, int number) {
    return """
    {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","userName":"ana"},\
    "eventTime":"2026-01-02T03:04:05Z","eventSource":"kms.amazonaws.com","eventName":"NAME",\
    "awsRegion":"eu-west-1","eventID":"NAME-NUMBER","recipientAccountId":"111122223333",\
    "tlsDetails":{"tlsVersion":"TLSv1.3"}}\
    """
        .replace("NAME", name)
        .replace("NUMBER", Integer.toString(number));
  }

  private List<ReceivedEvent> records(String name) {
    return trail.around.received().stream()
        .filter(event -> event.event().contains("\"eventName\":\"" + name + "\""))
        .toList();
  }

  private String id(String name) {
    return Objects.requireNonNull(records(name).getFirst().id());
  }

  private static void assertWhole(CommandRun run) throws IOException {
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(0, run.json().path("problems").size(), run.output());
    assertEquals(0, run.json().at("/records/missing").asInt(), run.output());
    assertEquals(0, run.json().at("/records/surplus").asInt(), run.output());
  }

  @Test
  void what_rules_leave_out_and_send_elsewhere_is_not_missing() throws Exception {
    assertEquals("aws_other", records("Routed").getFirst().index());
    assertEquals(List.of(), records("Nothing"));
    assertEquals(List.of(), records("Away"));
    CommandRun run = trail.verify("--splunk");
    assertWhole(run);
    assertEquals(
        trail.around.received().size(), run.json().at("/records/counted").asInt(), run.output());
    // The whole of what was reduced stands beside it, and is nothing twice.
    CommandRun whole =
        CommandRun.of(
            trail.properties,
            "backfill",
            "s3://" + Surroundings.BUCKET + "/AWSLogs/",
            "--unreduced",
            "--checkpoint",
            folder.resolve("unreduced.json").toString());
    assertEquals(0, whole.exitCode(), whole.output());
    assertEquals(5, records("Nothing").size());
    assertWhole(trail.verify("--splunk"));
  }

  @Test
  void without_the_rules_the_same_records_would_be_missing() throws Exception {
    trail.properties.remove("sightline.rules");
    CommandRun run = trail.verify("--splunk");
    assertEquals(3, run.exitCode(), run.output());
    assertTrue(run.output().contains(DROPPED), run.output());
    assertTrue(run.output().contains(MIXED), run.output());
  }

  @Test
  void a_record_that_is_missing_is_named_among_those_that_are_left_out() throws Exception {
    Set<String> lost = Set.of(id("Long"), id("Routed"), id("Whole"), id("Both"), id("Often"));
    int sampled = Integer.parseInt(id("Often").substring(17));
    Map<String, String> before = texts();
    assertEquals(5, trail.lose(lost));
    CommandRun run = trail.verify("--splunk");
    assertEquals(3, run.exitCode(), run.output());
    assertEquals(1, run.json().path("problems").size(), run.output());
    assertEquals(5, run.json().at("/records/missing").asInt(), run.output());
    String problem = run.json().at("/problems/0").toString();
    assertTrue(problem.contains(MIXED), problem);
    assertTrue(problem.contains("these are not there: 1-2,4-5," + sampled), problem);

    CommandRun repaired = trail.verify("--repair");
    assertEquals(0, repaired.exitCode(), repaired.output());
    assertTrue(repaired.json().path("whole").asBoolean(), repaired.output());
    assertEquals(5, repaired.json().at("/repaired/records").asInt(), repaired.output());
    assertEquals(before, texts());
    assertEquals(0, trail.around.duplicates());
    assertEquals(2, kept(), "the other Splunk is sent nothing again");
    assertWhole(trail.verify("--splunk"));
  }

  private long kept() {
    return second.events().stream().filter(event -> "kept".equals(event.index())).count();
  }

  /** Index and text of each event, by its id. */
  private Map<String, String> texts() {
    return trail.around.received().stream()
        .collect(
            Collectors.toMap(
                event -> String.valueOf(event.id()),
                event -> event.index() + " " + event.field("sightline_rule") + " " + event.event(),
                (one, other) -> other));
  }
}
