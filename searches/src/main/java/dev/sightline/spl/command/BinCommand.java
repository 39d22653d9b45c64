package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.time.TimeModifier;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.time.TimeUnit;
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
   * @param origin seconds since 1970 that spans of time are counted from
   */
  record Bins(@Nullable String span, int most, double origin) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String span = null;
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
        default -> arguments.word("a value");
      }
    }
    if (field == null || target == null) {
      throw place.error("'" + arguments.command() + "' needs a field.");
    }
    return new BinCommand(field, target, new Bins(span, most, origin), place);
  }

  private static String span(Arguments arguments) {
    Arguments.Word word = arguments.word("a span");
    double number = Numbers.parse(word.text());
    if (!(number > 0) && TimeSpan.parse(word.text()) == null) {
      throw arguments.error(word.offset(), "'" + word.text() + "' is no span such as 15m or 100.");
    }
    return word.text();
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
      parts.add(part.isNumeric() ? binned(part.number(), span) : part);
    }
    row.put(target, Value.of(parts));
  }

  private Scalar binned(double number, String span) {
    TimeSpan time = TimeSpan.parse(span);
    boolean plain = !Double.isNaN(Numbers.parse(span));
    if (field.equals("_time") || !plain) {
      double start = time == null ? number : time.start(number, bins.origin());
      return new Decimal(start, 0, -1);
    }
    double width = Numbers.parse(span);
    double start = Math.floor(number / width) * width;
    return Value.of(
        new Decimal(start, 0, -1).text() + "-" + new Decimal(start + width, 0, -1).text());
  }

  /** A span that cuts what is there into at most as many bins as are wanted. */
  private String chosen(List<Row> rows) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
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
    if (field.equals("_time")) {
      TimeSpan span = TimeSpan.fitting(range, bins.most());
      return span.amount()
          + (span.unit() == TimeUnit.MONTH
              ? "mon"
              : span.unit() == TimeUnit.DAY
                  ? "d"
                  : span.unit() == TimeUnit.HOUR
                      ? "h"
                      : span.unit() == TimeUnit.MINUTE ? "m" : "s");
    }
    double width = 1;
    while (range / width > bins.most()) {
      width *= 10;
    }
    while (width > 1e-9 && range > 0 && range / (width / 10) <= bins.most()) {
      width /= 10;
    }
    return new Decimal(width, 0, -1).text();
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
