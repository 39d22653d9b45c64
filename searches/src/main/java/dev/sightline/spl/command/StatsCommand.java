package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.aggregate.AggregationParser;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code stats}: one row for each group; rows that lack a field of BY are in none. */
record StatsCommand(List<Aggregation> aggregations, List<String> by, Place place)
    implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    options(arguments, Set.of("allnum", "delim", "partitions"));
    List<Aggregation> aggregations =
        new AggregationParser(arguments, compilation.expressions()).all("BY");
    List<String> by = by(arguments);
    arguments.expectEnd();
    return new StatsCommand(aggregations, by, place);
  }

  /**
   * Takes the options that change nothing here (delim is about how a multivalue is shown in one
   * line), and refuses those that would.
   */
  static void options(Arguments arguments, Set<String> known) {
    while (arguments.atOption()) {
      Arguments.Word option = arguments.option(known).orElseThrow();
      int at = arguments.offset();
      if (option.text().equals("partitions")) {
        arguments.count("a number of partitions");
      } else if (option.text().equals("delim")) {
        arguments.word("a delimiter");
      } else if (arguments.truth()) {
        throw arguments.error(
            at, "'" + arguments.command() + "' with allnum=true is not supported.");
      }
    }
  }

  static List<String> by(Arguments arguments) {
    return arguments.keyword("BY") ? arguments.someFields() : List.of();
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return collecting(new Groups(aggregations, by, scope, place), next);
  }

  static Stage collecting(Groups groups, Stage next) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        groups.add(row);
      }

      @Override
      public void finish() {
        for (Groups.Group group : groups.sorted()) {
          Row row = new Row();
          group.putKey(row);
          group.putResults(row);
          next.accept(row);
        }
        next.finish();
      }
    };
  }

  @Override
  public Flow flow() {
    boolean ordered = aggregations.stream().anyMatch(a -> a.function().isOrdered());
    return ordered ? Flow.ORDERED : Flow.COLLAPSING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    if (aggregations.stream().anyMatch(Aggregation::isWildcard)) {
      return null;
    }
    List<String> columns = new ArrayList<>(by);
    aggregations.forEach(aggregation -> columns.add(aggregation.name()));
    return columns;
  }
}
