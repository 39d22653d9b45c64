package dev.sightline.spl.expression;

import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Numbers;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** tostring, tonumber and printf. */
final class NumberText {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%([-+ #0']*)(\\d{0,4}|\\*)(?:\\.(\\d{0,3}))?([a-zA-Z%])");

  private NumberText() {}

  static Expression toText(Node.Call call, ExpressionCompiler compiler) {
    if (compiler.isTruth(call.argument(0))) {
      Condition condition = compiler.condition(call.argument(0));
      return row -> Value.of(condition.holds(row) ? "True" : "False");
    }
    List<Expression> arguments = compiler.values(call.arguments());
    if (arguments.size() == 2
        && call.argument(1) instanceof Node.TextLiteral(String format, _)
        && !List.of("hex", "commas", "duration", "binary").contains(format)) {
      throw compiler.error(
          call.argument(1),
          "'tostring' knows the formats hex, commas, duration and binary, not '" + format + "'.");
    }
    return row -> {
      Value value = arguments.getFirst().evaluate(row);
      Value format = arguments.size() == 2 ? arguments.get(1).evaluate(row) : null;
      if (value == null) {
        return null;
      }
      if (format == null) {
        return value instanceof Scalar ? Value.of(value.text()) : value;
      }
      return value.isNumeric() ? formatted(value.number(), format.text()) : null;
    };
  }

  private static @Nullable Value formatted(double number, String format) {
    return switch (format) {
      case "hex" -> Value.of("0x" + Long.toHexString((long) number).toUpperCase(Locale.ROOT));
      case "binary" -> Value.of(Long.toBinaryString((long) number));
      case "commas" -> Value.of(withCommas(number));
      case "duration" -> Value.of(duration(number));
      default -> null;
    };
  }

  /** Groups of three digits, and at most two decimals. */
  private static String withCommas(double number) {
    if (number == Math.rint(number)) {
      return String.format("%,d", (long) number);
    }
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP);
    return String.format("%,.2f", rounded);
  }

  /** {@code 1+02:03:04} for a day and more; parts of a second are shown where there are any. */
  private static String duration(double number) {
    long seconds = (long) Math.floor(Math.abs(number));
    double rest = Math.abs(number) - seconds;
    String clock =
        String.format("%02d:%02d:%02d", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    if (rest > 0) {
      clock += String.format("%.6f", rest).substring(1);
    }
    String days = seconds >= 86_400 ? seconds / 86_400 + "+" : "";
    return (number < 0 ? "-" : "") + days + clock;
  }

  static Expression toNumber(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    if (arguments.size() == 2
        && call.argument(1) instanceof Node.NumberLiteral(Decimal given, _)
        && !(given.value() >= 2 && given.value() <= 36)) {
      throw compiler.error(call.argument(1), "The base of 'tonumber' is from 2 to 36.");
    }
    return row -> {
      Value value = arguments.getFirst().evaluate(row);
      double base =
          arguments.size() == 1 ? 10 : NumberFunctions.number(arguments.get(1).evaluate(row));
      if (!(value instanceof Scalar scalar) || !(base >= 2 && base <= 36)) {
        return null;
      }
      String text = scalar.text().strip();
      if (base == 10) {
        double number = Numbers.parse(text);
        return Double.isNaN(number) ? null : new Decimal(number, Numbers.figures(text), -1);
      }
      String digits =
          base == 16 && text.regionMatches(true, 0, "0x", 0, 2) ? text.substring(2) : text;
      try {
        return Value.of(new BigInteger(digits, (int) base).doubleValue());
      } catch (NumberFormatException notANumber) {
        return null;
      }
    };
  }

  static Expression printf(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      Value format = arguments.getFirst().evaluate(row);
      if (format == null) {
        return null;
      }
      StringBuilder out = new StringBuilder();
      Matcher matcher = DIRECTIVE.matcher(format.text());
      int next = 1;
      int from = 0;
      while (matcher.find()) {
        out.append(format.text(), from, matcher.start());
        from = matcher.end();
        if (matcher.group(4).equals("%")) {
          out.append('%');
          continue;
        }
        String width = matcher.group(2);
        if (width.equals("*")) {
          width = next < arguments.size() ? text(arguments.get(next++).evaluate(row)) : "";
        }
        Value value = next < arguments.size() ? arguments.get(next++).evaluate(row) : null;
        String written =
            one(matcher.group(1), width, matcher.group(3), matcher.group(4).charAt(0), value);
        if (written == null) {
          return null;
        }
        out.append(written);
      }
      return Value.of(out.append(format.text().substring(from)).toString());
    };
  }

  private static String text(@Nullable Value value) {
    return value == null ? "" : value.text();
  }

  private static @Nullable String one(
      String flags, String width, @Nullable String precision, char kind, @Nullable Value value) {
    String head = "%" + flags.replace('\'', ',') + width;
    String digits = precision == null ? "" : "." + (precision.isEmpty() ? "0" : precision);
    double number = value == null ? 0 : value.number();
    long whole = (long) number;
    try {
      return switch (kind) {
        case 's' -> String.format(head + digits + "s", text(value));
        case 'c' ->
            String.format(head + "s", text(value).isEmpty() ? "" : text(value).substring(0, 1));
        case 'd', 'i', 'u' -> Double.isNaN(number) ? null : String.format(head + "d", whole);
        case 'x', 'X', 'o' -> Double.isNaN(number) ? null : String.format(head + kind, whole);
        case 'f', 'F' -> Double.isNaN(number) ? null : String.format(head + digits + "f", number);
        case 'e', 'E', 'g', 'G' ->
            Double.isNaN(number) ? null : String.format(head + digits + kind, number);
        default -> null;
      };
    } catch (IllegalFormatException noSuchFormat) {
      return null;
    }
  }
}
