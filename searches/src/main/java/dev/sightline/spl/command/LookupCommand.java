package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code lookup}: adds columns of the rows of a lookup that match. Several matches make
 * multivalues. OUTPUT overwrites what is there, OUTPUTNEW does not; without a match nothing
 * changes.
 */
record LookupCommand(String lookup, List<Column> keys, List<Column> outputs, boolean overwrites)
    implements Command {
  /** A column of the lookup, and the field of the row. */
  record Column(String column, String field) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    while (arguments.option(Set.of("local", "update")).isPresent()) {
      arguments.truth();
    }
    LookupTable table = compilation.lookup(arguments.word("a lookup"));
    List<Column> keys = columns(arguments, compilation, table);
    if (keys.isEmpty()) {
      throw arguments.error(arguments.offset(), "'lookup' needs a column to match by.");
    }
    boolean overwrites = true;
    List<Column> outputs = new ArrayList<>();
    if (arguments.isKeyword("OUTPUT") || arguments.isKeyword("OUTPUTNEW")) {
      overwrites = arguments.word("OUTPUT").text().equalsIgnoreCase("OUTPUT");
      outputs.addAll(columns(arguments, compilation, table));
      if (outputs.isEmpty()) {
        throw arguments.error(arguments.offset(), "'lookup' needs a column after OUTPUT.");
      }
    } else {
      for (String field : table.definition().fields()) {
        if (keys.stream().noneMatch(key -> key.column().equals(field))) {
          outputs.add(new Column(field, field));
        }
      }
    }
    arguments.expectEnd();
    return new LookupCommand(table.definition().name(), keys, outputs, overwrites);
  }

  private static List<Column> columns(
      Arguments arguments, Compilation compilation, LookupTable table) {
    List<Column> columns = new ArrayList<>();
    while (!arguments.atEnd()
        && !arguments.isKeyword("OUTPUT")
        && !arguments.isKeyword("OUTPUTNEW")) {
      if (arguments.accept(',')) {
        continue;
      }
      Arguments.Word column = arguments.word("a column");
      compilation.column(table, column);
      String field =
          arguments.keyword("AS") ? arguments.word("a field after AS").text() : column.text();
      columns.add(new Column(column.text(), field));
    }
    return columns;
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    LookupTable table = scope.lookups().find(lookup).orElseThrow();
    List<String> columns = keys.stream().map(Column::column).toList();
    List<String> fields = keys.stream().map(Column::field).toList();
    return Stages.each(next, row -> extend(row, table, columns, fields));
  }

  private void extend(Row row, LookupTable table, List<String> columns, List<String> fields) {
    List<List<Scalar>> keys = Groups.keys(row, fields);
    if (keys.isEmpty()) {
      return;
    }
    List<Map<String, String>> found = new ArrayList<>();
    for (List<Scalar> key : keys) {
      found.addAll(table.find(columns, key.stream().map(Scalar::text).toList()));
    }
    LookupDefinition definition = table.definition();
    int missing = Math.max(0, definition.minMatches() - found.size());
    if (found.isEmpty() && missing == 0) {
      return;
    }
    for (Column output : outputs) {
      List<Scalar> values = new ArrayList<>();
      for (Map<String, String> cells : found) {
        String cell = cells.getOrDefault(output.column(), "");
        if (!cell.isEmpty()) {
          values.add(Value.of(cell));
        }
      }
      for (int i = 0; i < missing; i++) {
        values.add(Value.of(definition.defaultMatch()));
      }
      if (overwrites || !row.has(output.field())) {
        row.put(output.field(), Value.of(values));
      }
    }
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return Stages.plus(before, outputs.stream().map(Column::field).toList());
  }
}
