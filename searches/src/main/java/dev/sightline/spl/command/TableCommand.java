package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code table}: keeps these fields, in this order, and nothing else. */
record TableCommand(FieldNames fields) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    List<String> fields = arguments.someFields();
    arguments.expectEnd();
    return new TableCommand(FieldNames.of(List.copyOf(new LinkedHashSet<>(fields))));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.expand(next, row -> next.accept(row.only(fields.in(row))));
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return fields.isPlain() ? fields.names() : null;
  }
}
