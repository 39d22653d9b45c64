package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The same events and the same searches in a real Splunk: its rows are compared with this
 * evaluator's. It runs where SPLUNK_URL is set (see {@link SplunkInstance}); where it is not, it
 * says that it has not run, and nothing is claimed of it.
 */
class SplunkComparisonTest {
  @Test
  void a_real_splunk_gives_the_rows_of_this_evaluator() throws Exception {
    Optional<SplunkInstance> found = SplunkInstance.ofEnvironment();
    assumeTrue(
        found.isPresent(), "not run: SPLUNK_URL is not set, so nothing was compared with a Splunk");
    List<String> differences = new ArrayList<>();
    String run = "sightline-" + UUID.randomUUID();
    try (SplunkInstance splunk = found.orElseThrow()) {
      List<GoldenCase> examples = OwnExamplesTest.examples().filter(this::isComparable).toList();
      for (GoldenCase example : examples) {
        if (!example.events().isEmpty()) {
          splunk.send(source(run, example), example.events());
        }
      }
      for (GoldenCase example : examples) {
        splunk.awaitIndexed(source(run, example), example.events().size());
        JsonNode rows = splunk.run(source(run, example), example.json().path("spl").asText());
        List<List<List<String>>> theirs = cells(example, rows);
        if (!theirs.equals(example.rows())) {
          differences.add(
              example.id() + ": Splunk says " + theirs + ", this evaluator " + example.rows());
        }
      }
    }
    assertEquals(List.of(), differences);
  }

  /** Lookups, macros and index-time fields would have to be installed in that Splunk first. */
  private boolean isComparable(GoldenCase example) {
    JsonNode json = example.json();
    boolean plain =
        !json.has("lookups")
            && !json.has("macros")
            && !json.has("now")
            && !json.has("cutoff")
            && !json.has("add_on_view")
            && !json.path("expect_error").asBoolean(false);
    boolean indexed =
        json.path("events").findParents("_index").isEmpty()
            && json.path("events").findParents("_sourcetype").isEmpty()
            && json.path("events").findParents("_raw").isEmpty();
    String spl = json.path("spl").asText();
    return plain && indexed && !spl.contains("tstats") && !spl.contains("now()");
  }

  private static String source(String run, GoldenCase example) {
    return run + "/" + example.id();
  }

  /** Splunk's interface writes times of events in ISO 8601. */
  private static String seconds(String time) {
    return time.contains("T") ? String.valueOf(OffsetDateTime.parse(time).toEpochSecond()) : time;
  }

  private static List<List<List<String>>> cells(GoldenCase example, JsonNode rows) {
    List<List<List<String>>> all = new ArrayList<>();
    for (JsonNode row : rows) {
      List<List<String>> cells = new ArrayList<>();
      for (String field : example.fields()) {
        List<String> parts = new ArrayList<>();
        JsonNode cell = row.path(field);
        if (cell.isArray()) {
          cell.forEach(part -> parts.add(part.asText()));
        } else if (!cell.isMissingNode() && !cell.isNull()) {
          parts.add(field.equals("_time") ? seconds(cell.asText()) : cell.asText());
        }
        cells.add(parts);
      }
      all.add(cells);
    }
    if (!example.json().path("ordered").asBoolean(false)) {
      all.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    return all;
  }
}
