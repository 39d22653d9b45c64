package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.aggregate.AggregationParser;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code tstats}: stats over index-time fields, or over the fields of a data model.
 *
 * @param model whose events are counted, null for all
 */
public record TstatsCommand(
    @Nullable ModelRows model,
    Filter filter,
    List<Aggregation> aggregations,
    List<String> by,
    @Nullable TimeSpan span,
    Place place)
    implements Command {
  /** The fields that exist without looking into an event. */
  static final List<String> INDEXED =
      List.of("_time", "_indextime", "host", "source", "sourcetype", "index", "sightline_id");

  private static final Set<String> OPTIONS =
      Set.of(
          "summariesonly",
          "allow_old_summaries",
          "prestats",
          "local",
          "append",
          "chunk_size",
          "include_reduced_buckets",
          "fillnull_value");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    while (arguments.atOption()) {
      Arguments.Word option = arguments.option(OPTIONS).orElseThrow();
      Arguments.Word value = arguments.word("a value");
      boolean changes = option.text().equals("prestats") || option.text().equals("append");
      if (changes && value.text().matches("(?i)t|true|1")) {
        throw arguments.error(
            option.offset(), "'tstats' with " + option.text() + "=t is not supported.");
      }
    }
    int from = arguments.offset();
    List<Aggregation> aggregations =
        new AggregationParser(arguments, compilation.expressions())
            .all("FROM", "WHERE", "BY", "GROUPBY");
    Set<String> asked = new LinkedHashSet<>(fields(aggregations, arguments, from));
    Arguments.Word model = model(arguments);
    int whereAt = arguments.offset();
    Filter filter = new Filter.All();
    if (arguments.keyword("WHERE")) {
      whereAt = arguments.offset();
      int end = endOfFilter(arguments);
      filter = compilation.modelFilter(whereAt, end, model != null);
      asked.addAll(filter.fields());
      arguments.moveTo(end);
    }
    List<String> by = new ArrayList<>();
    TimeSpan span = null;
    if (arguments.keyword("BY") || arguments.keyword("GROUPBY")) {
      while (!arguments.atEnd()) {
        if (arguments.accept(',')) {
          continue;
        }
        if (arguments.option(Set.of("span")).isPresent()) {
          Arguments.Word word = arguments.word("a span");
          span = TimeSpan.parse(word.text());
          if (span == null) {
            throw arguments.error(
                word.offset(), "'" + word.text() + "' is no span of time such as 1h.");
          }
          continue;
        }
        Arguments.Word field = arguments.word("a field");
        if (model == null) {
          indexed(compilation, field.text(), field.offset());
        }
        asked.add(field.text());
        by.add(field.text());
      }
      if (by.isEmpty()) {
        throw place.error("'tstats' needs a field after BY.");
      }
    }
    arguments.expectEnd();
    if (model == null) {
      int at = from;
      asked.forEach(field -> indexed(compilation, field, at));
    }
    return new TstatsCommand(
        model == null ? null : ModelRows.of(model, compilation, asked),
        filter,
        aggregations,
        by,
        span,
        place);
  }

  private static List<String> fields(
      List<Aggregation> aggregations, Arguments arguments, int from) {
    List<String> fields = new ArrayList<>();
    for (Aggregation aggregation : aggregations) {
      switch (aggregation.argument()) {
        case Aggregation.Field(String field) -> fields.add(field);
        case Aggregation.Rows() -> {}
        case Aggregation.Fields _, Aggregation.Calculated _, Aggregation.Test _ ->
            throw arguments.error(from, "'tstats' takes the names of fields only.");
      }
    }
    return fields;
  }

  /** The model that FROM names; null where it is not there. */
  private static Arguments.@Nullable Word model(Arguments arguments) {
    if (!arguments.keyword("FROM")) {
      return null;
    }
    int at = arguments.offset();
    if (arguments.option(Set.of("datamodel")).isEmpty()) {
      throw arguments.error(at, "'tstats' takes datamodel=… after FROM.");
    }
    Arguments.Word model = arguments.word("a data model");
    if (arguments.peek() == '.') {
      arguments.word("a data set");
    }
    return model;
  }

  private static void indexed(Compilation compilation, String field, int offset) {
    if (!INDEXED.contains(field)) {
      throw compilation
          .source()
          .error(
              offset,
              "'tstats' reads index-time fields only ("
                  + String.join(", ", INDEXED)
                  + "), and '"
                  + field
                  + "' is none.");
    }
  }

  /** Where BY stands outside quotes, or the end. */
  private static int endOfFilter(Arguments arguments) {
    SourceText source = arguments.source();
    int at = arguments.offset();
    while (!arguments.atEnd()) {
      at = arguments.offset();
      if (arguments.isKeyword("BY") || arguments.isKeyword("GROUPBY")) {
        return at;
      }
      int end =
          source.at(at) == '"'
              ? source.endOfQuote(at, arguments.limit())
              : at + Math.max(1, arguments.peekWord().length());
      arguments.moveTo(end);
    }
    return arguments.limit();
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Stage collecting = StatsCommand.collecting(new Groups(aggregations, by, scope, place), next);
    return new Stage() {
      @Override
      public void accept(Row row) {
        if (model != null && !model.events().matches(row)) {
          return;
        }
        Row indexed = model == null ? row.only(INDEXED) : model.row(row);
        if (filter.matches(indexed)) {
          double time = indexed.time();
          if (span != null && !Double.isNaN(time)) {
            indexed.put("_time", Value.of(span.start(time)));
          }
          collecting.accept(indexed);
        }
      }

      @Override
      public void finish() {
        collecting.finish();
      }
    };
  }

  /** What an event has to match to be counted; less, where that is about a model's fields. */
  public Filter first() {
    return model == null ? filter : model.events();
  }

  @Override
  public Input input() {
    return Input.EVENTS;
  }

  @Override
  public Flow flow() {
    return Flow.COLLAPSING;
  }

  @Override
  public List<String> columns(@Nullable List<String> before) {
    List<String> columns = new ArrayList<>(by);
    aggregations.forEach(aggregation -> columns.add(aggregation.name()));
    return columns;
  }
}
