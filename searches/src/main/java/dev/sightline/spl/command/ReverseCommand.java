package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code reverse}: the rows in the opposite order. */
record ReverseCommand(Place place) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    arguments.expectEnd();
    return new ReverseCommand(place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.held(scope, place, next, rows -> rows.reversed().forEach(next::accept));
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
