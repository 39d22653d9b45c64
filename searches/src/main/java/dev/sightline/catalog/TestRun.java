package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.Results;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the tests of items over the evaluator. */
public final class TestRun {
  private final Catalog catalog;
  private final Map<String, LookupTable> shipped = Catalog.shippedTables();

  /** How the events of a test are shown to the search; each must give the same rows. */
  public enum View {
    /** As AWS wrote them. */
    PLAIN,
    /** With the fields that the add-on for AWS rewrites. */
    ADD_ON,
    /** Each delivered twice, with the same sightline_id. */
    DUPLICATED
  }

  public TestRun(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What is wrong, in one sentence; empty where the test passes. */
  public Optional<String> failure(Item item, ItemTest test, View view) {
    Lookups lookups = lookups(test);
    Results results;
    try {
      results = results(item.spl(), test, view, lookups);
    } catch (SplException e) {
      return Optional.of(
          item.file() + ":" + (item.splLine() + e.line() - 1) + ": " + e.getMessage());
    }
    return rowsDiffer(test, results).or(() -> lookupsDiffer(test, lookups));
  }

  /**
   * What any search finds in the events of a test.
   *
   * @throws SplException where it is not SPL
   */
  public Results results(String spl, ItemTest test, View view) {
    return results(spl, test, view, lookups(test));
  }

  /** Whether the search finds something in this form of a test; empty where it has no such form. */
  Optional<Boolean> finds(Item item, ItemTest test, Variant variant) {
    return variant
        .of(test)
        .map(form -> !results(item.spl(), form, View.PLAIN, lookups(form)).rows().isEmpty());
  }

  private Results results(String search, ItemTest test, View view, Lookups lookups) {
    String spl = search;
    for (Map.Entry<String, String> parameter : test.parameters().entrySet()) {
      spl = spl.replace("$" + parameter.getKey() + "$", parameter.getValue());
    }
    double now = test.now().getEpochSecond();
    SearchEnvironment environment =
        SearchEnvironment.at(() -> now)
            .withMacros(catalog.macros())
            .withLookups(lookups)
            .withGeo(address -> Optional.ofNullable(test.places().get(address)));
    return Search.compile(spl, environment).run(events(test, view));
  }

  private Lookups lookups(ItemTest test) {
    List<LookupTable> tables = new ArrayList<>();
    for (LookupDefinition definition : catalog.lookups()) {
      List<Map<String, String>> rows = test.lookups().get(definition.name());
      LookupTable ours = shipped.get(definition.name());
      tables.add(
          rows == null && ours != null
              ? ours
              : new LookupTable(definition, rows == null ? List.of() : rows));
    }
    return new Lookups(tables);
  }

  /** The events, newest first, each with an id of its own. */
  static List<Event> events(ItemTest test, View view) {
    List<Event> events = new ArrayList<>();
    int number = 0;
    for (ItemTest.Occurrence occurrence : test.events()) {
      Event event = event(occurrence, test.now(), ++number, view);
      events.add(event);
      if (view == View.DUPLICATED) {
        events.add(event(occurrence, test.now(), number, view));
      }
    }
    events.sort(Comparator.comparingDouble(Event::time).reversed());
    return events;
  }

  /** What an event of a test is one of, told by its fields. */
  private enum Source {
    CLOUDTRAIL("aws:cloudtrail", "aws_cloudtrail", "recipientAccountId"),
    GUARDDUTY("aws:cloudwatch:guardduty", "aws_guardduty", "accountId"),
    INVENTORY("sightline:inventory", "sightline_inventory", "answered_by"),
    EXPORTER("sightline:exporter", "sightline", "account"),
    COMPLETENESS("sightline:completeness", "sightline", "account"),
    HIT("stash", "Sightline", "account_id"),
    HOST_AUTHENTICATION("sightline:host_authentication", "sshd", "host"),
    SIGN_ON("sightline:sign_on", "sign_on", "user"),
    NETWORK_ACCESS("sightline:network_access", "network_access", "user");

    private final String sourcetype;
    private final String source;
    private final String account;

    Source(String sourcetype, String source, String account) {
      this.sourcetype = sourcetype;
      this.source = source;
      this.account = account;
    }

    static Source of(ObjectNode json) {
      if (json.has("schemaVersion") && json.has("service")) {
        return GUARDDUTY;
      }
      if (json.has("detection_id")) {
        return HIT;
      }
      if (json.has("telemetry")) {
        return valueOf(json.path("telemetry").asText().toUpperCase(Locale.ROOT));
      }
      if (json.has("lookup") && json.has("generation")) {
        return INVENTORY;
      }
      if (json.has("verdict") && json.has("checked_at")) {
        return COMPLETENESS;
      }
      return json.has("event") && json.has("health") ? EXPORTER : CLOUDTRAIL;
    }
  }

  private static Event event(ItemTest.Occurrence occurrence, Instant now, int number, View view) {
    ObjectNode json = occurrence.event().deepCopy();
    Instant time = now.minusSeconds(occurrence.age());
    Source source = Source.of(json);
    switch (source) {
      case GUARDDUTY -> json.put("updatedAt", time.toString());
      case CLOUDTRAIL -> {
        json.put("eventTime", time.toString());
        if (!json.has("eventID")) {
          json.put("eventID", "00000000-0000-4000-8000-%012d".formatted(number));
        }
      }
      case HIT -> {
        json.put("first_seen", time.toString());
        json.put("last_seen", time.toString());
      }
      case INVENTORY, EXPORTER, COMPLETENESS, HOST_AUTHENTICATION, SIGN_ON, NETWORK_ACCESS -> {}
    }
    Map<String, String> indexed =
        Map.of(
            "index",
            source == Source.HIT ? "summary" : "main",
            "sourcetype",
            source.sourcetype,
            "source",
            source.source,
            "host",
            json.path(source.account).asText(""),
            "sightline_id",
            "%016x:0".formatted(number));
    return new Event(
        json.toString().getBytes(StandardCharsets.UTF_8),
        time.getEpochSecond(),
        indexed,
        new Extraction(0, view == View.ADD_ON));
  }

  private static Optional<String> rowsDiffer(ItemTest test, Results results) {
    List<Row> left = new ArrayList<>(results.rows());
    List<Map<String, List<String>>> missing = new ArrayList<>();
    for (Map<String, List<String>> expected : test.expected()) {
      Optional<Row> match = left.stream().filter(row -> matches(row, expected)).findFirst();
      match.ifPresentOrElse(left::remove, () -> missing.add(expected));
    }
    return missing.isEmpty() && left.isEmpty()
        ? Optional.empty()
        : Optional.of("expected rows " + test.expected() + ", found " + shown(results));
  }

  private static boolean matches(Row row, Map<String, List<String>> expected) {
    return expected.entrySet().stream()
        .allMatch(cell -> texts(row.get(cell.getKey())).equals(cell.getValue()));
  }

  private static List<String> texts(@Nullable Value value) {
    return value == null ? List.of() : value.parts().stream().map(Scalar::text).toList();
  }

  private static String shown(Results results) {
    List<Map<String, List<String>>> rows = new ArrayList<>();
    for (Row row : results.rows()) {
      Map<String, List<String>> cells = new LinkedHashMap<>();
      row.names().stream()
          .filter(name -> !name.equals("_raw"))
          .forEach(name -> cells.put(name, texts(row.get(name))));
      rows.add(cells);
    }
    return rows.toString();
  }

  private static Optional<String> lookupsDiffer(ItemTest test, Lookups lookups) {
    for (Map.Entry<String, List<Map<String, String>>> table : test.lookupsAfterwards().entrySet()) {
      List<Map<String, String>> rows =
          lookups.find(table.getKey()).map(LookupTable::rows).orElse(List.of());
      if (!rows.equals(table.getValue())) {
        return Optional.of(
            "expected lookup " + table.getKey() + " " + table.getValue() + ", found " + rows);
      }
    }
    return Optional.empty();
  }
}
