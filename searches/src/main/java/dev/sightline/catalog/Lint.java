package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.lookups.KnownCalls;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a catalog to the rules in {@link Check}. */
public final class Lint {
  private static final int SHORTEST_MINUTES = 5;
  private static final int FEWEST_TESTS = 3;
  static final KnownCalls CALLS = KnownCalls.shipped();

  private final Catalog catalog;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> fields = new HashSet<>();

  /** A rule that an item breaks. */
  public record Finding(Check check, Mistake mistake) {
    @Override
    public String toString() {
      return mistake + " [" + check + "]";
    }
  }

  private Lint(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Every rule that an item of the catalog breaks. */
  public static List<Finding> mistakes(Catalog catalog) {
    Lint lint = new Lint(catalog);
    lint.collectFields();
    SearchLint searches = new SearchLint(catalog, lint.fields, lint.findings);
    for (Item item : catalog.items()) {
      searches.check(item);
      lint.metadata(item);
      lint.schedule(item);
      lint.tests(item);
      lint.names(item);
    }
    lint.unique("id", Item::id);
    lint.unique("title", Item::title);
    lint.unique("uuid", Item::uuid);
    return List.copyOf(lint.findings);
  }

  private void add(Check check, Item item, int line, String sentence) {
    findings.add(new Finding(check, new Mistake(item.file(), line, sentence)));
  }

  private void collectFields() {
    catalog.events().values().forEach(event -> collect("", event));
    for (Item item : catalog.items()) {
      for (ItemTest test : item.tests()) {
        test.events().forEach(occurrence -> collect("", occurrence.event()));
      }
    }
    fields.addAll(
        Set.of(
            "eventID",
            "eventTime",
            "updatedAt",
            "_time",
            "_raw",
            "index",
            "sourcetype",
            "source",
            "host",
            "sightline_id",
            "errorCode",
            "errorMessage"));
  }

  private void collect(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(entry ->
              collect(
                  path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue()));
    } else if (node.isArray()) {
      node.forEach(part -> collect(path + "{}", part));
    }
    fields.add(path);
  }

  private void metadata(Item item) {
    boolean alerts = item.kind() == Item.Kind.DETECTION || item.kind() == Item.Kind.ANOMALY;
    if (alerts && item.schedule().isEmpty()) {
      add(Check.METADATA_IS_COMPLETE, item, 1, "'schedule' is missing: say when this search runs.");
    }
    if (alerts && item.techniques().isEmpty()) {
      add(Check.METADATA_IS_COMPLETE, item, 1, "'attack' is missing: name a technique.");
    }
    if (item.kind() == Item.Kind.DETECTION
        && item.dataSource().startsWith("CloudTrail")
        && item.eventNames().isEmpty()) {
      add(
          Check.METADATA_IS_COMPLETE,
          item,
          1,
          "'event_names' is missing: name the calls it reads.");
    }
    for (String technique : item.techniques()) {
      if (!catalog.techniques().containsKey(technique)) {
        add(
            Check.TECHNIQUES_EXIST,
            item,
            1,
            "'" + technique + "' is not in attack.yml: name another, or add it there.");
      }
    }
    if (!isNamedAsFile(item)) {
      add(
          Check.NAMES_ARE_UNIQUE,
          item,
          1,
          "The file is named otherwise: call it " + item.id() + ".yml.");
    }
    if (!item.uuid().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      add(
          Check.METADATA_IS_COMPLETE,
          item,
          1,
          "'uuid' is not a UUID in lower case: make a new one.");
    }
  }

  private void unique(String key, Function<Item, String> value) {
    Map<String, Item> seen = new HashMap<>();
    for (Item item : catalog.items()) {
      @Nullable Item other = seen.putIfAbsent(value.apply(item), item);
      if (other != null) {
        boolean copied = isCopy(item, other);
        Item copy = copied ? item : other;
        Item kept = copied ? other : item;
        seen.put(value.apply(item), kept);
        add(
            Check.NAMES_ARE_UNIQUE,
            copy,
            1,
            "The " + key + " is also in " + kept.file() + ": change this one.");
      }
    }
  }

  /**
   * Whether the first is the copy of two: its id is not its file's name, else its file is the
   * newer, else it comes later.
   */
  private static boolean isCopy(Item item, Item other) {
    boolean own = isNamedAsFile(item);
    if (own != isNamedAsFile(other)) {
      return !own;
    }
    return written(item).compareTo(written(other)) >= 0;
  }

  private static boolean isNamedAsFile(Item item) {
    return item.file().getFileName().toString().equals(item.id() + ".yml");
  }

  private static FileTime written(Item item) {
    try {
      return Files.getLastModifiedTime(item.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void schedule(Item item) {
    item.schedule()
        .filter(schedule -> Cron.isValid(schedule.cron()))
        .ifPresent(schedule -> {
          int shortest = Cron.shortestGap(schedule.cron());
          int longest = Cron.longestGap(schedule.cron());
          if (shortest < SHORTEST_MINUTES) {
            add(
                Check.SCHEDULE_HAS_NO_GAP,
                item,
                1,
                "It runs every "
                    + shortest
                    + " minutes: every "
                    + SHORTEST_MINUTES
                    + " is the most.");
          }
          if (schedule.window() < 60L * longest) {
            add(
                Check.SCHEDULE_HAS_NO_GAP,
                item,
                1,
                "A window of "
                    + schedule.window() / 60
                    + " minutes leaves a gap between runs that are "
                    + longest
                    + " minutes apart: widen it.");
          }
          if (schedule.window() > 60L * longest && schedule.throttlePeriod() < schedule.window()) {
            add(
                Check.SCHEDULE_HAS_NO_GAP,
                item,
                1,
                "Runs overlap, and the throttle is shorter than the window: one hit would alert"
                    + " twice.");
          }
          if (schedule.reach() < schedule.window()) {
            add(
                Check.SCHEDULE_HAS_NO_GAP,
                item,
                1,
                "'reach' is shorter than 'window': late events are lost.");
          }
        });
  }

  /** A name that is misspelt finds nothing, and no test of its own tells. */
  private void names(Item item) {
    for (String name : item.eventNames()) {
      if (!CALLS.has(name)) {
        add(
            Check.EVENT_NAMES_ARE_KNOWN,
            item,
            1,
            "No service of AWS has a call '"
                + name
                + "'"
                + Nearest.hint(name, CALLS.all())
                + ". Where CloudTrail writes it all the same, say so in"
                + " lookups/models/other_events.txt.");
      }
    }
    for (ItemTest test : item.tests()) {
      for (ItemTest.Occurrence occurrence :
          test.fires() ? test.events() : List.<ItemTest.Occurrence>of()) {
        String source = occurrence.event().path("eventSource").asText();
        String name = occurrence.event().path("eventName").asText();
        if (item.eventNames().contains(name) && CALLS.has(name) && !CALLS.has(source, name)) {
          add(
              Check.EVENT_NAMES_ARE_KNOWN,
              item,
              test.line(),
              "The event source '"
                  + source
                  + "' has no call '"
                  + name
                  + "': "
                  + sources(name)
                  + ".");
        }
      }
    }
  }

  private static String sources(String name) {
    String bare = KnownCalls.bare(name);
    return "it is one of "
        + CALLS.names().entrySet().stream()
            .filter(entry -> entry.getValue().contains(bare))
            .map(Map.Entry::getKey)
            .limit(5)
            .collect(Collectors.joining(", "));
  }

  private void tests(Item item) {
    boolean fires = item.tests().stream().anyMatch(ItemTest::fires);
    boolean quiet = item.tests().stream().anyMatch(test -> !test.fires());
    if (!fires || !quiet) {
      add(
          Check.HAS_FIRING_TEST_AND_NEAR_MISS,
          item,
          1,
          fires
              ? "A near miss is missing: add a test with 'expect: none'."
              : "A test that fires is missing.");
    }
    if (item.tests().size() < FEWEST_TESTS) {
      add(
          Check.HAS_THREE_TESTS,
          item,
          1,
          "It has "
              + item.tests().size()
              + " of the "
              + FEWEST_TESTS
              + " tests that an item has at the least: add another case.");
    }
    Set<String> tested = new HashSet<>();
    item.tests().stream()
        .filter(ItemTest::fires)
        .flatMap(test -> test.events().stream())
        .forEach(occurrence -> tested.add(occurrence.event().path("eventName").asText()));
    for (String name : item.eventNames()) {
      if (!tested.contains(name)) {
        add(
            Check.EVENT_NAMES_ARE_TESTED,
            item,
            1,
            "No firing test has an event '" + name + "': add one, or do not declare the name.");
      }
    }
  }
}
