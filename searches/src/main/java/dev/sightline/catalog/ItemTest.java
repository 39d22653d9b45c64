package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.lookup.GeoDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a search is tried against, and what it must find.
 *
 * @param lookups rows that are there before, by lookup
 * @param places by address
 * @param expected the rows, in any order: of each, the fields to compare; none for a near miss
 * @param lookupsAfterwards rows that must be there when the search has run
 * @param anyRows whether it is enough that the search finds something
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
    Map<String, List<Map<String, String>>> lookupsAfterwards,
    boolean anyRows) {

  /**
   * An event, and how many seconds before {@code now} it happened.
   *
   * @param indexed its sourcetype and the like; where it has some, its text is taken as it stands
   */
  public record Occurrence(ObjectNode event, long age, Map<String, String> indexed) {
    public Occurrence(ObjectNode event, long age) {
      this(event, age, Map.of());
    }
  }

  /** The same test with events of a file beside its own, at another time. */
  public ItemTest beside(List<Occurrence> others, Instant at) {
    List<Occurrence> all = new ArrayList<>(events);
    all.addAll(others);
    return new ItemTest(
        name, line, at, all, lookups, places, parameters, expected, lookupsAfterwards, anyRows);
  }

  /** The same test with other events and rows of lookups; what must be found stays. */
  ItemTest with(List<Occurrence> others, Map<String, List<Map<String, String>>> rows) {
    return new ItemTest(
        name, line, now, others, rows, places, parameters, expected, lookupsAfterwards, anyRows);
  }

  /** Whether the search must find something. */
  public boolean fires() {
    return anyRows || !expected.isEmpty() || !lookupsAfterwards.isEmpty();
  }
}
