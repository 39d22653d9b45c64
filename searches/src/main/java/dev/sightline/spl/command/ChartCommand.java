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
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code chart}: a row for each value of one field, a column for each value of another. */
record ChartCommand(
    List<Aggregation> aggregations,
    String over,
    @Nullable String by,
    CrossTable.Series series,
    Place place)
    implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    SeriesOptions options = new SeriesOptions();
    read(arguments, options);
    List<Aggregation> aggregations =
        new AggregationParser(arguments, compilation.expressions()).all("OVER", "BY");
    read(arguments, options);
    List<String> fields = new ArrayList<>();
    boolean over = arguments.keyword("OVER");
    if (over) {
      fields.add(arguments.word("a field after OVER").text());
    }
    if (arguments.keyword("BY")) {
      int start = arguments.offset();
      while (!arguments.atEnd() && !arguments.atOption()) {
        if (!arguments.accept(',')) {
          fields.add(arguments.word("a field").text());
        }
      }
      if (fields.size() > 2 || fields.size() == (over ? 1 : 0)) {
        throw arguments.error(start, "'chart' takes one field after OVER and BY each, or two.");
      }
    }
    read(arguments, options);
    arguments.expectEnd();
    if (fields.isEmpty()) {
      throw place.error("'chart' needs OVER or BY and a field.");
    }
    return new ChartCommand(
        aggregations,
        fields.getFirst(),
        fields.size() > 1 ? fields.get(1) : null,
        options.series(),
        place);
  }

  private static void read(Arguments arguments, SeriesOptions options) {
    while (arguments.atOption()) {
      options.read(arguments, arguments.option(SeriesOptions.NAMES).orElseThrow());
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    CrossTable table = new CrossTable(aggregations, by, series, Groups.memory(scope, place));
    return new Stage() {
      @Override
      public void accept(Row row) {
        for (List<Scalar> key : Groups.keys(row, List.of(over))) {
          table.add(Groups.text(key), row);
        }
      }

      @Override
      public void finish() {
        List<String> shown = table.shown();
        List<List<String>> keys = new ArrayList<>(table.keys());
        keys.sort(
            (a, b) -> ValueOrder.AUTO.compare(Value.of(a.getFirst()), Value.of(b.getFirst())));
        for (List<String> key : keys) {
          Row row = new Row();
          row.put(over, Value.of(key.getFirst()));
          table.put(row, key, shown);
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
}
