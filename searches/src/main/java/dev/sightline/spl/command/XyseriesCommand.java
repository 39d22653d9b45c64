package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code xyseries}: a row for each value of the first field, a column for each value of the second,
 * the third in the cells. With several fields for cells, a column is named for both.
 *
 * @param grouped whether rows of one value of the first field stand together already
 */
record XyseriesCommand(
    String x, String name, List<String> values, String format, boolean grouped, Place place)
    implements Command {
  private static final String FIELD = "$AGG$";
  private static final String NAME = "$VAL$";

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String separator = ": ";
    String format = null;
    boolean grouped = false;
    List<String> fields = new ArrayList<>();
    while (!arguments.atEnd()) {
      if (arguments.atOption()) {
        switch (arguments.option(Set.of("grouped", "sep", "format")).orElseThrow().text()) {
          case "grouped" -> grouped = arguments.truth();
          case "sep" -> separator = arguments.word("a separator").text();
          default -> format = arguments.word("a format").text();
        }
      } else if (!arguments.accept(',')) {
        fields.add(arguments.word("a field").text());
      }
    }
    if (fields.size() < 3) {
      throw place.error("'xyseries' takes a field for rows, one for columns, and one for cells.");
    }
    return new XyseriesCommand(
        fields.get(0),
        fields.get(1),
        List.copyOf(fields.subList(2, fields.size())),
        format == null ? FIELD + separator + NAME : format,
        grouped,
        place);
  }

  /** The rows so far: what stays first, then the columns by their names. */
  private static final class Table {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> columns = new TreeSet<>();
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Table table = new Table();
    return new Stage() {
      @Override
      public void accept(Row row) {
        Value at = row.get(x);
        Value named = row.get(name);
        if (at == null || named == null) {
          return;
        }
        if (grouped && !table.rows.isEmpty() && !table.rows.containsKey(at.text())) {
          emit(table, next);
        }
        scope.hold(200, place);
        put(table, row, at, named);
      }

      @Override
      public void finish() {
        emit(table, next);
        next.finish();
      }
    };
  }

  private void put(Table table, Row row, Value at, Value named) {
    Row made = table.rows.computeIfAbsent(at.text(), _ -> new Row());
    made.put(x, at);
    for (Scalar part : named.parts()) {
      for (String value : values) {
        String column =
            values.size() == 1
                ? part.text()
                : format.replace(FIELD, value).replace(NAME, part.text());
        table.columns.add(column);
        Value cell = row.get(value);
        if (cell != null) {
          made.put(column, cell);
        }
      }
    }
  }

  private void emit(Table table, Stage next) {
    for (Row made : table.rows.values()) {
      Row row = new Row();
      row.put(x, made.get(x));
      table.columns.forEach(column -> row.put(column, made.get(column)));
      next.accept(row);
    }
    table.rows.clear();
    table.columns.clear();
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return null;
  }
}
