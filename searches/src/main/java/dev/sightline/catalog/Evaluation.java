package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What detections and anomalies make of single events that somebody else labelled: JSON lines with
 * {@code rule_id}, {@code test_name}, {@code expected} and {@code event}. Lookups are empty. A
 * search that needs several events cannot fire here.
 *
 * @param rules by the other catalog's rule
 */
public record Evaluation(Map<String, Outcome> rules) {
  /** For one rule: its events, and how many of them fired, by item. */
  public record Outcome(
      int positives,
      int negatives,
      Map<String, Integer> onPositives,
      Map<String, Integer> onNegatives) {}

  /**
   * Runs the catalog over each event of the file.
   *
   * @throws IOException where the file cannot be read
   */
  public static Evaluation of(Catalog catalog, Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Search> searches = searches(catalog);
    Map<String, Outcome> rules = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode json = mapper.readTree(line);
      boolean positive = json.path("expected").asBoolean();
      Outcome before =
          rules.getOrDefault(
              json.path("rule_id").asText(), new Outcome(0, 0, new TreeMap<>(), new TreeMap<>()));
      Map<String, Integer> fired = positive ? before.onPositives() : before.onNegatives();
      Event event = event(json.path("event"));
      searches.forEach((id, search) -> {
        if (!search.run(List.of(event)).rows().isEmpty()) {
          fired.merge(id, 1, Integer::sum);
        }
      });
      rules.put(
          json.path("rule_id").asText(),
          new Outcome(
              before.positives() + (positive ? 1 : 0),
              before.negatives() + (positive ? 0 : 1),
              before.onPositives(),
              before.onNegatives()));
    }
    return new Evaluation(rules);
  }

  private static Map<String, Search> searches(Catalog catalog) {
    List<LookupTable> tables =
        catalog.lookups().stream()
            .map(definition -> new LookupTable(definition, List.of()))
            .toList();
    double now = Instant.now().getEpochSecond();
    SearchEnvironment environment =
        SearchEnvironment.at(() -> now)
            .withMacros(catalog.macros())
            .withLookups(new Lookups(tables));
    Map<String, Search> searches = new LinkedHashMap<>();
    for (Item item : catalog.items()) {
      if (item.kind() == Item.Kind.DETECTION || item.kind() == Item.Kind.ANOMALY) {
        searches.put(item.id(), Search.compile(item.spl(), environment));
      }
    }
    return searches;
  }

  private static Event event(JsonNode json) {
    double time;
    try {
      time = Instant.parse(json.path("eventTime").asText()).getEpochSecond();
    } catch (DateTimeException e) {
      time = 0;
    }
    return new Event(
        json.toString().getBytes(StandardCharsets.UTF_8),
        time,
        Map.of(
            "index", "main",
            "sourcetype", "aws:cloudtrail",
            "source", "aws_cloudtrail",
            "host", json.path("recipientAccountId").asText(""),
            "sightline_id", "0:0"),
        Extraction.WHOLE);
  }

  /** A table for people: a line a rule. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("rule | positives, fired by | negatives, fired by");
    rules.forEach((rule, outcome) ->
        lines.add(
            rule
                + " | "
                + outcome.positives()
                + " "
                + outcome.onPositives()
                + " | "
                + outcome.negatives()
                + " "
                + outcome.onNegatives()));
    return String.join("\n", lines);
  }
}
