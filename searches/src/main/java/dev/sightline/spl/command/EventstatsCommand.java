package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.aggregate.AggregationParser;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code eventstats}: adds the functions of its group to each row; all rows are held. */
record EventstatsCommand(List<Aggregation> aggregations, List<String> by, Place place)
    implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    StatsCommand.options(arguments, Set.of("allnum"));
    List<Aggregation> aggregations =
        new AggregationParser(arguments, compilation.expressions()).all("BY");
    List<String> by = StatsCommand.by(arguments);
    arguments.expectEnd();
    return new EventstatsCommand(aggregations, by, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Groups groups = new Groups(aggregations, by, scope, place);
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          rows.forEach(groups::add);
          Map<List<String>, Row> results = new HashMap<>();
          for (Groups.Group group : groups.sorted()) {
            Row key = new Row();
            group.putKey(key);
            Row result = new Row();
            group.putResults(result);
            results.put(Groups.text(Groups.keys(key, by).getFirst()), result);
          }
          rows.forEach(row -> emit(row, results, next));
        });
  }

  private void emit(Row row, Map<List<String>, Row> results, Stage next) {
    List<List<Scalar>> keys = Groups.keys(row, by);
    Row result = keys.isEmpty() ? null : results.get(Groups.text(keys.getFirst()));
    if (result != null) {
      aggregations.stream()
          .filter(aggregation -> !aggregation.isWildcard())
          .forEach(aggregation -> row.put(aggregation.name(), result.get(aggregation.name())));
      result.names().forEach(name -> row.put(name, result.get(name)));
    }
    next.accept(row);
  }

  @Override
  public Flow flow() {
    boolean ordered = aggregations.stream().anyMatch(a -> a.function().isOrdered());
    return ordered ? Flow.ORDERED : Flow.STREAMING;
  }

  @Override
  public boolean holds() {
    return true;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return aggregations.stream().anyMatch(Aggregation::isWildcard)
        ? null
        : Stages.plus(before, aggregations.stream().map(Aggregation::name).toList());
  }
}
