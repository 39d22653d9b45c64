package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.sight.Sight;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each search of a catalog needs to see. */
public final class CatalogSights {
  private static final String NONE = "none";

  private final Map<String, LookupTable> shipped = Catalog.shippedTables();
  private final SearchEnvironment environment;

  private CatalogSights(Catalog catalog) {
    environment =
        SearchEnvironment.at(() -> 0)
            .withMacros(catalog.macros())
            .withLookups(
                new Lookups(
                    catalog.lookups().stream()
                        .map(definition -> new LookupTable(definition, List.of()))
                        .toList()));
  }

  /** In the order of the catalog's items. */
  public static List<Sight> of(Catalog catalog) {
    CatalogSights sights = new CatalogSights(catalog);
    return catalog.items().stream().map(sights::sight).toList();
  }

  private Sight sight(Item item) {
    Set<Sight.Call> calls = new HashSet<>();
    for (ItemTest test : item.tests()) {
      if (test.fires()) {
        test.events().forEach(occurrence -> calls.add(call(occurrence.event())));
      }
    }
    Sight sight =
        Sight.of(
            item.id(),
            item.title(),
            item.alerts() || item.keepsRows(),
            item.spl(),
            environment,
            calls);
    Set<Sight.Call> listed = listed(sight.words());
    listed.addAll(calls);
    return sight.with(listed);
  }

  private static Sight.Call call(ObjectNode event) {
    Map<String, String> fields = new HashMap<>();
    for (String field : Sight.FIELDS) {
      JsonNode value = event.at("/" + field.replace('.', '/'));
      if (value.isValueNode() && !value.isNull()) {
        fields.put(field, value.asText());
      }
    }
    return new Sight.Call(fields, Sight.FIELDS);
  }

  /** The calls of the tables that the search names, but those that a table is indifferent to. */
  private Set<Sight.Call> listed(Set<String> words) {
    Set<Sight.Call> calls = new HashSet<>();
    for (String word : words) {
      LookupTable table = shipped.get(word);
      if (table != null && table.definition().fields().contains("event_name")) {
        table
            .rows()
            .forEach(row -> {
              if (!NONE.equals(row.get("class"))) {
                calls.add(
                    new Sight.Call(
                        Map.of(
                            "eventSource", row.getOrDefault("event_source", ""),
                            "eventName", row.getOrDefault("event_name", "")),
                        Set.of("eventSource", "eventName")));
              }
            });
      }
    }
    return calls;
  }
}
