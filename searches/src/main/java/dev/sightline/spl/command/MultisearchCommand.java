package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * {@code multisearch} and {@code union}: the rows of several searches, the newest first. A union
 * that does not start a search adds them to the rows before it.
 */
record MultisearchCommand(List<Pipeline> searches, boolean first) implements Command {
  private static final Set<String> OPTIONS =
      Set.of("maxtime", "maxout", "timeout", "extendtimerange");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int at = arguments.offset();
    boolean union = arguments.command().equals("union");
    List<Pipeline> searches = new ArrayList<>();
    while (!arguments.atEnd()) {
      if (union && arguments.atOption()) {
        arguments.option(OPTIONS);
        arguments.word("a value");
      } else if (!arguments.accept(',')) {
        searches.add(compilation.subsearch(arguments.subsearch()));
      }
    }
    if (searches.size() < (union ? 1 : 2)) {
      throw arguments.error(
          at, "'" + arguments.command() + "' needs searches in [ ], one after the other.");
    }
    return new MultisearchCommand(List.copyOf(searches), first || !union);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.source(
        next,
        () -> {
          List<Row> rows = new ArrayList<>();
          for (Pipeline search : searches) {
            scope.results(search, 0).forEach(row -> rows.add(row.copy()));
          }
          rows.sort(Comparator.comparingDouble((Row row) -> row.time()).reversed());
          rows.forEach(next::accept);
        });
  }

  @Override
  public Input input() {
    return first ? Input.NONE : Input.UPSTREAM;
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public List<Pipeline> feeds() {
    return searches;
  }
}
