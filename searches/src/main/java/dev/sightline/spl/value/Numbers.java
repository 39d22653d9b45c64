package dev.sightline.spl.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text and back. */
public final class Numbers {
  private Numbers() {}

  /** The number that all of {@code text} is, or NaN. Hexadecimal, infinity and spaces are none. */
  public static double parse(String text) {
    int length = text.length();
    if (length == 0 || length > 400) {
      return Double.NaN;
    }
    int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int digits = 0;
    boolean simple = length <= 18;
    long whole = 0;
    while (i < length && isDigit(text.charAt(i))) {
      whole = whole * 10 + (text.charAt(i) - '0');
      i++;
      digits++;
    }
    if (i == length && digits > 0 && simple) {
      return text.charAt(0) == '-' ? -(double) whole : whole;
    }
    if (i < length && text.charAt(i) == '.') {
      i++;
      while (i < length && isDigit(text.charAt(i))) {
        i++;
        digits++;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
        i++;
      }
      int exponent = i;
      while (i < length && isDigit(text.charAt(i))) {
        i++;
      }
      if (i == exponent) {
        return Double.NaN;
      }
    }
    if (i < length) {
      return Double.NaN;
    }
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? Double.NaN : number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whole numbers plainly, others with as many digits as tell them apart, never an exponent. */
  static String format(double value, int figures, int decimals) {
    if (decimals >= 0) {
      return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
    if (figures > 0 && value != 0) {
      BigDecimal rounded =
          BigDecimal.valueOf(value).round(new MathContext(figures, RoundingMode.HALF_UP));
      return plain(rounded);
    }
    if (value == Math.rint(value)) {
      return Math.abs(value) < 1e18
          ? Long.toString((long) value)
          : new BigDecimal(value).toPlainString();
    }
    return plain(BigDecimal.valueOf(value));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /**
   * The significant figures of a number that is written with a decimal point; 0, which stands for
   * exact, without one.
   */
  public static int figures(String text) {
    int point = text.indexOf('.');
    if (point < 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      return 0;
    }
    int figures = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDigit(c) && (c != '0' || figures > 0)) {
        figures++;
      }
    }
    return figures;
  }

  /** The significant figures of a value, 0 for exact. */
  public static int figures(Value value) {
    return switch (value) {
      case Text text -> figures(text.text());
      case Decimal decimal when decimal.figures() > 0 -> decimal.figures();
      case Decimal _, Multivalue _ -> 0;
    };
  }
}
