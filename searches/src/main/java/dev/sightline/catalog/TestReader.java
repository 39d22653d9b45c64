package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the tests of a search, and the events that they start from. */
public final class TestReader {
  /** When a test happens, where it does not say: a Thursday at noon, UTC. */
  private static final String NOW = "2026-01-15T12:00:00Z";

  private TestReader() {}

  static long span(YamlSection yaml, String key, String example) {
    String text = yaml.text(key, example);
    OptionalLong seconds = Spans.seconds(text);
    if (seconds.isEmpty() && !text.isEmpty()) {
      yaml.mistake(key, "'" + key + "' is a length of time such as " + example + ".");
    }
    return seconds.orElse(0);
  }

  /** Adds the events that a section names, each a patch on an earlier one. */
  public static void fixtures(YamlSection yaml, Map<String, ObjectNode> known) {
    for (String name : List.copyOf(yaml.names())) {
      yaml.section(name)
          .ifPresent(section -> {
            if (known.containsKey(name)) {
              yaml.mistake(name, "The event '" + name + "' exists already: give it another name.");
            }
            ObjectNode event = patched(section, known);
            section.close();
            known.put(name, event);
          });
    }
  }

  private static ObjectNode patched(YamlSection yaml, Map<String, ObjectNode> known) {
    ObjectNode patch = yaml.object("with");
    List<String> without = yaml.optionalTexts("without");
    if (!yaml.has("base")) {
      return Patches.applied(patch.objectNode(), patch, without);
    }
    String name = yaml.text("base", "user_call");
    ObjectNode found = known.get(name);
    if (found == null) {
      yaml.mistake(
          "base", "Unknown event '" + name + "'" + Nearest.hint(name, known.keySet()) + ".");
      return patch.objectNode();
    }
    return Patches.applied(found, patch, without);
  }

  /** One test; {@code fixtures}: events by their names. */
  public static ItemTest test(YamlSection yaml, Map<String, ObjectNode> fixtures) {
    String name = yaml.text("name", "the trail is stopped by a user");
    Instant now = now(yaml);
    List<ItemTest.Occurrence> events = new ArrayList<>();
    for (YamlSection event : yaml.sections("events")) {
      events.addAll(occurrences(event, fixtures));
    }
    Map<String, GeoDatabase.Location> places = new LinkedHashMap<>();
    yaml.section("geo")
        .ifPresent(geo -> {
          for (String address : geo.names()) {
            geo.section(address).ifPresent(place -> places.put(address, location(place)));
          }
        });
    Map<String, String> parameters = new LinkedHashMap<>();
    yaml.object("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    ItemTest test =
        new ItemTest(
            name,
            yaml.line(),
            now,
            events,
            rows(yaml, "lookups"),
            places,
            parameters,
            expected(yaml),
            rows(yaml, "lookups_afterwards"),
            isAny(yaml));
    yaml.close();
    return test;
  }

  private static Instant now(YamlSection yaml) {
    String text = yaml.optionalText("now").orElse(NOW);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      yaml.mistake("now", "'now' is a time such as " + NOW + ".");
      return Instant.parse(NOW);
    }
  }

  /** {@code at: -5m} is when; {@code times: 20} and {@code every: 10s} repeat it into the past. */
  private static List<ItemTest.Occurrence> occurrences(
      YamlSection yaml, Map<String, ObjectNode> fixtures) {
    ObjectNode event =
        yaml.optionalText("raw")
            .map(raw -> JsonNodeFactory.instance.objectNode().put(TestEvents.RAW, raw))
            .orElseGet(() -> patched(yaml, fixtures));
    Map<String, String> indexed = indexed(yaml);
    String at = yaml.optionalText("at").orElse("-5m");
    OptionalLong age = at.startsWith("-") ? Spans.seconds(at.substring(1)) : OptionalLong.empty();
    if (age.isEmpty()) {
      yaml.mistake("at", "'at' is a time before now, such as -5m or -2h.");
    }
    int times = yaml.has("times") ? yaml.number("times", 1, 1_000) : 1;
    long every = yaml.has("every") ? span(yaml, "every", "10s") : 1;
    yaml.close();
    List<ItemTest.Occurrence> occurrences = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      occurrences.add(new ItemTest.Occurrence(event, age.orElse(0) + i * every, indexed));
    }
    return occurrences;
  }

  /** Where an event says what it is, it is taken as it stands. */
  private static Map<String, String> indexed(YamlSection yaml) {
    Map<String, String> indexed = new LinkedHashMap<>();
    for (String name : TestEvents.INDEXED) {
      yaml.optionalText(name).ifPresent(text -> indexed.put(name, text));
    }
    if (yaml.has("raw") && indexed.isEmpty()) {
      yaml.mistake("raw", "An event of text needs its 'sourcetype'.");
    }
    return indexed;
  }

  private static GeoDatabase.Location location(YamlSection yaml) {
    GeoDatabase.Location location =
        new GeoDatabase.Location(
            yaml.optionalText("city").orElse(""),
            yaml.text("country", "Norway"),
            yaml.optionalText("region").orElse(""),
            yaml.optionalText("lat").orElse(""),
            yaml.optionalText("lon").orElse(""),
            Map.of());
    yaml.close();
    return location;
  }

  private static Map<String, List<Map<String, String>>> rows(YamlSection yaml, String key) {
    Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
    yaml.section(key)
        .ifPresent(section -> {
          for (String table : section.names()) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (JsonNode node : section.json(table)) {
              Map<String, String> row = new LinkedHashMap<>();
              node.properties().forEach(cell -> row.put(cell.getKey(), cell.getValue().asText()));
              rows.add(row);
            }
            tables.put(table, rows);
          }
        });
    return tables;
  }

  private static List<Map<String, List<String>>> expected(YamlSection yaml) {
    JsonNode json = yaml.json("expect");
    List<Map<String, List<String>>> rows = new ArrayList<>();
    if (json.isArray() && !json.isEmpty()) {
      for (JsonNode node : json) {
        Map<String, List<String>> row = new LinkedHashMap<>();
        node.properties().forEach(cell -> row.put(cell.getKey(), texts(cell.getValue())));
        rows.add(row);
      }
    } else if (!json.asText().equals("none") && !isAny(yaml)) {
      yaml.mistake(
          "expect",
          "'expect' is 'none', 'some', or a list of rows such as [{principal: arn:…, count: 1}].");
    }
    return rows;
  }

  /** Whether it is enough that something is found. */
  private static boolean isAny(YamlSection yaml) {
    return yaml.json("expect").asText().equals("some");
  }

  private static List<String> texts(JsonNode cell) {
    List<String> texts = new ArrayList<>();
    if (cell.isArray()) {
      cell.forEach(part -> texts.add(part.asText()));
    } else if (!cell.isNull()) {
      texts.add(cell.asText());
    }
    return texts;
  }
}
