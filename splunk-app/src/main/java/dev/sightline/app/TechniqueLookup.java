package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The techniques of the pinned version of ATT&amp;CK that the catalog names, for the pages. */
final class TechniqueLookup {
  private TechniqueLookup() {}

  static Lookup of(Catalog catalog) {
    return new Lookup(
        "sightline_techniques",
        "Techniques of ATT&CK, for the page of a technique.",
        Lookup.Kind.STATIC,
        List.of(
            new Column("id", Column.Type.STRING, "The technique's id."),
            new Column(
                "name", Column.Type.STRING, "Its name, a sub-technique's after its parent's."),
            new Column("tactics", Column.Type.STRING, "Its tactics, with a space between.")),
        List.of("id"),
        Map.of(),
        false,
        1,
        Optional.empty(),
        catalog.techniques().values().stream()
            .map(technique ->
                Map.of(
                    "id",
                    technique.id(),
                    "name",
                    technique.name(),
                    "tactics",
                    String.join(" ", technique.tactics())))
            .toList(),
        catalog.folder());
  }
}
