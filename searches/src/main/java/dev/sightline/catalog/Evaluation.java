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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What detections and anomalies make of single events that somebody else labelled: JSON lines with
 * {@code rule_id}, {@code test_name}, {@code expected} and {@code event}. Lookups hold what ships
 * in them and no more. A search that needs several events cannot fire here.
 *
 * @param rules by the other catalog's rule
 */
public record Evaluation(Map<String, Outcome> rules) {
  /**
   * For one rule: its events, on how many of them some item fired, and by item how often.
   *
   * @param firedPositives positives on which at least one item fired
   */
  public record Outcome(
      int positives,
      int negatives,
      int firedPositives,
      int firedNegatives,
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
              json.path("rule_id").asText(),
              new Outcome(0, 0, 0, 0, new TreeMap<>(), new TreeMap<>()));
      Map<String, Integer> fired = positive ? before.onPositives() : before.onNegatives();
      Event event = event(json.path("event"));
      int some = 0;
      for (Map.Entry<String, Search> search : searches.entrySet()) {
        if (!search.getValue().run(List.of(event)).rows().isEmpty()) {
          fired.merge(search.getKey(), 1, Integer::sum);
          some = 1;
        }
      }
      rules.put(
          json.path("rule_id").asText(),
          new Outcome(
              before.positives() + (positive ? 1 : 0),
              before.negatives() + (positive ? 0 : 1),
              before.firedPositives() + (positive ? some : 0),
              before.firedNegatives() + (positive ? 0 : some),
              before.onPositives(),
              before.onNegatives()));
    }
    return new Evaluation(rules);
  }

  private static Map<String, Search> searches(Catalog catalog) {
    Map<String, LookupTable> shipped = Catalog.shippedTables();
    List<LookupTable> tables =
        catalog.lookups().stream()
            .map(definition ->
                shipped.getOrDefault(definition.name(), new LookupTable(definition, List.of())))
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
}
