package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code append}: adds the rows of a subsearch after those of the search. */
record AppendCommand(Pipeline subsearch, int most) implements Command {
  private static final Set<String> OPTIONS =
      Set.of("maxout", "maxtime", "timeout", "extendtimerange");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int most = 0;
    while (arguments.atOption()) {
      switch (arguments.option(OPTIONS).orElseThrow().text()) {
        case "maxout" -> most = arguments.count("a number of rows");
        case "extendtimerange" -> arguments.truth();
        default -> arguments.count("seconds");
      }
    }
    Pipeline subsearch = compilation.subsearch(arguments.subsearch());
    arguments.expectEnd();
    return new AppendCommand(subsearch, most);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    int limit = most == 0 ? scope.limits().joinRows() : most;
    return Stages.source(
        next, () -> scope.results(subsearch, limit).forEach(row -> next.accept(row.copy())));
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    List<String> added = subsearch.columns();
    return added == null ? null : Stages.plus(before, added);
  }

  @Override
  public List<Pipeline> feeds() {
    return List.of(subsearch);
  }
}
