package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.ReceivedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The whole records of what rules have left out or trimmed, fetched again out of the bucket. */
@Isolated
class UnreducedTest {
  private static final String RULES =
      """
      routes:
        - {id: keys, when: {eventSource: [kms.amazonaws.com]}, to: {index: aws_keys}}
      default: {index: aws}
      reductions:
        - {id: gone, when: {eventSource: [kms.amazonaws.com], eventName: [Nothing]}, drop: true}
        - {id: less, when: {eventSource: [kms.amazonaws.com], eventName: [Long]}, trim: [tlsDetails]}
      """;

  private static final String HOME = "111122223333";
  private static final String ELSEWHERE = "444455556666";
  private static final String BOT = "release-bot";
  private static final String ARN = "arn:aws:sts::" + HOME + ":assumed-role/deploy/" + BOT;

  @TempDir Path folder = Path.of("");

  private final Surroundings around = new Surroundings();
  private String rules = "";

  @BeforeEach
  void fill() throws IOException {
    rules = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
    for (String account : List.of(HOME, ELSEWHERE)) {
      List<String> records = new ArrayList<>();
      for (String who : List.of(BOT, "ana", "not-" + BOT)) {
        for (String name : List.of("Nothing", "Long", "Whole")) {
          records.add(record(account, who, name));
        }
      }
      around.put(
          "AWSLogs/" + account + "/CloudTrail/eu-west-1/2026/01/02/a.json.gz", Logs.gzip(records));
    }
  }

  @AfterEach
  void close() {
    around.close();
  }

  /** What somebody did; what others do, they do to the bot. */
  private static String record(String account, String who, String name) {
    return """
    {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:WHO",\
    "arn":"arn:aws:sts::ACCOUNT:assumed-role/deploy/WHO","accountId":"ACCOUNT"},\
    "eventTime":"2026-01-02T03:04:05Z","eventSource":"kms.amazonaws.com","eventName":"NAME",\
    "awsRegion":"eu-west-1","requestParameters":{"grantee":"release-bot"},\
    "eventID":"ACCOUNT-WHO-NAME","recipientAccountId":"ACCOUNT",\
    "tlsDetails":{"tlsVersion":"TLSv1.3"}}\
    """
        .replace("ACCOUNT", account)
        .replace("WHO", who)
        .replace("NAME", name);
  }

  private CommandRun backfill(String checkpoint, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("backfill", "s3://" + Surroundings.BUCKET + "/AWSLogs/", "--rules", rules));
    arguments.addAll(
        List.of("--json", "--checkpoint", folder.resolve(checkpoint + ".json").toString()));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(around.properties(), arguments.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.output());
    return run;
  }

  /** The ids of CloudTrail's records, which hold their names, by the ids of the events. */
  private Map<String, String> ids() {
    return around.received().stream()
        .collect(
            Collectors.toMap(
                event -> event.event().replaceAll("(?s).*\"eventID\":\"([^\"]*)\".*", "$1"),
                event -> String.valueOf(event.id()),
                (one, other) -> other,
                TreeMap::new));
  }

  @Test
  void what_rules_dropped_and_trimmed_of_one_principal_is_sent_whole_and_nothing_else()
      throws Exception {
    backfill("all");
    Map<String, String> before = ids();
    assertEquals(12, around.received().size());
    around.hec.clear();

    String[] wanted = {"--unreduced", "--principal", BOT, "--account", HOME};
    CommandRun run = backfill("bot", wanted);
    assertEquals(2, run.json().path("delivered").asInt(), run.output());
    assertWhole(before);
    assertTrue(backfill("bot", wanted).output().contains("Everything was carried before"));
    assertEquals(2, around.received().size());

    around.hec.clear();
    backfill("arn", "--unreduced", "--principal", ARN);
    assertWhole(before);
  }

  private void assertWhole(Map<String, String> before) {
    Map<String, ReceivedEvent> whole =
        around.received().stream().collect(Collectors.toMap(ReceivedEvent::event, event -> event));
    String dropped = record(HOME, BOT, "Nothing");
    String trimmed = record(HOME, BOT, "Long");
    assertEquals(Set.of(dropped, trimmed), whole.keySet());
    for (ReceivedEvent event : whole.values()) {
      assertEquals("true", event.field("sightline_unreduced"));
      assertEquals(event.event().equals(dropped) ? "gone" : "less", event.field("sightline_rule"));
      assertEquals("aws_keys", event.index());
      assertTrue(String.valueOf(event.id()).startsWith("full:"), event::toString);
    }
    assertEquals(
        "full:" + before.get(HOME + "-" + BOT + "-Long"),
        Objects.requireNonNull(whole.get(trimmed)).id());
  }

  @Test
  void without_a_principal_all_of_an_account_is_sent_whole() throws Exception {
    CommandRun run = backfill("account", "--unreduced", "--account", ELSEWHERE);
    assertEquals(6, run.json().path("delivered").asInt(), run.output());
    assertEquals(
        Set.of("Nothing", "Long"),
        ids().keySet().stream()
            .map(id -> id.substring(id.lastIndexOf('-') + 1))
            .collect(Collectors.toSet()));
    assertTrue(ids().keySet().stream().allMatch(id -> id.startsWith(ELSEWHERE)));
    assertTrue(
        around.received().stream().allMatch(event -> event.event().contains("\"tlsDetails\"")));
  }
}
