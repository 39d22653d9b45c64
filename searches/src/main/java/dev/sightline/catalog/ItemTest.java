package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.lookup.GeoDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a search is tried against, and what it must find.
 *
 * @param lookups rows that are there before, by lookup
 * @param places by address
 * @param expected the rows, in any order: of each, the fields to compare; none for a near miss
 * @param lookupsAfterwards rows that must be there when the search has run
 */
public record ItemTest(
    String name,
    int line,
    Instant now,
    List<Occurrence> events,
    Map<String, List<Map<String, String>>> lookups,
    Map<String, GeoDatabase.Location> places,
    Map<String, String> parameters,
    List<Map<String, List<String>>> expected,
    Map<String, List<Map<String, String>>> lookupsAfterwards) {

  /** An event, and how many seconds before {@code now} it happened. */
  public record Occurrence(ObjectNode event, long age) {}

  /** The same test with other events and rows of lookups; what must be found stays. */
  ItemTest with(List<Occurrence> others, Map<String, List<Map<String, String>>> rows) {
    return new ItemTest(
        name, line, now, others, rows, places, parameters, expected, lookupsAfterwards);
  }

  /** Whether the search must find something. */
  public boolean fires() {
    return !expected.isEmpty() || !lookupsAfterwards.isEmpty();
  }
}
