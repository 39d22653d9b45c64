package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The catalog about itself, as a lookup that the page of the catalog reads. */
final class CatalogLookup {
  static final String NAME = "sightline_catalog";

  private static final List<Column> COLUMNS =
      List.of(
          column("id", "The search's id."),
          column("title", "What it finds."),
          column("kind", "detection, anomaly, hunt, investigation or health."),
          column("severity", "Of a hit, before the account's environment has had its say."),
          column("techniques", "Ids of ATT&CK, with a space between."),
          column("tactics", "Tactics of ATT&CK, with a space between."),
          column("schedule", "When it runs, as cron has it; empty where somebody runs it."),
          column("starter", "yes for those to enable first."),
          column("runs_in", "The saved search that runs it as the set-up is documented."),
          column("tests", "How many tests each build runs."));

  private CatalogLookup() {}

  static Lookup of(Catalog catalog, SearchGroups groups) {
    return new Lookup(
        NAME,
        "The searches of this version, for the page of the catalog.",
        Lookup.Kind.STATIC,
        COLUMNS,
        List.of("id"),
        Map.of(),
        false,
        1,
        Optional.empty(),
        catalog.items().stream().map(item -> row(item, catalog, groups)).toList(),
        catalog.folder());
  }

  private static Map<String, String> row(Item item, Catalog catalog, SearchGroups groups) {
    Set<String> tactics = new TreeSet<>();
    for (String technique : item.techniques()) {
      tactics.addAll(Objects.requireNonNull(catalog.techniques().get(technique)).tactics());
    }
    Map<String, String> row = new LinkedHashMap<>();
    row.put("id", item.id());
    row.put("title", item.title());
    row.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
    row.put("severity", item.severity().name().toLowerCase(Locale.ROOT));
    row.put("techniques", String.join(" ", item.techniques()));
    row.put("tactics", String.join(" ", tactics));
    row.put("schedule", item.schedule().map(Item.Schedule::cron).orElse(""));
    row.put("starter", groups.starterSet().contains(item.id()) ? "yes" : "");
    row.put(
        "runs_in",
        SavedSearches.PREFIX + groups.of(item.id()).map(SearchGroup::name).orElse(item.id()));
    row.put("tests", String.valueOf(item.tests().size()));
    return row;
  }

  private static Column column(String name, String meaning) {
    return new Column(name, Column.Type.STRING, meaning);
  }
}
