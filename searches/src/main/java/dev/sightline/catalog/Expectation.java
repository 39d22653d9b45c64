package dev.sightline.catalog;

import dev.sightline.spl.Results;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds what a search found to what its test expects. */
public final class Expectation {
  private Expectation() {}

  /** What differs, in one sentence; empty where the test passes. */
  public static Optional<String> difference(ItemTest test, Results results, Lookups lookups) {
    return rows(test, results).or(() -> lookups(test, lookups));
  }

  private static Optional<String> rows(ItemTest test, Results results) {
    if (test.anyRows()) {
      return results.rows().isEmpty()
          ? Optional.of("expected some rows, found none")
          : Optional.empty();
    }
    List<Row> left = new ArrayList<>(results.rows());
    List<Map<String, List<String>>> missing = new ArrayList<>();
    for (Map<String, List<String>> expected : test.expected()) {
      Optional<Row> match = left.stream().filter(row -> matches(row, expected)).findFirst();
      match.ifPresentOrElse(left::remove, () -> missing.add(expected));
    }
    return missing.isEmpty() && left.isEmpty()
        ? Optional.empty()
        : Optional.of("expected rows " + test.expected() + ", found " + shown(results));
  }

  private static boolean matches(Row row, Map<String, List<String>> expected) {
    return expected.entrySet().stream()
        .allMatch(cell -> texts(row.get(cell.getKey())).equals(cell.getValue()));
  }

  private static List<String> texts(@Nullable Value value) {
    return value == null ? List.of() : value.parts().stream().map(Scalar::text).toList();
  }

  private static String shown(Results results) {
    List<Map<String, List<String>>> rows = new ArrayList<>();
    for (Row row : results.rows()) {
      Map<String, List<String>> cells = new LinkedHashMap<>();
      row.names().stream()
          .filter(name -> !name.equals("_raw"))
          .forEach(name -> cells.put(name, texts(row.get(name))));
      rows.add(cells);
    }
    return rows.toString();
  }

  private static Optional<String> lookups(ItemTest test, Lookups lookups) {
    for (Map.Entry<String, List<Map<String, String>>> table : test.lookupsAfterwards().entrySet()) {
      List<Map<String, String>> rows =
          lookups.find(table.getKey()).map(LookupTable::rows).orElse(List.of());
      if (!rows.equals(table.getValue())) {
        return Optional.of(
            "expected lookup " + table.getKey() + " " + table.getValue() + ", found " + rows);
      }
    }
    return Optional.empty();
  }
}
