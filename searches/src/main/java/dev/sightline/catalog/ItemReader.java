package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the file of one item. */
final class ItemReader {
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
    yaml.section("fixtures").ifPresent(section -> TestReader.fixtures(section, fixtures));
    int splLine = yaml.line("search") + 1;
    String spl = yaml.text("search", "|");
    List<ItemTest> tests = new ArrayList<>();
    for (YamlSection test : yaml.sections("tests")) {
      tests.add(TestReader.test(test, fixtures));
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
    long window = TestReader.span(yaml, "window", "20m");
    long reach = TestReader.span(yaml, "reach", "24h");
    List<String> fields = yaml.texts("throttle_fields", "principal");
    long period = TestReader.span(yaml, "throttle_period", "1d");
    yaml.close();
    return new Item.Schedule(cron, window, reach, fields, period);
  }
}
