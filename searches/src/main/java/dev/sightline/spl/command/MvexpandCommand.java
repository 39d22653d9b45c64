package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code mvexpand}: one row for each value of a field; a row without the field stays. */
record MvexpandCommand(String field, int limit) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    String field = arguments.word("a field").text();
    int limit = 0;
    while (!arguments.atEnd()) {
      if (arguments.option(Set.of("limit")).isEmpty()) {
        arguments.expectEnd();
      }
      limit = arguments.count("a number of values");
    }
    return new MvexpandCommand(field, limit);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.expand(
        next,
        row -> {
          Value value = row.get(field);
          if (value == null || value instanceof Scalar) {
            next.accept(row);
            return;
          }
          int count = limit == 0 ? value.parts().size() : Math.min(limit, value.parts().size());
          for (Scalar part : value.parts().subList(0, count)) {
            Row copy = row.copy();
            copy.put(field, part);
            next.accept(copy);
          }
        });
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
