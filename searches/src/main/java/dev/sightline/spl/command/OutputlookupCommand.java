package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code outputlookup}: writes the rows into a lookup, and lets them through. */
record OutputlookupCommand(
    LookupDefinition definition, Mode mode, @Nullable String key, int most, Place place)
    implements Command {
  private static final Set<String> OPTIONS =
      Set.of("append", "create_empty", "override_if_empty", "max", "key_field", "createinapp");

  /** What happens to the rows that are there. */
  record Mode(boolean append, boolean createEmpty, boolean overrideIfEmpty) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    boolean append = false;
    boolean createEmpty = true;
    boolean override = true;
    int most = Integer.MAX_VALUE;
    String key = null;
    while (arguments.atOption()) {
      switch (arguments.option(OPTIONS).orElseThrow().text()) {
        case "append" -> append = arguments.truth();
        case "create_empty" -> createEmpty = arguments.truth();
        case "override_if_empty" -> override = arguments.truth();
        case "max" -> most = arguments.count("a number of rows");
        case "key_field" -> key = arguments.word("a field").text();
        default -> arguments.truth();
      }
    }
    Arguments.Word word = arguments.word("a lookup");
    arguments.expectEnd();
    LookupDefinition definition =
        word.text().endsWith(".csv") && compilation.lookups().find(word.text()).isEmpty()
            ? LookupDefinition.exact(word.text(), List.of())
            : compilation.lookup(word).definition();
    Mode mode = new Mode(append, createEmpty, override);
    return new OutputlookupCommand(definition, mode, key, most, compilation.place(word.offset()));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    List<Map<String, String>> written = new ArrayList<>();
    return new Stage() {
      @Override
      public void accept(Row row) {
        if (written.size() < most) {
          scope.hold(row.weight(), place);
          written.add(cells(row));
        }
        next.accept(row);
      }

      @Override
      public void finish() {
        write(scope, written);
        next.finish();
      }
    };
  }

  private Map<String, String> cells(Row row) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (String field : definition.fields().isEmpty() ? row.names() : definition.fields()) {
      Value value = row.get(field);
      if (value != null) {
        cells.put(field, value.text());
      }
    }
    if (key != null && !cells.containsKey(key)) {
      Value value = row.get(key);
      if (value != null) {
        cells.put(LookupTable.KEY, value.text());
      }
    }
    return cells;
  }

  private void write(RunScope scope, List<Map<String, String>> written) {
    List<Map<String, String>> known =
        scope.lookups().find(definition.name()).map(LookupTable::rows).orElse(List.of());
    if (written.isEmpty() && (!mode.overrideIfEmpty() || mode.append() || key != null)) {
      return;
    }
    List<Map<String, String>> rows = new ArrayList<>();
    if (mode.append() || key != null) {
      rows.addAll(known);
    }
    if (key == null) {
      rows.addAll(written);
    } else {
      merge(rows, written, key);
    }
    Set<String> fields = new LinkedHashSet<>(definition.fields());
    rows.forEach(row -> fields.addAll(row.keySet()));
    fields.remove(LookupTable.KEY);
    scope
        .lookups()
        .replace(
            new LookupDefinition(
                definition.name(),
                definition.fields().isEmpty() ? List.copyOf(fields) : definition.fields(),
                definition.matches(),
                definition.caseSensitive(),
                definition.maxMatches(),
                definition.minMatches(),
                definition.defaultMatch()),
            rows);
  }

  /** A row with a key that is there takes its place. */
  private static void merge(
      List<Map<String, String>> rows, List<Map<String, String>> written, String key) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      places.putIfAbsent(keyOf(rows.get(i), key), i);
    }
    for (Map<String, String> row : written) {
      String value = keyOf(row, key);
      Integer place = value.isEmpty() ? null : places.get(value);
      if (place == null) {
        places.put(value, rows.size());
        rows.add(row);
      } else {
        rows.set(place, row);
      }
    }
  }

  private static String keyOf(Map<String, String> row, String key) {
    return row.getOrDefault(LookupTable.KEY, row.getOrDefault(key, ""));
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
