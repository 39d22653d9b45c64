package dev.sightline.spl.lookup;

import dev.sightline.spl.value.AddressBlock;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The rows of a lookup; a column that a row does not have is empty. Immutable. */
public final class LookupTable {
  /**
   * By this name a row of a collection has its key, where no column is the key. It is no column:
   * {@code inputlookup} gives it, {@code outputlookup key_field=…} sets it.
   */
  public static final String KEY = "_key";

  private final LookupDefinition definition;
  private final List<Map<String, String>> rows;
  private final Map<List<String>, Index> indexes = new ConcurrentHashMap<>();

  public LookupTable(LookupDefinition definition, List<Map<String, String>> rows) {
    this.definition = definition;
    this.rows = List.copyOf(rows);
  }

  public LookupDefinition definition() {
    return definition;
  }

  public List<Map<String, String>> rows() {
    return rows;
  }

  /** The rows whose {@code columns} match {@code values}, at most as many as the lookup allows. */
  public List<Map<String, String>> find(List<String> columns, List<String> values) {
    return indexes
        .computeIfAbsent(columns, this::index)
        .find(values, Math.max(1, definition.maxMatches()));
  }

  private Index index(List<String> columns) {
    Index index = new Index(columns);
    rows.forEach(index::add);
    return index;
  }

  private String folded(String text) {
    return definition.caseSensitive() ? text : text.toLowerCase(Locale.ROOT);
  }

  /** Rows by their exactly matched columns; each with tests of the others. */
  private final class Index {
    private final List<String> columns;
    private final Map<List<String>, List<Entry>> entries = new HashMap<>();

    Index(List<String> columns) {
      this.columns = columns;
    }

    private record Entry(Map<String, String> row, List<Predicate<String>> tests) {}

    void add(Map<String, String> row) {
      List<String> key = new ArrayList<>();
      List<Predicate<String>> tests = new ArrayList<>();
      for (String column : columns) {
        String cell = row.getOrDefault(column, "");
        switch (definition.match(column)) {
          case EXACT -> key.add(folded(cell));
          case WILDCARD -> tests.add(new Wildcard(cell, !definition.caseSensitive())::matches);
          case CIDR -> {
            AddressBlock block = AddressBlock.parse(cell);
            tests.add(block == null ? cell::equals : block::contains);
          }
        }
      }
      entries.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Entry(row, tests));
    }

    List<Map<String, String>> find(List<String> values, int most) {
      List<String> key = new ArrayList<>();
      List<String> tested = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (definition.match(columns.get(i)) == LookupDefinition.Match.EXACT) {
          key.add(folded(values.get(i)));
        } else {
          tested.add(values.get(i));
        }
      }
      List<Map<String, String>> found = new ArrayList<>();
      for (Entry entry : entries.getOrDefault(key, List.of())) {
        boolean matches = true;
        for (int i = 0; i < tested.size() && matches; i++) {
          matches = entry.tests().get(i).test(tested.get(i));
        }
        if (matches) {
          found.add(entry.row());
          if (found.size() == most) {
            break;
          }
        }
      }
      return found;
    }
  }
}
