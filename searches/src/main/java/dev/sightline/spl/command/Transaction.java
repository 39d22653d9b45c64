package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events that belong together, added from the newest to the oldest. */
final class Transaction {
  private final List<String> fields;
  private final Bounds bounds;
  private final boolean hasEnd;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Set<String>> known = new HashMap<>();

  /**
   * How far a transaction may reach, -1 for no bound.
   *
   * @param span seconds from the first event to the last
   * @param pause seconds between two events
   * @param connected whether an event needs a value in common with what is there
   */
  record Bounds(double span, double pause, int events, boolean connected) {
    boolean isBounded() {
      return span >= 0 || pause >= 0;
    }
  }

  /**
   * How fields are shown.
   *
   * @param list whether each event's value is listed, in order, instead of distinct values
   * @param absent what stands in a list for an event without the field
   */
  record Form(boolean list, String absent) {}

  Transaction(List<String> fields, Bounds bounds, boolean hasEnd) {
    this.fields = fields;
    this.bounds = bounds;
    this.hasEnd = hasEnd;
  }

  /** Whether its last event is one that may be the last. */
  boolean hasEnd() {
    return hasEnd;
  }

  /** Whether the row's values contradict none that is known here, and share one. */
  boolean shares(Row row) {
    boolean common = fields.isEmpty() || !bounds.connected();
    for (String field : fields) {
      Value value = row.get(field);
      Set<String> here = known.get(field);
      if (value != null && here != null) {
        if (value.parts().stream().map(Scalar::text).noneMatch(here::contains)) {
          return false;
        }
        common = true;
      }
    }
    return common;
  }

  /** Whether the row, older than all that are here, is within the bounds. */
  boolean hasRoomFor(Row row) {
    double newest = rows.getFirst().time();
    double oldest = rows.getLast().time();
    boolean inSpan = bounds.span() < 0 || newest - row.time() <= bounds.span();
    boolean inPause = bounds.pause() < 0 || oldest - row.time() <= bounds.pause();
    return inSpan && inPause && !isFull();
  }

  boolean isFull() {
    return bounds.events() > 0 && rows.size() >= bounds.events();
  }

  void add(Row row) {
    rows.add(row);
    for (String field : fields) {
      Value value = row.get(field);
      if (value != null) {
        Set<String> here = known.computeIfAbsent(field, _ -> new LinkedHashSet<>());
        value.parts().forEach(part -> here.add(part.text()));
      }
    }
  }

  /** The transaction as one row, with {@code duration}, {@code eventcount} and all fields. */
  Row row(Form form, boolean closed) {
    List<Row> oldestFirst = rows.reversed();
    Row made = new Row();
    Set<String> names = new LinkedHashSet<>();
    oldestFirst.forEach(row -> names.addAll(row.names()));
    for (String name : names) {
      if (!name.startsWith("_")) {
        made.put(name, form.list() ? listed(oldestFirst, name, form) : distinct(oldestFirst, name));
      }
    }
    double start = oldestFirst.getFirst().time();
    made.put("_time", Value.of(start));
    String raw =
        oldestFirst.stream()
            .map(row -> row.get("_raw"))
            .map(value -> value == null ? "" : value.text())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n"));
    made.put("_raw", raw.isEmpty() ? null : Value.of(raw));
    made.put("duration", Value.of(Math.round((rows.getFirst().time() - start) * 1e6) / 1e6));
    made.put("eventcount", Value.of((long) rows.size()));
    made.put("closed_txn", Value.of(closed ? 1L : 0L));
    return made;
  }

  private static @Nullable Value distinct(List<Row> rows, String name) {
    Map<String, Scalar> parts = new TreeMap<>();
    for (Row row : rows) {
      Value value = row.get(name);
      if (value != null) {
        value.parts().forEach(part -> parts.putIfAbsent(part.text(), part));
      }
    }
    return Value.of(List.copyOf(parts.values()));
  }

  private static @Nullable Value listed(List<Row> rows, String name, Form form) {
    List<Scalar> parts = new ArrayList<>();
    for (Row row : rows) {
      Value value = row.get(name);
      parts.addAll(value == null ? List.of(Value.of(form.absent())) : value.parts());
    }
    return Value.of(parts);
  }
}
