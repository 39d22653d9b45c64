package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.time.TimeModifier;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Numbers;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code bin}: puts times and numbers into spans: a time becomes its start, a number a range. */
record BinCommand(String field, String target, Bins bins, Place place) implements Command {
  private static final Set<String> OPTIONS =
      Set.of("span", "minspan", "bins", "start", "end", "aligntime");

  /**
   * How spans are chosen.
   *
   * @param span as it is written, null where it is chosen to make at most {@code most} spans
   * @param least the shortest span that may be chosen, null for any
   * @param start and {@code end}: what the range of numbers is widened to before a span is chosen
   * @param origin seconds since 1970 that spans of time are counted from
   */
  record Bins(
      @Nullable String span,
      @Nullable String least,
      int most,
      double start,
      double end,
      double origin) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String span = null;
    String least = null;
    double start = Double.POSITIVE_INFINITY;
    double end = Double.NEGATIVE_INFINITY;
    int most = 100;
    double origin = 0;
    String field = null;
    String target = null;
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option = arguments.option(OPTIONS);
      if (option.isEmpty()) {
        if (field == null) {
          field = arguments.word("a field").text();
          target = field;
        } else if (!arguments.isKeyword("AS")) {
          arguments.expectEnd();
        }
        if (arguments.keyword("AS")) {
          target = arguments.word("a name after AS").text();
        }
        continue;
      }
      switch (option.get().text()) {
        case "span" -> span = span(arguments);
        case "bins" -> most = Math.max(2, arguments.count("a number of bins"));
        case "aligntime" -> origin = alignment(arguments, compilation);
        case "minspan" -> least = span(arguments);
        case "start" -> start = extent(arguments);
        default -> end = extent(arguments);
      }
    }
    if (field == null || target == null) {
      throw place.error("'" + arguments.command() + "' needs a field.");
    }
    return new BinCommand(field, target, new Bins(span, least, most, start, end, origin), place);
  }

  private static String span(Arguments arguments) {
    Arguments.Word word = arguments.word("a span");
    if (NumberSpan.parse(word.text()) == null && TimeSpan.parse(word.text()) == null) {
      throw arguments.error(word.offset(), "'" + word.text() + "' is no span such as 15m or 100.");
    }
    return word.text();
  }

  private static double extent(Arguments arguments) {
    Arguments.Word word = arguments.word("a number");
    double number = Numbers.parse(word.text());
    if (Double.isNaN(number)) {
      throw arguments.error(word.offset(), "'" + word.text() + "' is no number.");
    }
    return number;
  }

  private static double alignment(Arguments arguments, Compilation compilation) {
    Arguments.Word word = arguments.word("a time");
    double number = Numbers.parse(word.text());
    if (!Double.isNaN(number)) {
      return number;
    }
    double bound =
        switch (word.text()) {
          case "earliest" -> compilation.earliest();
          case "latest" -> compilation.latest();
          default ->
              TimeModifier.apply(compilation.now().getAsDouble(), word.text())
                  .orElseThrow(() ->
                      arguments.error(
                          word.offset(), "'" + word.text() + "' is no time such as @d."));
        };
    return Double.isNaN(bound) ? 0 : bound;
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    String span = bins.span();
    if (span != null) {
      return Stages.each(next, row -> put(row, span));
    }
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          String chosen = chosen(rows);
          for (Row row : rows) {
            put(row, chosen);
            next.accept(row);
          }
        });
  }

  private void put(Row row, String span) {
    Value value = row.get(field);
    if (value == null) {
      return;
    }
    List<Scalar> parts = new ArrayList<>();
    for (Scalar part : value.parts()) {
      Value binned = part.isNumeric() ? binned(part.number(), span) : null;
      parts.addAll(binned == null ? part.parts() : binned.parts());
    }
    row.put(target, Value.of(parts));
  }

  private @Nullable Value binned(double number, String span) {
    TimeSpan time = TimeSpan.parse(span);
    NumberSpan width = NumberSpan.parse(span);
    if (width == null || field.equals("_time")) {
      return time == null ? null : new Decimal(time.start(number, bins.origin()), 0, -1);
    }
    return width.range(number);
  }

  /** A span that cuts what is there into at most as many bins as are wanted. */
  private String chosen(List<Row> rows) {
    boolean isTime = field.equals("_time");
    double least = isTime ? Double.POSITIVE_INFINITY : bins.start();
    double greatest = isTime ? Double.NEGATIVE_INFINITY : bins.end();
    for (Row row : rows) {
      Value value = row.get(field);
      for (Scalar part : value == null ? List.<Scalar>of() : value.parts()) {
        double number = part.number();
        if (!Double.isNaN(number)) {
          least = Math.min(least, number);
          greatest = Math.max(greatest, number);
        }
      }
    }
    double range = Math.max(0, greatest - least);
    if (isTime) {
      TimeSpan shortest = bins.least() == null ? null : TimeSpan.parse(bins.least());
      return TimeSpan.fitting(range, bins.most(), shortest).text();
    }
    double width = 1;
    while (range / width > bins.most()) {
      width *= 10;
    }
    while (width > 1e-9 && range > 0 && range / (width / 10) <= bins.most()) {
      width /= 10;
    }
    double shortest = bins.least() == null ? 0 : Numbers.parse(bins.least());
    return new Decimal(width < shortest ? shortest : width, 0, -1).text();
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return Stages.plus(before, List.of(target));
  }
}
