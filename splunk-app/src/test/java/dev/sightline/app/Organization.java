package dev.sightline.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.spl.Results;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.time.TimeModifier;
import dev.sightline.spl.value.Multivalue;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a Splunk would hold at the end of the demo's day: the story's records, findings, hits of the
 * catalog, the exporter's own events, and the lookups. It answers searches by the evaluator.
 */
final class Organization {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant END = Instant.parse("2026-03-11T00:00:00Z");
  private static final double NOW = (double) END.getEpochSecond();

  /** Where the story's addresses are said to be. */
  private static final Map<String, GeoDatabase.Location> PLACES =
      Map.of(
          "192.0.2.", place("Oslo", "Norway", "59.9", "10.7"),
          "203.0.113.", place("Bucharest", "Romania", "44.4", "26.1"),
          "198.51.100.", place("Sydney", "Australia", "-33.9", "151.2"));

  private final List<Event> events = new ArrayList<>();
  private final Catalog catalog;
  private final Lookups lookups;

  private Organization(Catalog catalog, Lookups lookups) {
    this.catalog = catalog;
    this.lookups = lookups;
  }

  /**
   * Reads it.
   *
   * @param story a folder with the logs that {@code demo --write} wrote
   */
  static Organization load(Path story, Catalog catalog, SearchGroups groups) throws IOException {
    JsonNode more;
    try (InputStream in =
        Objects.requireNonNull(Organization.class.getResourceAsStream("organization.json"))) {
      more = JSON.readTree(in);
    }
    Organization organization =
        new Organization(catalog, lookups(catalog, groups, more.get("lookups")));
    try (Stream<Path> files = Files.walk(story)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        organization.log(file);
      }
    }
    for (JsonNode finding : more.get("findings")) {
      organization.add(
          finding,
          Instant.parse(finding.get("updatedAt").asText()),
          "main",
          "aws:cloudwatch:guardduty",
          "aws_guardduty",
          finding.get("accountId").asText());
    }
    for (JsonNode own : more.get("exporter")) {
      organization.add(
          own,
          END.plusSeconds(own.get("at").asInt()),
          "main",
          "sightline:exporter",
          "sightline",
          "exporter-1");
    }
    for (JsonNode hour : more.get("completeness")) {
      organization.add(
          hour,
          END.plusSeconds(hour.get("at").asInt()),
          "main",
          "sightline:completeness",
          "sightline",
          hour.get("account").asText());
    }
    organization.sort();
    organization.detect();
    organization.sort();
    organization.join();
    organization.sort();
    return organization;
  }

  /** One in which nothing happened, and of which nothing is known. */
  static Organization empty(Catalog catalog, SearchGroups groups) {
    return new Organization(catalog, lookups(catalog, groups, JSON.createObjectNode()));
  }

  /** The rows of a search as the page wants them, or what is wrong with it. */
  ObjectNode answer(String query, @Nullable String earliest, @Nullable String latest) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      double from = moment(earliest, Double.NEGATIVE_INFINITY);
      double to = moment(latest, Double.POSITIVE_INFINITY);
      SearchEnvironment environment = environment().withRange(from, to);
      Results results =
          Search.compile(query, environment)
              .run(
                  events.stream()
                      .filter(event -> event.time() >= from && event.time() < to)
                      .toList());
      List<String> fields =
          results.fields().stream()
              .filter(field -> !field.startsWith("_") || field.equals("_time"))
              .toList();
      ArrayNode names = answer.putArray("fields");
      fields.forEach(names::add);
      ArrayNode rows = answer.putArray("rows");
      for (Row row : results.rows()) {
        ArrayNode cells = rows.addArray();
        fields.forEach(field -> cells.add(cell(field, row.get(field))));
      }
      return answer;
    } catch (RuntimeException e) {
      return JSON.createObjectNode().put("error", String.valueOf(e.getMessage()));
    }
  }

  private SearchEnvironment environment() {
    return SearchEnvironment.at(() -> NOW)
        .withMacros(catalog.macros())
        .withLookups(lookups)
        .withGeo(Organization::locate);
  }

  private static double moment(@Nullable String modifier, double otherwise) {
    if (modifier == null || modifier.isEmpty()) {
      return otherwise;
    }
    if (modifier.equals("now")) {
      return NOW;
    }
    if (modifier.matches("\\d+(\\.\\d+)?")) {
      return Double.parseDouble(modifier) == 0 ? otherwise : Double.parseDouble(modifier);
    }
    return TimeModifier.apply(NOW, modifier)
        .orElseThrow(() -> new IllegalArgumentException("no time: " + modifier));
  }

  private static JsonNode cell(String field, @Nullable Value value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case Multivalue many -> {
        ArrayNode cells = JSON.createArrayNode();
        many.parts().forEach(one -> cells.add(one.text()));
        yield cells;
      }
      case Scalar one when field.equals("_time") ->
          JSON.getNodeFactory()
              .textNode(Instant.ofEpochSecond((long) Double.parseDouble(one.text())).toString());
      case Scalar one -> JSON.getNodeFactory().textNode(one.text());
    };
  }

  private void log(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    JsonNode log;
    if (bytes.length > 1 && bytes[0] == 0x1f) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        log = JSON.readTree(in);
      }
    } else {
      log = JSON.readTree(bytes);
    }
    for (JsonNode record : log.get("Records")) {
      add(
          record,
          Instant.parse(record.get("eventTime").asText()),
          "main",
          "aws:cloudtrail",
          "aws_cloudtrail",
          record.path("recipientAccountId").asText("unknown"));
    }
  }

  /** Runs the catalog once, and keeps its hits as the summary index would. */
  private void detect() {
    List<Event> hits = new ArrayList<>();
    for (Item item : catalog.items()) {
      if (item.schedule().isPresent() && item.givesHits()) {
        hits.addAll(kept(item));
      }
    }
    events.addAll(hits);
  }

  /** Joins the hits into incidents, and keeps those. */
  private void join() {
    events.addAll(kept(catalog.item("incident").orElseThrow()));
  }

  private List<Event> kept(Item item) {
    List<Event> kept = new ArrayList<>();
    Results results = Search.compile(item.spl(), environment()).run(events);
    for (Row row : results.rows()) {
      ObjectNode hit = JSON.createObjectNode().put("search_name", "Sightline - " + item.id());
      // As Splunk's summary index does it: a list is kept as lines.
      row.names().forEach(name -> hit.put(name, lines(row.get(name))));
      kept.add(
          event(
              hit,
              Instant.parse(hit.get("last_seen").asText()),
              Map.of(
                  "index",
                  "summary",
                  "sourcetype",
                  "stash",
                  "source",
                  "Sightline - " + item.id(),
                  "host",
                  "search-head")));
    }
    return kept;
  }

  private static String lines(@Nullable Value value) {
    return value == null
        ? ""
        : String.join("\n", value.parts().stream().map(Scalar::text).toList());
  }

  private void add(
      JsonNode json, Instant time, String index, String sourcetype, String source, String host) {
    events.add(
        event(
            json,
            time,
            Map.of("index", index, "sourcetype", sourcetype, "source", source, "host", host)));
  }

  private static Event event(JsonNode json, Instant time, Map<String, String> indexed) {
    return new Event(
        json.toString().getBytes(StandardCharsets.UTF_8),
        (double) time.getEpochSecond(),
        indexed,
        Extraction.WHOLE);
  }

  private void sort() {
    events.sort(Comparator.comparingDouble(Event::time).reversed());
  }

  private static Lookups lookups(Catalog catalog, SearchGroups groups, JsonNode rows) {
    List<LookupTable> tables = new ArrayList<>();
    Map<String, List<Map<String, String>>> shipped = new HashMap<>();
    LookupFolder.shipped().forEach(lookup -> shipped.put(lookup.name(), lookup.rows()));
    for (LookupDefinition definition : catalog.lookups()) {
      List<Map<String, String>> table =
          new ArrayList<>(shipped.getOrDefault(definition.name(), List.of()));
      for (JsonNode row : rows.path(definition.name())) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.properties().forEach(cell -> cells.put(cell.getKey(), cell.getValue().asText()));
        table.add(cells);
      }
      tables.add(new LookupTable(definition, table));
    }
    for (Lookup own : List.of(CatalogLookup.of(catalog, groups), TechniqueLookup.of(catalog))) {
      tables.add(
          new LookupTable(
              new LookupDefinition(own.name(), own.columnNames(), Map.of(), false, 1, 0, ""),
              own.rows()));
    }
    return new Lookups(tables);
  }

  private static Optional<GeoDatabase.Location> locate(String address) {
    return PLACES.entrySet().stream()
        .filter(place -> address.startsWith(place.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static GeoDatabase.Location place(String city, String country, String lat, String lon) {
    return new GeoDatabase.Location(city, country, city, lat, lon, Map.of());
  }
}
