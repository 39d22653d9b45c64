package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.ReceivedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** History out of a bucket. */
@Isolated
class BackfillTest {
  private static final String EUROPE = "AWSLogs/111122223333/CloudTrail/eu-west-1/";
  private static final String AMERICA = "AWSLogs/444455556666/CloudTrail/us-east-1/";

  @TempDir Path folder = Path.of("");

  private CommandRun run(Surroundings around, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("backfill", "s3://" + Surroundings.BUCKET + "/AWSLogs/", "--json"));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--checkpoint")) {
      arguments.addAll(List.of("--checkpoint", folder.resolve("checkpoint.json").toString()));
    }
    return CommandRun.of(around.properties(), arguments.toArray(String[]::new));
  }

  @Test
  void a_selection_is_counted_carried_and_not_carried_again() throws Exception {
    try (Surroundings around = new Surroundings()) {
      List<String> wanted = Logs.records("wanted", 4);
      around.put(EUROPE + "2026/01/02/a.json.gz", Logs.gzip(wanted));
      around.put(EUROPE + "2025/12/31/b.json.gz", Logs.gzip(Logs.records("early", 1)));
      around.put(EUROPE + "2026/02/01/c.json.gz", Logs.gzip(Logs.records("late", 1)));
      around.put(AMERICA + "2026/01/02/d.json.gz", Logs.gzip(Logs.records("elsewhere", 1)));
      around.put("other/e.json.gz", Logs.gzip(Logs.records("outside", 1)));
      String[] selection = {
        "--from",
        "2026-01-01",
        "--to",
        "2026-01-31",
        "--account",
        "111122223333",
        "--region",
        "eu-west-1"
      };
      List<String> dry = new ArrayList<>(List.of(selection));
      dry.add("--dry-run");
      CommandRun counted = run(around, dry.toArray(String[]::new));
      assertEquals(0, counted.exitCode(), counted.output());
      assertEquals(1, counted.json().at("/kinds/cloudtrail/objects").asInt(), counted.output());
      assertEquals(List.of(), around.received());

      CommandRun first = run(around, selection);
      assertEquals(0, first.exitCode(), first.output());
      assertEquals(wanted.stream().sorted().toList(), around.receivedTexts());
      assertEquals(4, first.json().get("delivered").asInt());

      CommandRun second = run(around, selection);
      assertEquals(0, second.exitCode(), second.output());
      assertTrue(second.output().contains("Everything was carried before"), second.output());
      assertEquals(4, around.received().size());

      CommandRun other = run(around, "--from", "2026-01-01");
      assertEquals(1, other.exitCode());
      assertTrue(other.output().contains("belongs to another backfill"), other.output());
    }
  }

  @Test
  void an_object_has_the_ids_that_it_has_by_the_queue() throws Exception {
    try (Surroundings around = new Surroundings()) {
      String key = EUROPE + "2026/01/02/a.json.gz";
      around.putAndAnnounce(key, Logs.gzip(Logs.records("log", 3)));
      try (var service = around.start()) {
        around.awaitEmptyQueue();
        assertEquals(3, service.exporter().measures().records().entered());
      }
      assertEquals(0, run(around).exitCode());
      List<String> ids = around.received().stream().map(ReceivedEvent::id).distinct().toList();
      assertEquals(6, around.received().size());
      assertEquals(3, ids.size());
    }
  }

  @Test
  void what_cannot_be_carried_is_named_and_tried_again_by_the_same_command() throws Exception {
    try (Surroundings around = new Surroundings()) {
      String damaged = EUROPE + "2026/01/02/b.json.gz";
      around.put(EUROPE + "2026/01/02/a.json.gz", Logs.gzip(Logs.records("a", 2)));
      around.put(damaged, "no log".getBytes(StandardCharsets.UTF_8));
      around.put(EUROPE + "2026/01/02/c.json.gz", Logs.gzip(Logs.records("c", 2)));
      CommandRun first = run(around);
      assertEquals(3, first.exitCode(), first.output());
      assertTrue(first.output().contains(damaged + ": The file is not JSON"), first.output());
      assertEquals(4, around.received().size());

      around.put(damaged, Logs.gzip(Logs.records("b", 2)));
      CommandRun second = run(around);
      assertEquals(0, second.exitCode(), second.output());
      assertEquals(6, around.received().size());
      assertEquals(0, around.duplicates());
    }
  }

  @Test
  void a_backfill_that_is_killed_goes_on_where_it_was_and_loses_nothing() throws Exception {
    BackfillKills.Result result = new BackfillKills(450, 2, false, line -> {}).run();
    assertEquals(0, result.lost(), result.toString());
    assertTrue(result.lastRun() <= 150 + BackfillKills.UNREMEMBERED, result.toString());
    int bound = 2 * BackfillKills.UNREMEMBERED * BackfillKills.RECORDS;
    assertTrue(result.repeated() <= bound, result.toString());
  }

  @Test
  void where_splunk_is_asked_a_backfill_that_is_killed_sends_nothing_twice() throws Exception {
    BackfillKills.Result result = new BackfillKills(450, 2, true, line -> {}).run();
    assertEquals(0, result.lost(), result.toString());
    assertEquals(0, result.repeated(), result.toString());
  }

  @Test
  void a_checkpoint_that_cannot_be_kept_is_told_before_anything_is_carried() throws Exception {
    try (Surroundings around = new Surroundings()) {
      around.put(EUROPE + "2026/01/02/a.json.gz", Logs.gzip(Logs.records("a", 2)));
      Path file = Files.writeString(folder.resolve("home"), "").resolve("checkpoint.json");
      CommandRun refused = run(around, "--checkpoint", file.toString());
      assertEquals(1, refused.exitCode(), refused.output());
      assertTrue(
          refused.output().contains("The checkpoint " + file + " cannot be written"),
          refused.output());
      assertTrue(refused.output().contains("name another file with --checkpoint"));
      assertEquals(List.of(), around.received());
    }
  }

  @Test
  void wrong_usage_is_said_before_anything_is_asked() throws IOException {
    Map<String, Object> nothing = Map.of();
    assertEquals(2, CommandRun.of(nothing, "backfill", "bucket/prefix").exitCode());
    assertEquals(2, CommandRun.of(nothing, "backfill", "guardduty").exitCode());
    CommandRun order =
        CommandRun.of(nothing, "backfill", "s3://b/", "--from", "2026-01-02", "--to", "2026-01-01");
    assertEquals("--to is before --from.\n", order.output());
    CommandRun day = CommandRun.of(nothing, "backfill", "s3://b/", "--from", "yesterday");
    assertEquals(2, day.exitCode());
    assertTrue(day.output().contains("--from"), day.output());
    assertTrue(Files.notExists(folder.resolve("checkpoint.json")));
  }
}
