package dev.sightline.spl.command;

import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code where}: keeps the rows for which an expression is true. */
record WhereCommand(Condition condition) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    return new WhereCommand(compilation.condition(arguments.offset(), arguments.limit()));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.filter(next, condition::holds);
  }

  @Override
  public Flow flow() {
    return Flow.FILTER;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
