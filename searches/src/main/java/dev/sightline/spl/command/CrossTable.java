package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Accumulator;
import dev.sightline.spl.aggregate.AggregateFunction;
import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What chart and timechart make: a row for each value of one field (or span of time), a column for
 * each value of another, or for each function.
 */
final class CrossTable {
  /**
   * Which columns there are.
   *
   * @param limit columns at most, those with the greatest sums; 0 for all
   * @param other the column of the rest, null for none
   * @param none the column of rows without the field, null for none
   */
  record Series(int limit, boolean least, @Nullable String other, @Nullable String none) {
    static final Series STANDARD = new Series(10, false, "OTHER", "NULL");
  }

  private final List<Aggregation> aggregations;
  private final @Nullable String by;
  private final Series series;
  private final AggregateFunction.Memory memory;
  private final Map<List<String>, Map<String, List<Accumulator>>> cells = new HashMap<>();
  private final Map<String, List<Accumulator>> totals = new LinkedHashMap<>();

  CrossTable(
      List<Aggregation> aggregations,
      @Nullable String by,
      Series series,
      AggregateFunction.Memory memory) {
    this.aggregations = aggregations;
    this.by = by;
    this.series = series;
    this.memory = memory;
  }

  void add(List<String> key, Row row) {
    Map<String, List<Accumulator>> columns =
        cells.computeIfAbsent(
            key,
            _ -> {
              memory.hold(200);
              return new HashMap<>();
            });
    if (by == null) {
      take(columns, "", row);
      return;
    }
    Value value = row.get(by);
    if (value == null) {
      String none = series.none();
      if (none != null) {
        take(columns, none, row);
      }
      return;
    }
    value.parts().forEach(part -> take(columns, part.text(), row));
  }

  private void take(Map<String, List<Accumulator>> columns, String name, Row row) {
    List<Accumulator> cell = columns.computeIfAbsent(name, _ -> accumulators());
    List<Accumulator> total = totals.computeIfAbsent(name, _ -> accumulators());
    for (int i = 0; i < aggregations.size(); i++) {
      aggregations.get(i).addTo(cell.get(i), row);
      aggregations.get(i).addTo(total.get(i), row);
    }
  }

  private List<Accumulator> accumulators() {
    List<Accumulator> accumulators = new ArrayList<>();
    aggregations.forEach(aggregation -> accumulators.add(aggregation.accumulator(memory)));
    memory.hold(100L * accumulators.size());
    return accumulators;
  }

  Set<List<String>> keys() {
    return cells.keySet();
  }

  /** The columns that are shown, in order; with OTHER and NULL last. */
  List<String> shown() {
    List<String> names = new ArrayList<>(totals.keySet());
    names.remove(series.none());
    int limit = series.limit() == 0 ? names.size() : series.limit();
    if (by != null && names.size() > limit) {
      Comparator<String> order = Comparator.comparingDouble(this::weight);
      names.sort((series.least() ? order : order.reversed()).thenComparing(name -> name));
      names = new ArrayList<>(names.subList(0, limit));
    }
    names.sort(Comparator.naturalOrder());
    if (series.none() != null && totals.containsKey(series.none())) {
      names.add(series.none());
    }
    return names;
  }

  private double weight(String name) {
    double sum = 0;
    for (Map<String, List<Accumulator>> columns : cells.values()) {
      List<Accumulator> cell = columns.get(name);
      Value value = cell == null ? null : cell.getFirst().result();
      sum += value == null || !value.isNumeric() ? 0 : value.number();
    }
    return sum;
  }

  /** Puts the cells of one row. */
  void put(Row row, List<String> key, List<String> shown) {
    Map<String, List<Accumulator>> columns = cells.getOrDefault(key, Map.of());
    for (String name : shown) {
      put(row, name, columns.get(name));
    }
    String others = series.other();
    boolean rest = by != null && totals.keySet().stream().anyMatch(name -> !shown.contains(name));
    if (rest && others != null) {
      List<Accumulator> other = accumulators();
      for (Map.Entry<String, List<Accumulator>> entry : columns.entrySet()) {
        if (!shown.contains(entry.getKey())) {
          for (int i = 0; i < other.size(); i++) {
            other.get(i).merge(entry.getValue().get(i));
          }
        }
      }
      put(row, others, other);
    }
    if (by == null && shown.isEmpty()) {
      put(row, "", null);
    }
  }

  private void put(Row row, String name, @Nullable List<Accumulator> cell) {
    for (int i = 0; i < aggregations.size(); i++) {
      Aggregation aggregation = aggregations.get(i);
      String column =
          by == null
              ? aggregation.name()
              : aggregations.size() == 1 ? name : aggregation.name() + ": " + name;
      Value none = aggregation.function().isCount() ? Value.of(0L) : null;
      Value value = cell == null ? none : cell.get(i).result();
      if (value != null) {
        row.put(column, value);
      }
    }
  }
}
