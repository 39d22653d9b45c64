package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the source macros promise to every search that begins with one. */
class SourceMacroTest {
  private static final double NOW = 1_767_323_045;

  private static Event finding(String id, String updatedAt, int count, String wayIn) {
    String json =
        "{\"wayIn\":\"%s\",\"schemaVersion\":\"2.0\",\"id\":\"%s\",\"updatedAt\":\"%s\",\"service\":{\"count\":%d}}"
            .formatted(wayIn, id, updatedAt, count);
    return new Event(
        json.getBytes(StandardCharsets.UTF_8),
        NOW,
        Map.of("index", "main", "sourcetype", "aws:cloudwatch:guardduty"),
        new Extraction(0, false));
  }

  private static List<String> counted(List<Event> events) {
    SearchEnvironment environment =
        SearchEnvironment.at(() -> NOW).withMacros(CatalogTest.CATALOG.macros());
    return Search.compile("`sightline_guardduty` | stats count by id | sort id", environment)
        .run(events)
        .rows()
        .stream()
        .map(row -> text(row.get("id")) + " " + text(row.get("count")))
        .toList();
  }

  private static String text(@Nullable Value value) {
    return Objects.requireNonNull(value).parts().stream()
        .map(Scalar::text)
        .reduce("", String::concat);
  }

  @Test
  void a_finding_that_came_by_three_ways_is_counted_once_for_each_update() {
    assertEquals(
        List.of("f 3", "g 1"),
        counted(
            List.of(
                finding("f", "2026-01-02T03:04:05.678Z", 1, "eventbridge"),
                finding("f", "2026-01-02T03:04:05.678Z", 1, "export"),
                finding("f", "2026-01-02T03:04:05.678Z", 1, "api"),
                finding("f", "2026-01-02T03:04:05.678Z", 2, "eventbridge"),
                finding("f", "2026-01-03T03:04:05.678Z", 2, "eventbridge"),
                finding("f", "2026-01-03T03:04:05.678Z", 2, "api"),
                finding("g", "2026-01-02T03:04:05.678Z", 1, "eventbridge"))));
  }

  @Test
  void an_aggregated_event_is_among_the_records_and_among_no_calls() {
    List<Event> events =
        List.of(
            record("{\"eventName\":\"GetObject\",\"eventCategory\":\"Data\"}"),
            record("{\"eventName\":\"ConsoleLogin\"}"),
            record("{\"eventId\":\"a\",\"eventCategory\":\"Aggregated\"}"));
    assertEquals("2", count("`sightline_cloudtrail` | stats count", events));
    assertEquals("3", count("`sightline_cloudtrail_records` | stats count", events));
  }

  private static Event record(String json) {
    return new Event(
        json.getBytes(StandardCharsets.UTF_8),
        NOW,
        Map.of("index", "main", "sourcetype", "aws:cloudtrail"),
        new Extraction(0, false));
  }

  private static String count(String spl, List<Event> events) {
    SearchEnvironment environment =
        SearchEnvironment.at(() -> NOW).withMacros(CatalogTest.CATALOG.macros());
    return text(Search.compile(spl, environment).run(events).rows().getFirst().get("count"));
  }
}
