package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog's own command, over a catalog of one search. */
class CatalogCommandTest {
  private static final Path SHIPPED = Path.of("../../searches/catalog");
  private static final String ITEM = "defence_evasion/cloudtrail_stopped.yml";

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void a_catalog_of_one_search() throws IOException {
    for (String name : new String[] {"macros.yml", "attack.yml", ITEM}) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.copy(SHIPPED.resolve(name), folder.resolve(name));
    }
    Files.createDirectories(folder.resolve("events"));
    try (Stream<Path> events = Files.list(SHIPPED.resolve("events"))) {
      for (Path event : events.toList()) {
        Files.copy(event, folder.resolve("events").resolve(event.getFileName()));
      }
    }
  }

  private void rewritten(String before, String after) throws IOException {
    Path item = folder.resolve(ITEM);
    String text = Files.readString(item);
    assertTrue(text.contains(before));
    Files.writeString(item, text.replace(before, after));
  }

  @Test
  void every_search_is_told_with_its_tests() throws IOException {
    CommandRun run = CommandRun.of("catalog", "--catalog", folder.toString(), "--json");
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    JsonNode item = run.json().path("items").path(0);
    assertEquals("cloudtrail_stopped", item.path("id").asText());
    assertEquals("detection", item.path("kind").asText());
    assertEquals("[\"T1562.008\"]", item.path("techniques").toString());
    assertEquals(3, item.path("event_names").size());
    assertTrue(item.path("tests").asInt() > 5);
    assertEquals(item.path("tests"), item.path("passed"));
  }

  @Test
  void a_test_that_fails_and_a_rule_that_is_broken_are_told() throws IOException {
    rewritten("count: 2, severity: high", "count: 3, severity: high");
    rewritten("attack: [T1562.008]", "attack: [T9999]");
    CommandRun run = CommandRun.of("catalog", "--catalog", folder.toString());
    assertEquals(ExitCode.FAILED, run.code());
    assertTrue(run.err().contains("'T9999' is not in attack.yml"), run::err);
    assertTrue(run.err().contains("a user stops and deletes the trail"), run::err);
    assertTrue(run.out().contains("1 rules of the lint are broken"), run::out);
  }

  @Test
  void pages_are_written_and_stale_ones_are_named_with_what_to_run() throws IOException {
    Path pages = folder.resolve("pages");
    String[] write = {"catalog", "--catalog", folder.toString(), "--pages", pages.toString()};
    String[] check = {
      "catalog", "--catalog", folder.toString(), "--pages", pages.toString(), "--check"
    };
    assertEquals(ExitCode.FAILED, CommandRun.of(check).code());
    assertEquals(ExitCode.DONE, CommandRun.of(write).code());
    assertEquals(ExitCode.DONE, CommandRun.of(check).code());
    rewritten("kind: detection", "kind: anomaly");
    CommandRun stale = CommandRun.of(check);
    assertEquals(ExitCode.FAILED, stale.code());
    assertTrue(
        stale.out().contains("defence_evasion.md. Run: ./sightline catalog --pages"), stale::out);
  }

  @Test
  void the_table_counts_by_area_tactic_and_class() {
    CommandRun run = CommandRun.of("catalog", "--catalog", folder.toString());
    assertTrue(run.out().contains("defense-evasion"), run::out);
    assertTrue(run.out().contains("watching_off"), run::out);
  }

  @Test
  void a_file_that_cannot_be_read_is_told_with_its_line() throws IOException {
    rewritten("kind: detection", "kind: detektion");
    CommandRun run = CommandRun.of("catalog", "--catalog", folder.toString());
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("cloudtrail_stopped.yml:4:"), run::err);
  }

  @Test
  void labelled_events_are_reported_by_rule_and_item() throws IOException {
    Path labelled =
        Files.writeString(
            folder.resolve("labelled.jsonl"),
            "{\"rule_id\":\"R\",\"expected\":true,\"event\":"
                + HuntCommandTest.call(
                    "2026-03-10T09:00:00Z", "cloudtrail.amazonaws.com", "DeleteTrail", "")
                + "}\n");
    CommandRun run =
        CommandRun.of(
            "catalog", "evaluate", labelled.toString(), "--catalog", folder.toString(), "--json");
    JsonNode rule = run.json().path("rules").path("R");
    assertEquals(1, rule.path("firedPositives").asInt(), run::toString);
    assertEquals(1, rule.path("onPositives").path("cloudtrail_stopped").asInt());
    assertEquals(ExitCode.FAILED, CommandRun.of("catalog", "evaluate", "/no/such/file").code());
  }
}
