package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * {@code anomalydetection}: finds rows whose values are rare together, by the product of the share
 * of rows that each value of theirs has; numbers share a bin of a histogram. A row is anomalous
 * where the logarithm of that product lies below the first quartile of all rows by more than one
 * and a half of the distance between the quartiles, or below {@code pthresh}.
 */
record AnomalydetectionCommand(
    Action action, OptionalDouble threshold, FieldNames fields, Place place) implements Command {

  private enum Action {
    FILTER,
    ANNOTATE,
    SUMMARY
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    Action action = Action.FILTER;
    OptionalDouble threshold = OptionalDouble.empty();
    List<String> fields = new ArrayList<>();
    while (!arguments.atEnd()) {
      if (!arguments.atOption()) {
        if (!arguments.accept(',')) {
          fields.add(arguments.word("a field").text());
        }
        continue;
      }
      switch (arguments
          .option(Set.of("method", "action", "pthresh", "cutoff"))
          .orElseThrow()
          .text()) {
        case "method" -> method(arguments);
        case "action" -> action = action(arguments);
        case "pthresh" -> threshold = OptionalDouble.of(probability(arguments));
        default -> arguments.truth();
      }
    }
    return new AnomalydetectionCommand(action, threshold, FieldNames.of(fields), place);
  }

  private static void method(Arguments arguments) {
    Arguments.Word word = arguments.word("a method");
    if (!word.text().equalsIgnoreCase("histogram")) {
      throw arguments.error(
          word.offset(),
          "'anomalydetection' with method=" + word.text() + " is not supported: histogram is.");
    }
  }

  private static Action action(Arguments arguments) {
    Arguments.Word word = arguments.word("an action");
    try {
      return Action.valueOf(word.text().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw arguments.error(
          word.offset(),
          "'anomalydetection' filters, annotates or makes a summary: '"
              + word.text()
              + "' is no such action.");
    }
  }

  private static double probability(Arguments arguments) {
    Arguments.Word word = arguments.word("a probability");
    double number = Value.of(word.text()).number();
    if (!(number > 0 && number <= 1)) {
      throw arguments.error(word.offset(), "'pthresh' is a probability above 0, and at most 1.");
    }
    return number;
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.held(scope, place, next, rows -> emit(rows, next));
  }

  private void emit(List<Row> rows, Stage next) {
    if (rows.isEmpty()) {
      return;
    }
    List<RareValues> rarities =
        names(rows).stream().map(name -> RareValues.of(name, rows)).toList();
    Surprise surprise = Surprise.of(rows, rarities, threshold);
    if (action == Action.SUMMARY) {
      next.accept(surprise.summary());
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      boolean anomalous = surprise.isAnomalous(i);
      if (anomalous) {
        surprise.annotate(rows.get(i), i);
      }
      if (anomalous || action == Action.ANNOTATE) {
        next.accept(rows.get(i));
      }
    }
  }

  private Set<String> names(List<Row> rows) {
    Set<String> names = new LinkedHashSet<>();
    for (Row row : rows) {
      names.addAll(fields.names().isEmpty() ? row.names() : fields.in(row));
    }
    if (fields.names().isEmpty()) {
      names.removeIf(name -> name.startsWith("_"));
    }
    return names;
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }
}
