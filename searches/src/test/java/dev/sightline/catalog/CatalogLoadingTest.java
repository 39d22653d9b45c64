package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.yaml.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogLoadingTest {
  @TempDir Path folder = Path.of("");

  private List<Mistake> mistakes(String item) throws IOException {
    Files.createDirectories(folder.resolve("events"));
    Files.createDirectories(folder.resolve("area"));
    for (String file : List.of("macros.yml", "attack.yml", "events/callers.yml")) {
      Files.copy(Path.of("catalog", file), folder.resolve(file));
    }
    Files.writeString(folder.resolve("area/broken.yml"), item);
    return assertThrows(CatalogException.class, () -> Catalog.load(folder)).mistakes();
  }

  @Test
  void every_mistake_of_a_file_is_reported_at_once_with_its_line() throws IOException {
    List<Mistake> mistakes =
        mistakes(
            """
            id: broken
            uuid: 1
            titel: A title
            kind: detektion
            status: production
            severity: high
            risk: {score: 800, object: principal}
            schedule: {cron: every hour, window: long, reach: 1d, throttle_fields: [], throttle_period: 1d}
            data_source: CloudTrail
            false_positives: none
            tests:
              - name: a test
                events: [{base: user_cal, at: yesterday}]
                expect: nothing
            """);
    List<String> texts = new ArrayList<>();
    mistakes.forEach(mistake -> texts.add(mistake.line() + " " + mistake.sentence()));
    for (String expected :
        List.of(
            "1 'title' is missing",
            "1 'description' is missing",
            "1 'search' is missing",
            "3 'titel' is not a key here; the nearest known is 'title'",
            "4 'kind' is one of detection, anomaly, hunt, investigation, health, not 'detektion'",
            "7 'score' needs a whole number from 0 to 100",
            "8 'every hour' is no cron of five fields",
            "8 'window' is a length of time",
            "8 'throttle_fields' needs a list",
            "10 'false_positives' needs a list",
            "13 Unknown event 'user_cal'; the nearest known is 'user_call'",
            "13 'at' is a time before now",
            "14 'expect' is 'none', 'some', or a list of rows")) {
      assertTrue(
          texts.stream().anyMatch(text -> text.startsWith(expected)),
          () -> expected + " is not in\n" + String.join("\n", texts));
    }
  }

  @Test
  void a_file_that_is_not_yaml_is_reported_with_the_line_of_the_problem() throws IOException {
    List<Mistake> mistakes = mistakes("id: broken\ntitle: 'never closed\n");
    assertEquals(1, mistakes.size());
    assertTrue(mistakes.getFirst().sentence().startsWith("This is not YAML"));
  }

  @Test
  void a_key_that_stands_twice_is_reported() throws IOException {
    List<Mistake> mistakes = mistakes("id: broken\nid: again\n");
    assertTrue(
        mistakes.stream()
            .anyMatch(
                mistake -> mistake.line() == 2 && mistake.sentence().contains("second time")));
  }

  @Test
  void a_patch_changes_one_value_deep_in_an_event_and_leaves_the_base_alone() {
    var base = Objects.requireNonNull(CatalogTest.CATALOG.events().get("user_call"));
    var patch = base.objectNode();
    patch.put("userIdentity.userName", "eve");
    var event = Patches.applied(base, patch, List.of("userIdentity.accessKeyId"));
    assertEquals("eve", event.path("userIdentity").path("userName").asText());
    assertEquals("IAMUser", event.path("userIdentity").path("type").asText());
    assertFalse(event.path("userIdentity").has("accessKeyId"));
    assertEquals("mallory", base.path("userIdentity").path("userName").asText());
  }

  @Test
  void a_cron_tells_how_far_its_runs_are_apart() {
    assertEquals(5, Cron.shortestGap("3-58/5 * * * *"));
    assertEquals(5, Cron.longestGap("3-58/5 * * * *"));
    assertEquals(60, Cron.longestGap("7 * * * *"));
    assertEquals(24 * 60, Cron.shortestGap("30 4 * * *"));
    assertEquals(3 * 24 * 60, Cron.longestGap("0 6 * * 1-5"));
    assertFalse(Cron.isValid("* * * *"));
    assertFalse(Cron.isValid("60 * * * *"));
    assertFalse(Cron.isValid("*/0 * * * *"));
  }
}
