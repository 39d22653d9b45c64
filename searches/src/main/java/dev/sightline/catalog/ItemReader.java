package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the file of one item. */
final class ItemReader {
  /** When a test happens, where it does not say: a Thursday at noon, UTC. */
  private static final String NOW = "2026-01-15T12:00:00Z";

  private final Map<String, ObjectNode> base;
  private final List<Mistake> mistakes;

  /** {@code base}: the events that all items may start from. */
  ItemReader(Map<String, ObjectNode> base, List<Mistake> mistakes) {
    this.base = base;
    this.mistakes = mistakes;
  }

  Optional<Item> read(Path file) {
    return YamlSection.open(file, mistakes).map(section -> item(file, section));
  }

  private Item item(Path file, YamlSection yaml) {
    String id = yaml.text("id", "name_of_the_file");
    String uuid = yaml.text("uuid", "a new random UUID");
    String title = yaml.text("title", "CloudTrail logging stopped");
    String description = yaml.text("description", "what it finds, and why that matters");
    Item.Kind kind = yaml.choice("kind", Item.Kind.class);
    Item.Status status = yaml.choice("status", Item.Status.class);
    Item.Severity severity = yaml.choice("severity", Item.Severity.class);
    String dataSource = yaml.text("data_source", "CloudTrail management events");
    List<String> eventNames = yaml.optionalTexts("event_names");
    Map<String, String> parameters = new LinkedHashMap<>();
    yaml.object("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    Item.Risk risk = risk(yaml);
    Optional<Item.Schedule> schedule = yaml.section("schedule").map(ItemReader::schedule);
    List<String> techniques = yaml.optionalTexts("attack");
    List<String> falsePositives = yaml.texts("false_positives", "who does this in daily work");
    List<String> misses = yaml.texts("misses", "what the search does not see");
    List<String> triage = yaml.texts("triage", "what to look at first");
    List<String> references = yaml.texts("references", "https://…");
    List<String> lookups = yaml.optionalTexts("lookups");
    Optional<String> athena = yaml.optionalText("athena");
    Map<String, ObjectNode> fixtures = new LinkedHashMap<>(base);
    yaml.section("fixtures").ifPresent(section -> fixtures(section, fixtures));
    int splLine = yaml.line("search") + 1;
    String spl = yaml.text("search", "|");
    List<ItemTest> tests = new ArrayList<>();
    for (YamlSection test : yaml.sections("tests")) {
      tests.add(test(test, fixtures));
    }
    Map<Variant, String> variants = variants(yaml);
    yaml.close();
    base.keySet().forEach(fixtures::remove);
    return new Item(
        id,
        uuid,
        title,
        description,
        kind,
        status,
        severity,
        risk,
        dataSource,
        eventNames,
        spl,
        splLine,
        parameters,
        schedule,
        techniques,
        falsePositives,
        misses,
        triage,
        references,
        lookups,
        athena,
        fixtures,
        tests,
        variants,
        file);
  }

  private static Map<Variant, String> variants(YamlSection yaml) {
    Map<Variant, String> variants = new EnumMap<>(Variant.class);
    Set<String> known =
        Arrays.stream(Variant.values())
            .map(variant -> variant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    yaml.section("variants")
        .ifPresent(section -> {
          for (String name : section.names()) {
            if (!known.contains(name)) {
              section.mistake(
                  name, "There is no variant '" + name + "'" + Nearest.hint(name, known) + ".");
              continue;
            }
            String because = section.text(name, "A refused attempt is told as well.");
            variants.put(Variant.valueOf(name.toUpperCase(Locale.ROOT)), because);
          }
        });
    return variants;
  }

  private static Item.Risk risk(YamlSection yaml) {
    Optional<YamlSection> section = yaml.section("risk");
    if (section.isEmpty()) {
      yaml.mistake("risk", "'risk' is missing: write 'risk: {score: 60, object: principal}'.");
      return new Item.Risk(0, "principal", "user");
    }
    YamlSection risk = section.get();
    int score = risk.number("score", 0, 100);
    String object = risk.text("object", "principal");
    String type =
        switch (object) {
          case "principal", "session" -> "user";
          case "account_id", "address", "resource" -> "system";
          default -> {
            risk.mistake(
                "object", "'object' is principal, session, account_id, address, resource.");
            yield "other";
          }
        };
    risk.close();
    return new Item.Risk(score, object, type);
  }

  private static Item.Schedule schedule(YamlSection yaml) {
    String cron = yaml.text("cron", "*/15 * * * *");
    if (!Cron.isValid(cron)) {
      yaml.mistake("cron", "'" + cron + "' is no cron of five fields, such as '7 * * * *'.");
    }
    long window = span(yaml, "window", "20m");
    long reach = span(yaml, "reach", "24h");
    List<String> fields = yaml.texts("throttle_fields", "principal");
    long period = span(yaml, "throttle_period", "1d");
    yaml.close();
    return new Item.Schedule(cron, window, reach, fields, period);
  }

  private static long span(YamlSection yaml, String key, String example) {
    String text = yaml.text(key, example);
    OptionalLong seconds = Spans.seconds(text);
    if (seconds.isEmpty() && !text.isEmpty()) {
      yaml.mistake(key, "'" + key + "' is a length of time such as " + example + ".");
    }
    return seconds.orElse(0);
  }

  /** Adds the events that a section names, each a patch on an earlier one. */
  static void fixtures(YamlSection yaml, Map<String, ObjectNode> known) {
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

  private static ItemTest test(YamlSection yaml, Map<String, ObjectNode> fixtures) {
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
            rows(yaml, "lookups_afterwards"));
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
    ObjectNode event = patched(yaml, fixtures);
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
      occurrences.add(new ItemTest.Occurrence(event, age.orElse(0) + i * every));
    }
    return occurrences;
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
    } else if (!json.asText().equals("none")) {
      yaml.mistake(
          "expect",
          "'expect' is 'none', or a list of rows such as [{principal: arn:…, count: 1}].");
    }
    return rows;
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
