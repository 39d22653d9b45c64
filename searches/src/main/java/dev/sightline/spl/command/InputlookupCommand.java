package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import java.util.Map;
import java.util.Set;

/** {@code inputlookup}: the rows of a lookup, alone or after the rows of a search. */
record InputlookupCommand(String lookup, int start, int most, Filter filter, boolean append)
    implements Command {
  private static final Set<String> OPTIONS = Set.of("append", "strict", "start", "max");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int at = arguments.offset();
    boolean append = false;
    int start = 0;
    int most = Integer.MAX_VALUE;
    while (arguments.atOption()) {
      switch (arguments.option(OPTIONS).orElseThrow().text()) {
        case "append" -> append = arguments.truth();
        case "start" -> start = arguments.count("a row");
        case "max" -> most = arguments.count("a number of rows");
        default -> arguments.truth();
      }
    }
    LookupTable table = compilation.lookup(arguments.word("a lookup"));
    Filter filter = new Filter.All();
    if (arguments.keyword("where")) {
      if (arguments.atEnd()) {
        throw arguments.error(arguments.offset(), "'inputlookup' needs a search after where.");
      }
      filter = compilation.plainFilter(arguments.offset(), arguments.limit());
      for (String field : filter.fields()) {
        compilation.column(table, new Arguments.Word(field, false, arguments.offset()));
      }
    } else {
      arguments.expectEnd();
    }
    if (!first && !append) {
      throw arguments.error(
          at, "'inputlookup' has to start a search: use append=t to add its rows here.");
    }
    return new InputlookupCommand(table.definition().name(), start, most, filter, !first);
  }

  /** All rows of a lookup. */
  static Command all(Arguments.Word name, Compilation compilation) {
    LookupTable table = compilation.lookup(name);
    return new InputlookupCommand(
        table.definition().name(), 0, Integer.MAX_VALUE, new Filter.All(), false);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.source(
        next,
        () -> {
          LookupTable table = scope.lookups().find(lookup).orElseThrow();
          table.rows().stream()
              .map(cells -> row(table.definition(), cells))
              .filter(filter::matches)
              .skip(start)
              .limit(most)
              .forEach(next::accept);
        });
  }

  /** An empty cell is no value. The key of a collection's row is a field, as it is in Splunk. */
  private static Row row(LookupDefinition definition, Map<String, String> cells) {
    Row row = new Row();
    for (String field : definition.fields()) {
      String cell = cells.getOrDefault(field, "");
      if (!cell.isEmpty()) {
        row.put(field, Value.of(cell));
      }
    }
    String key = cells.get(LookupTable.KEY);
    if (key != null) {
      row.put(LookupTable.KEY, Value.of(key));
    }
    return row;
  }

  @Override
  public Input input() {
    return append ? Input.UPSTREAM : Input.NONE;
  }

  @Override
  public Flow flow() {
    return append ? Flow.ORDERED : Flow.COLLAPSING;
  }
}
