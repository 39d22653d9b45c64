package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code makeresults}: rows of its own, which have the time of the search. */
record MakeresultsCommand(int count, boolean annotate) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int count = 1;
    boolean annotate = false;
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option = arguments.option(Set.of("count", "annotate"));
      if (option.isEmpty()) {
        arguments.expectEnd();
      } else if (option.get().text().equals("count")) {
        count = arguments.count("a number of rows");
      } else {
        annotate = arguments.truth();
      }
    }
    return new MakeresultsCommand(count, annotate);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.source(
        next,
        () -> {
          for (int i = 0; i < count; i++) {
            Row row = new Row();
            row.put("_time", Value.of(Math.floor(scope.now())));
            next.accept(row);
          }
        });
  }

  @Override
  public Input input() {
    return Input.NONE;
  }

  @Override
  public Flow flow() {
    return Flow.COLLAPSING;
  }

  @Override
  public List<String> columns(@Nullable List<String> before) {
    return List.of("_time");
  }
}
