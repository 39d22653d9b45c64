package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Findings that others published, each of which must become one hit. */
class RecordedFindingsHitTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE =
      Path.of(System.getProperty("sightline.shared.data", "../../shared/data"))
          .resolve("guardduty/findings.jsonl");

  @Test
  void every_recorded_finding_becomes_one_hit_with_band_account_region_and_object()
      throws IOException {
    assumeTrue(Files.exists(FILE), "The recorded findings are not here: " + FILE);
    List<Search> searches = searches();
    int read = 0;
    for (String line : Files.readAllLines(FILE)) {
      JsonNode finding = JSON.readTree(line).path("finding");
      ObjectNode bare =
          (ObjectNode) lower(finding.path("detail").isObject() ? finding.path("detail") : finding);
      List<Row> rows = new ArrayList<>();
      for (Search search : searches) {
        rows.addAll(search.run(List.of(event(bare))).rows());
      }
      assertEquals(1, rows.size(), bare::toString);
      Row row = rows.getFirst();
      assertEquals(bare.path("type").asText(), text(row, "event_names"));
      assertEquals(bare.path("accountId").asText(), text(row, "account_id"));
      assertEquals(bare.path("region").asText(), text(row, "region"));
      assertEquals("1", text(row, "count"));
      assertFalse(text(row, "severity").isEmpty(), row::toString);
      assertFalse(text(row, "principal").isEmpty(), row::toString);
      assertFalse(text(row, "resource").isEmpty(), row::toString);
      assertTrue(text(row, "message").matches("(?s).* seen \\d+ times.*"), row::toString);
      if (bare.findValue("ipAddressV4") != null && !bare.toString().contains("dnsRequestAction")) {
        assertFalse(text(row, "address").isEmpty(), bare::toString);
      }
      read++;
    }
    assertEquals(38, read);
  }

  @Test
  void every_technique_of_a_finding_type_or_a_sensitive_call_is_one_of_the_pinned_version() {
    Map<String, LookupTable> tables = Catalog.shippedTables();
    for (String table : List.of("sightline_finding_types", "sightline_sensitive_calls")) {
      LookupTable rows = Optional.ofNullable(tables.get(table)).orElseThrow();
      for (Map<String, String> row : rows.rows()) {
        String technique = row.getOrDefault("technique", "");
        assertTrue(
            technique.isEmpty() || CatalogTest.CATALOG.techniques().containsKey(technique),
            row::toString);
      }
    }
  }

  private static List<Search> searches() {
    Map<String, LookupTable> shipped = Catalog.shippedTables();
    List<LookupTable> tables =
        CatalogTest.CATALOG.lookups().stream()
            .map(definition ->
                shipped.getOrDefault(definition.name(), new LookupTable(definition, List.of())))
            .toList();
    SearchEnvironment environment =
        SearchEnvironment.at(() -> 1_790_000_000)
            .withMacros(CatalogTest.CATALOG.macros())
            .withLookups(new Lookups(tables));
    return List.of("guardduty_finding", "guardduty_finding_below_medium").stream()
        .map(id -> CatalogTest.CATALOG.item(id).orElseThrow().spl())
        .map(spl -> Search.compile(spl, environment))
        .toList();
  }

  /** As the exporter sends them: names begin with a small letter. */
  private static JsonNode lower(JsonNode node) {
    if (node.isObject()) {
      ObjectNode lowered = JSON.createObjectNode();
      node.properties()
          .forEach(entry ->
              lowered.set(
                  Character.toLowerCase(entry.getKey().charAt(0)) + entry.getKey().substring(1),
                  lower(entry.getValue())));
      return lowered;
    }
    if (node.isArray()) {
      ArrayNode lowered = JSON.createArrayNode();
      node.forEach(part -> lowered.add(lower(part)));
      return lowered;
    }
    return node;
  }

  private static Event event(JsonNode finding) {
    return new Event(
        finding.toString().getBytes(StandardCharsets.UTF_8),
        1_789_999_000,
        Map.of(
            "index", "main",
            "sourcetype", "aws:cloudwatch:guardduty",
            "source", "aws_guardduty",
            "host", finding.path("accountId").asText(""),
            "sightline_id", "0:0"),
        Extraction.WHOLE);
  }

  private static String text(Row row, String field) {
    Value value = row.get(field);
    return value == null ? "" : value.parts().getFirst().text();
  }
}
