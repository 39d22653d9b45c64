package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Accumulator;
import dev.sightline.spl.aggregate.AggregateFunction;
import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows in groups by their fields, with the functions of each group. */
final class Groups {
  private final List<Aggregation> aggregations;
  private final List<String> by;
  private final RunScope scope;
  private final Place place;
  private final AggregateFunction.Memory memory;
  private final Map<List<String>, Group> groups = new HashMap<>();

  Groups(List<Aggregation> aggregations, List<String> by, RunScope scope, Place place) {
    this.aggregations = aggregations;
    this.by = by;
    this.scope = scope;
    this.place = place;
    this.memory = memory(scope, place);
  }

  static AggregateFunction.Memory memory(RunScope scope, Place place) {
    return new AggregateFunction.Memory() {
      @Override
      public void hold(long bytes) {
        scope.hold(bytes, place);
      }

      @Override
      public int listValues() {
        return scope.limits().listValues();
      }
    };
  }

  /** Adds the row to its group, to several where a field has several values, to none without it. */
  void add(Row row) {
    for (List<Scalar> key : keys(row, by)) {
      group(key).add(row);
    }
  }

  private Group group(List<Scalar> key) {
    List<String> text = text(key);
    Group group = groups.get(text);
    if (group == null) {
      scope.hold(200 + 100L * aggregations.size(), place);
      group = new Group(key);
      groups.put(text, group);
    }
    return group;
  }

  static List<String> text(List<Scalar> key) {
    return switch (key.size()) {
      case 0 -> List.of();
      case 1 -> List.of(key.getFirst().text());
      default -> key.stream().map(Scalar::text).toList();
    };
  }

  /** The groups that a row belongs to. */
  static List<List<Scalar>> keys(Row row, List<String> by) {
    List<List<Scalar>> keys = List.of(List.of());
    for (String field : by) {
      Value value = row.get(field);
      if (value == null) {
        return List.of();
      }
      List<List<Scalar>> longer = new ArrayList<>();
      for (List<Scalar> key : keys) {
        for (Scalar part : value.parts()) {
          List<Scalar> next = new ArrayList<>(key);
          next.add(part);
          longer.add(next);
        }
      }
      keys = longer;
    }
    return keys;
  }

  Collection<Group> all() {
    return groups.values();
  }

  /** The groups in the order of their keys as text; without BY there is always one. */
  List<Group> sorted() {
    if (by.isEmpty()) {
      group(List.of());
    }
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(Groups::compareKeys);
    return sorted;
  }

  private static int compareKeys(Group left, Group right) {
    for (int i = 0; i < left.key.size(); i++) {
      int order = left.key.get(i).text().compareTo(right.key.get(i).text());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** One group. */
  final class Group {
    private final List<Scalar> key;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final Map<String, Accumulator> ofWildcards = new LinkedHashMap<>();

    Group(List<Scalar> key) {
      this.key = key;
      aggregations.forEach(aggregation -> accumulators.add(aggregation.accumulator(memory)));
    }

    void add(Row row) {
      for (int i = 0; i < accumulators.size(); i++) {
        Aggregation aggregation = aggregations.get(i);
        if (aggregation.isWildcard()) {
          addToWildcard(aggregation, row);
        } else {
          aggregation.addTo(accumulators.get(i), row);
        }
      }
    }

    private void addToWildcard(Aggregation aggregation, Row row) {
      for (String field : row.names()) {
        Aggregation one =
            field.startsWith("_") || by.contains(field) ? null : aggregation.forField(field);
        if (one != null) {
          one.addTo(ofWildcards.computeIfAbsent(one.name(), _ -> one.accumulator(memory)), row);
        }
      }
    }

    void putKey(Row row) {
      for (int i = 0; i < by.size(); i++) {
        row.put(by.get(i), key.get(i));
      }
    }

    void putResults(Row row) {
      for (int i = 0; i < accumulators.size(); i++) {
        if (!aggregations.get(i).isWildcard()) {
          row.put(aggregations.get(i).name(), accumulators.get(i).result());
        }
      }
      ofWildcards.forEach((name, accumulator) -> row.put(name, accumulator.result()));
    }
  }
}
