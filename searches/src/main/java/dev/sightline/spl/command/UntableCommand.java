package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code untable}: makes a row of each cell of a table, with the name of its column and its value;
 * what {@link XyseriesCommand} undoes.
 */
record UntableCommand(String x, String name, String value) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int at = arguments.offset();
    List<String> fields = arguments.fields();
    if (fields.size() != 3) {
      throw arguments.error(
          at, "'untable' takes the field that stays, one for names and one for values.");
    }
    arguments.expectEnd();
    return new UntableCommand(fields.get(0), fields.get(1), fields.get(2));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.expand(
        next,
        row -> {
          for (String column : row.names()) {
            boolean cell = !column.equals(x) && !column.startsWith("_");
            if (cell) {
              Row made = new Row();
              made.put(x, row.get(x));
              made.put(name, Value.of(column));
              made.put(value, row.get(column));
              next.accept(made);
            }
          }
        });
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return List.of(x, name, value);
  }
}
