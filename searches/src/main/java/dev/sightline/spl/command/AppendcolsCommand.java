package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code appendcols}: puts the fields of a subsearch's first row into the first row, those of its
 * second into the second, and so on; rows that are left over follow.
 *
 * @param override whether a field that is there already is replaced
 * @param most rows of the subsearch, 0 for as many as a subsearch may have
 */
record AppendcolsCommand(Pipeline subsearch, boolean override, int most, Place place)
    implements Command {
  private static final Set<String> OPTIONS =
      Set.of("override", "maxout", "maxtime", "timeout", "extendtimerange");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    boolean override = false;
    int most = 0;
    while (arguments.atOption()) {
      switch (arguments.option(OPTIONS).orElseThrow().text()) {
        case "override" -> override = arguments.truth();
        case "maxout" -> most = arguments.count("a number of rows");
        case "extendtimerange" -> arguments.truth();
        default -> arguments.count("seconds");
      }
    }
    Pipeline subsearch = compilation.subsearch(arguments.subsearch());
    arguments.expectEnd();
    return new AppendcolsCommand(subsearch, override, most, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    int limit = most == 0 ? scope.limits().joinRows() : most;
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          List<Row> others = scope.results(subsearch, limit);
          for (int i = 0; i < Math.max(rows.size(), others.size()); i++) {
            Row row = i < rows.size() ? rows.get(i) : new Row();
            next.accept(i < others.size() ? beside(row, others.get(i)) : row);
          }
        });
  }

  private Row beside(Row row, Row other) {
    for (String field : other.names()) {
      if (!field.startsWith("_") && (override || !row.has(field))) {
        row.put(field, other.get(field));
      }
    }
    return row;
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
