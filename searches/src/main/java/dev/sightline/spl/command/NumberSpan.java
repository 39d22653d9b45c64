package dev.sightline.spl.command;

import dev.sightline.spl.value.Numbers;
import dev.sightline.spl.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The spans that bin puts numbers into; a number is shown as the range of its span. */
sealed interface NumberSpan permits NumberSpan.Even, NumberSpan.Logarithmic {
  Pattern LOGARITHMIC = Pattern.compile("(\\d+(?:\\.\\d+)?)?log(\\d+(?:\\.\\d+)?)?");

  /** Spans of one width, counted from 0; decimals are exact. */
  record Even(double width) implements NumberSpan {
    @Override
    public Value range(double number) {
      BigDecimal step = BigDecimal.valueOf(width);
      BigDecimal start =
          BigDecimal.valueOf(number).divide(step, 0, RoundingMode.FLOOR).multiply(step);
      return between(start, start.add(step));
    }
  }

  /** Spans from {@code factor} times a power of {@code base} to the next one. */
  record Logarithmic(double factor, double base) implements NumberSpan {
    @Override
    public @Nullable Value range(double number) {
      if (!(number > 0)) {
        return null;
      }
      int power = (int) Math.floor(Math.log(number / factor) / Math.log(base));
      // The logarithm of a bound may come out a little too low or too high.
      if (factor * Math.pow(base, power + 1.0) <= number) {
        power++;
      } else if (factor * Math.pow(base, power) > number) {
        power--;
      }
      return between(bound(power), bound(power + 1));
    }

    private BigDecimal bound(int power) {
      return BigDecimal.valueOf(factor * Math.pow(base, power));
    }
  }

  /** The range that {@code number} lies in, or null where it lies in none. */
  @Nullable Value range(double number);

  /** The span that the text names, such as {@code 100} or {@code 2log10}; null where it is none. */
  static @Nullable NumberSpan parse(String text) {
    double width = Numbers.parse(text);
    if (width > 0) {
      return new Even(width);
    }
    Matcher matcher = LOGARITHMIC.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    double factor = matcher.group(1) == null ? 1 : Numbers.parse(matcher.group(1));
    double base = matcher.group(2) == null ? 10 : Numbers.parse(matcher.group(2));
    return factor >= 1 && factor < base ? new Logarithmic(factor, base) : null;
  }

  private static Value between(BigDecimal start, BigDecimal end) {
    return Value.of(plain(start) + "-" + plain(end));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
