package dev.sightline.spl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A golden example: events, a search, and the rows or the refusal that it must have. */
record GoldenCase(String id, String status, JsonNode json) {
  /** The time of a search, where the case names none. */
  static final double NOW = 1_700_100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  static GoldenCase parse(String line) {
    JsonNode json = read(line);
    return new GoldenCase(json.path("id").asText(), json.path("status").asText(), json);
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong, or null where the case passes. */
  @Nullable String failure() {
    boolean refusal = json.path("expect_error").asBoolean(false);
    String spl = json.path("spl").asText();
    try {
      double now = json.path("now").asDouble(NOW);
      SearchEnvironment environment =
          SearchEnvironment.at(() -> now).withMacros(macros()).withLookups(lookups());
      Results results = Search.compile(spl, environment).run(events());
      String shown = shown(results);
      if (refusal) {
        return "should have been refused, gave " + shown;
      }
      return differs(results) ? "expected " + json.path("expect") + ", gave " + shown : null;
    } catch (SplException e) {
      return refusal ? misplaced(e) : e.getMessage();
    }
  }

  /** A case may say at which column the refusal stands. */
  private @Nullable String misplaced(SplException e) {
    JsonNode column = json.path("column");
    return column.isInt() && column.asInt() != e.column()
        ? "should have been refused at column " + column + ": " + e.getMessage()
        : null;
  }

  /** What this evaluator makes of it: each row with the compared fields, sorted if unordered. */
  List<List<List<String>>> rows() {
    double now = json.path("now").asDouble(NOW);
    SearchEnvironment environment =
        SearchEnvironment.at(() -> now).withMacros(macros()).withLookups(lookups());
    Results results = Search.compile(json.path("spl").asText(), environment).run(events());
    List<List<List<String>>> rows = new ArrayList<>();
    for (Row row : results.rows()) {
      rows.add(fields().stream().map(field -> texts(row.get(field))).toList());
    }
    if (!json.path("ordered").asBoolean(false)) {
      rows.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    return rows;
  }

  List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (JsonNode node : json.path("events")) {
      ObjectNode event = node.deepCopy();
      JsonNode time = event.remove("_time");
      JsonNode raw = event.remove("_raw");
      Map<String, String> indexed = new LinkedHashMap<>();
      for (String name : List.of("index", "sourcetype", "host", "source", "sightline_id")) {
        JsonNode value = event.get("_" + name);
        if (value != null) {
          indexed.put(name, value.asText());
          event.remove("_" + name);
        }
      }
      Extraction extraction =
          new Extraction(json.path("cutoff").asInt(0), json.path("add_on_view").asBoolean(false));
      String text = raw == null ? event.toString() : raw.asText();
      events.add(
          new Event(
              text.getBytes(StandardCharsets.UTF_8),
              time == null ? Double.NaN : time.asDouble(),
              indexed,
              extraction));
    }
    return events;
  }

  private List<Macro> macros() {
    List<Macro> macros = new ArrayList<>();
    json.path("macros")
        .properties()
        .forEach(entry -> {
          List<String> arguments = new ArrayList<>();
          entry.getValue().path("args").forEach(node -> arguments.add(node.asText()));
          String name = entry.getKey().replaceFirst("\\(.*", "");
          macros.add(new Macro(name, arguments, entry.getValue().path("definition").asText()));
        });
    return macros;
  }

  private Lookups lookups() {
    List<LookupTable> tables = new ArrayList<>();
    json.path("lookups")
        .properties()
        .forEach(entry -> {
          List<Map<String, String>> rows = new ArrayList<>();
          Set<String> fields = new LinkedHashSet<>();
          for (JsonNode node : entry.getValue()) {
            Map<String, String> row = new LinkedHashMap<>();
            node.properties().forEach(cell -> row.put(cell.getKey(), cell.getValue().asText()));
            fields.addAll(row.keySet());
            rows.add(row);
          }
          JsonNode options = json.path("lookup_opts").path(entry.getKey());
          tables.add(new LookupTable(definition(entry.getKey(), fields, options), rows));
        });
    return new Lookups(tables);
  }

  private static LookupDefinition definition(String name, Set<String> fields, JsonNode options) {
    return new LookupDefinition(
        name,
        List.copyOf(fields),
        LookupDefinition.matchTypes(options.path("match_type").asText("")),
        !List.of("false", "0", "f").contains(options.path("case_sensitive_match").asText("true")),
        options.path("max_matches").asInt(LookupDefinition.MOST_MATCHES),
        options.path("min_matches").asInt(0),
        options.path("default_match").asText(""));
  }

  List<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    json.path("fields").forEach(node -> fields.add(node.asText()));
    json.path("expect").forEach(row -> row.fieldNames().forEachRemaining(fields::add));
    return List.copyOf(fields);
  }

  private boolean differs(Results results) {
    List<List<List<String>>> expected = new ArrayList<>();
    for (JsonNode row : json.path("expect")) {
      List<List<String>> cells = new ArrayList<>();
      for (String field : fields()) {
        List<String> parts = new ArrayList<>();
        JsonNode cell = row.path(field);
        if (cell.isArray()) {
          cell.forEach(part -> parts.add(part.asText()));
        } else if (!cell.isNull() && !cell.isMissingNode()) {
          parts.add(cell.asText());
        }
        cells.add(parts);
      }
      expected.add(cells);
    }
    List<List<List<String>>> actual = new ArrayList<>();
    for (Row row : results.rows()) {
      actual.add(fields().stream().map(field -> texts(row.get(field))).toList());
    }
    if (!json.path("ordered").asBoolean(false)) {
      expected.sort((a, b) -> a.toString().compareTo(b.toString()));
      actual.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    return !expected.equals(actual);
  }

  private static List<String> texts(@Nullable Value value) {
    return value == null ? List.of() : value.parts().stream().map(Scalar::text).toList();
  }

  private String shown(Results results) {
    List<String> rows = new ArrayList<>();
    for (Row row : results.rows()) {
      Map<String, @Nullable Value> cells = new LinkedHashMap<>();
      fields().forEach(field -> cells.put(field, row.get(field)));
      rows.add(cells.toString());
    }
    return rows.toString();
  }
}
