package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.aggregate.AggregationParser;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code timechart}: a row for each span of time, also for those without events. */
record TimechartCommand(
    List<Aggregation> aggregations,
    @Nullable String by,
    @Nullable TimeSpan span,
    int most,
    boolean continuous,
    CrossTable.Series series,
    @Nullable TimeSpan shortest,
    Bounds bounds,
    Place place)
    implements Command {
  /** Spans beyond which a chart is a mistake. */
  private static final int MOST_SPANS = 100_000;

  /** Where the search begins and ends in seconds since 1970, NaN for nowhere. */
  record Bounds(double earliest, double latest) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    Builder builder = new Builder();
    builder.read(arguments);
    List<Aggregation> aggregations =
        new AggregationParser(arguments, compilation.expressions()).all("BY");
    builder.read(arguments);
    String by = null;
    if (arguments.keyword("BY")) {
      by = arguments.word("a field after BY").text();
      builder.read(arguments);
    }
    arguments.expectEnd();
    return new TimechartCommand(
        aggregations,
        by,
        builder.span,
        builder.most,
        builder.continuous,
        builder.options.series(),
        builder.shortest,
        builder.bounds(compilation),
        place);
  }

  private static final class Builder {
    private static final Set<String> OPTIONS =
        Stream.concat(
                SeriesOptions.NAMES.stream(),
                Stream.of("span", "bins", "cont", "partial", "fixedrange", "minspan"))
            .collect(Collectors.toSet());

    private @Nullable TimeSpan span;
    private int most = 100;
    private boolean continuous = true;
    private boolean fixedRange = true;
    private @Nullable TimeSpan shortest;
    private final SeriesOptions options = new SeriesOptions();

    private static TimeSpan span(Arguments arguments) {
      Arguments.Word word = arguments.word("a span");
      TimeSpan span = TimeSpan.parse(word.text());
      if (span == null) {
        throw arguments.error(
            word.offset(), "'" + word.text() + "' is no span of time such as 1h.");
      }
      return span;
    }

    /** Without a fixed range a chart begins and ends with its events. */
    Bounds bounds(Compilation compilation) {
      return fixedRange
          ? new Bounds(compilation.earliest(), compilation.latest())
          : new Bounds(Double.NaN, Double.NaN);
    }

    void read(Arguments arguments) {
      while (arguments.atOption()) {
        Arguments.Word option = arguments.option(OPTIONS).orElseThrow();
        switch (option.text()) {
          case "span" -> span = span(arguments);
          case "bins" -> most = Math.max(2, arguments.count("a number of bins"));
          case "cont" -> continuous = arguments.truth();
          case "fixedrange" -> fixedRange = arguments.truth();
          case "partial" -> {
            int at = arguments.offset();
            if (!arguments.truth()) {
              throw arguments.error(at, "'timechart' with partial=false is not supported.");
            }
          }
          case "minspan" -> shortest = span(arguments);
          default -> options.read(arguments, option);
        }
      }
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    CrossTable table = new CrossTable(aggregations, by, series, Groups.memory(scope, place));
    if (span != null) {
      return new Stage() {
        @Override
        public void accept(Row row) {
          take(table, span, row);
        }

        @Override
        public void finish() {
          emit(table, span, next);
          next.finish();
        }
      };
    }
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          double first = rows.stream().mapToDouble(Row::time).min().orElse(0);
          double last = rows.stream().mapToDouble(Row::time).max().orElse(0);
          double from = Double.isNaN(bounds.earliest()) ? first : bounds.earliest();
          double to = Double.isNaN(bounds.latest()) ? last : bounds.latest();
          TimeSpan chosen = TimeSpan.fitting(to - from, most, shortest);
          rows.forEach(row -> take(table, chosen, row));
          emit(table, chosen, next);
        });
  }

  private static void take(CrossTable table, TimeSpan span, Row row) {
    double time = row.time();
    if (!Double.isNaN(time)) {
      table.add(List.of(new Decimal(span.start(time), 0, -1).text()), row);
    }
  }

  private void emit(CrossTable table, TimeSpan span, Stage next) {
    List<Double> starts =
        new ArrayList<>(
            table.keys().stream().map(key -> Numbers.parse(key.getFirst())).sorted().toList());
    if (continuous && !starts.isEmpty()) {
      double from =
          Double.isNaN(bounds.earliest()) ? starts.getFirst() : span.start(bounds.earliest());
      double last = starts.getLast();
      double to =
          Double.isNaN(bounds.latest()) ? last : Math.max(last, span.start(bounds.latest() - 1e-6));
      starts = new ArrayList<>();
      for (double at = Math.min(from, to); at <= to; at = span.next(at)) {
        starts.add(at);
        if (starts.size() > MOST_SPANS) {
          throw place.error(
              "This chart has more than " + MOST_SPANS + " spans of time: take a longer span.");
        }
      }
    }
    List<String> shown = table.shown();
    for (double start : starts) {
      Row row = new Row();
      Decimal time = new Decimal(start, 0, -1);
      row.put("_time", time);
      table.put(row, List.of(time.text()), shown);
      next.accept(row);
    }
  }

  @Override
  public Flow flow() {
    boolean ordered = aggregations.stream().anyMatch(a -> a.function().isOrdered());
    return ordered ? Flow.ORDERED : Flow.COLLAPSING;
  }
}
