package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.time.TimeFormat;
import dev.sightline.spl.time.TimeReader;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Numbers;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import dev.sightline.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code convert}: changes the form of fields; what cannot be converted loses its value. */
record ConvertCommand(List<Conversion> conversions, String timeFormat) implements Command {
  private static final List<String> FUNCTIONS =
      List.of(
          "auto", "ctime", "dur2sec", "memk", "mktime", "mstime", "none", "num", "rmcomma",
          "rmunit");

  record Conversion(String function, String field, String name) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    String timeFormat = "%m/%d/%Y %H:%M:%S";
    List<Conversion> conversions = new ArrayList<>();
    int start = arguments.offset();
    while (!arguments.atEnd()) {
      if (arguments.accept(',')) {
        continue;
      }
      if (arguments.option(Set.of("timeformat")).isPresent()) {
        timeFormat = arguments.word("a time format").text();
        continue;
      }
      Arguments.Word function = arguments.word("a function such as ctime");
      String name = function.text().toLowerCase(Locale.ROOT);
      if (!FUNCTIONS.contains(name)) {
        throw arguments.error(
            function.offset(),
            "'convert' has no function '"
                + function.text()
                + "'"
                + Nearest.hint(name, FUNCTIONS)
                + ".");
      }
      arguments.expect('(');
      String field = arguments.word("a field").text();
      arguments.expect(')');
      String target = arguments.keyword("AS") ? arguments.word("a name after AS").text() : field;
      conversions.add(new Conversion(name, field, target));
    }
    if (conversions.isEmpty()) {
      throw arguments.error(start, "'convert' needs a function such as ctime(_time).");
    }
    return new ConvertCommand(conversions, timeFormat);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(next, row -> conversions.forEach(conversion -> apply(conversion, row)));
  }

  private void apply(Conversion conversion, Row row) {
    FieldNames names = FieldNames.of(List.of(conversion.field()));
    List<String> excluded =
        conversions.stream()
            .filter(other -> other.function().equals("none"))
            .map(Conversion::field)
            .toList();
    for (String field : names.in(row)) {
      Value value = row.get(field);
      boolean all = !names.isPlain();
      if (value == null || (all && excluded.contains(field))) {
        continue;
      }
      List<Scalar> parts = new ArrayList<>();
      for (Scalar part : value.parts()) {
        Scalar converted = convert(conversion.function(), part);
        if (converted != null) {
          parts.add(converted);
        }
      }
      row.put(all ? field : conversion.name(), Value.of(parts));
    }
  }

  private @Nullable Scalar convert(String function, Scalar value) {
    String text = value.text();
    double number = value.number();
    return switch (function) {
      case "ctime" -> Double.isNaN(number) ? value : Value.of(TimeFormat.write(number, timeFormat));
      case "mktime" -> number(TimeReader.read(text, timeFormat).orElse(Double.NaN));
      case "num" -> number(numberIn(text));
      case "auto" -> {
        Scalar converted = number(numberIn(text));
        yield converted == null ? value : converted;
      }
      case "rmcomma" -> Value.of(text.replace(",", ""));
      case "rmunit" -> {
        Matcher matcher = Pattern.compile("^\\s*(-?[0-9.,]+)").matcher(text);
        yield matcher.find() ? Value.of(matcher.group(1).replace(",", "")) : value;
      }
      case "memk" -> memory(text);
      case "dur2sec" -> duration(text);
      case "mstime" -> milliseconds(text);
      default -> value;
    };
  }

  private static @Nullable Scalar number(double number) {
    return Double.isFinite(number) ? new Decimal(number, 0, -1) : null;
  }

  private static double numberIn(String text) {
    double plain = Numbers.parse(text.strip());
    return Double.isNaN(plain) ? Numbers.parse(text.strip().replace(",", "")) : plain;
  }

  private static @Nullable Scalar memory(String text) {
    Matcher matcher = Pattern.compile("^\\s*([0-9.]+)\\s*([kmgKMG]?)[bB]?\\s*$").matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    double factor =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "m" -> 1_024;
          case "g" -> 1_048_576;
          default -> 1;
        };
    return number(Numbers.parse(matcher.group(1)) * factor);
  }

  /** {@code [D+]HH:MM:SS}, or a number of seconds. */
  private static @Nullable Scalar duration(String text) {
    Matcher matcher =
        Pattern.compile("^(?:(\\d{1,9})\\+)?(\\d{1,9}):(\\d{1,2}):(\\d{1,2}(?:\\.\\d+)?)$")
            .matcher(text.strip());
    if (!matcher.matches()) {
      return number(Numbers.parse(text.strip()));
    }
    double days = matcher.group(1) == null ? 0 : Numbers.parse(matcher.group(1));
    return number(
        days * 86_400
            + Numbers.parse(matcher.group(2)) * 3_600
            + Numbers.parse(matcher.group(3)) * 60
            + Numbers.parse(matcher.group(4)));
  }

  /** {@code [MM:]SS.SSS} in seconds. */
  private static @Nullable Scalar milliseconds(String text) {
    Matcher matcher =
        Pattern.compile("^(?:(\\d{1,9}):)?(\\d{1,9}(?:\\.\\d+)?)$").matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    double minutes = matcher.group(1) == null ? 0 : Numbers.parse(matcher.group(1));
    return number(minutes * 60 + Numbers.parse(matcher.group(2)));
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    boolean wild = conversions.stream().anyMatch(c -> Wildcard.isPattern(c.field()));
    return wild ? null : Stages.plus(before, conversions.stream().map(Conversion::name).toList());
  }
}
