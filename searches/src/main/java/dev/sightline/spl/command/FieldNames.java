package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A list of field names, among them wildcards. */
record FieldNames(List<String> names, List<Wildcard> wildcards) {
  static FieldNames of(List<String> names) {
    List<Wildcard> wildcards = new ArrayList<>();
    for (String name : names) {
      wildcards.add(new Wildcard(name, false));
    }
    return new FieldNames(List.copyOf(names), List.copyOf(wildcards));
  }

  boolean isPlain() {
    return names.stream().noneMatch(Wildcard::isPattern);
  }

  /** The names with each wildcard replaced by the fields of the row that match. */
  Set<String> in(Row row) {
    if (isPlain()) {
      return new LinkedHashSet<>(names);
    }
    Set<String> found = new LinkedHashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!Wildcard.isPattern(name)) {
        found.add(name);
        continue;
      }
      for (String field : row.names()) {
        boolean internal = field.startsWith("_") && !name.startsWith("_");
        if (!internal && wildcards.get(i).matches(field)) {
          found.add(field);
        }
      }
    }
    return found;
  }
}
