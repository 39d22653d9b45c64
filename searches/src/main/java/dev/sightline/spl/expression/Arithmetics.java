package dev.sightline.spl.expression;

import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Numbers;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operators that make values. */
final class Arithmetics {
  private Arithmetics() {}

  static @Nullable Value negate(@Nullable Value value) {
    if (value == null || !value.isNumeric()) {
      return null;
    }
    return value instanceof Decimal(double number, int figures, int decimals)
        ? new Decimal(0.0 - number, figures, decimals)
        : new Decimal(0.0 - value.number(), Numbers.figures(value), -1);
  }

  /**
   * @param quoted whether an operand is a text in quotes, with which + puts texts together
   */
  static @Nullable Value apply(Node.Operator operator, Value a, Value b, boolean quoted) {
    if (operator == Node.Operator.CONCATENATE) {
      return concatenate(a, b);
    }
    double x = a.number();
    double y = b.number();
    boolean numeric = !Double.isNaN(x) && !Double.isNaN(y);
    if (operator == Node.Operator.ADD && (quoted || !numeric)) {
      boolean text = quoted || (!a.isNumeric() && !b.isNumeric());
      return text ? concatenate(a, b) : null;
    }
    if (!numeric) {
      return null;
    }
    return switch (operator) {
      case ADD -> exact(x + y, x, y);
      case SUBTRACT -> exact(x - y, x, -y);
      case MULTIPLY -> significant(product(x, y), a, b);
      case DIVIDE -> y == 0 ? null : significant(x / y, a, b);
      case REMAINDER -> y == 0 ? null : Value.of(x % y);
      case CONCATENATE -> concatenate(a, b);
    };
  }

  /** A multivalue is joined with the other operand value by value. */
  private static @Nullable Value concatenate(Value a, Value b) {
    List<Scalar> parts = new ArrayList<>();
    for (Scalar left : a.parts()) {
      for (Scalar right : b.parts()) {
        parts.add(Value.of(left.text() + right.text()));
      }
    }
    return Value.of(parts);
  }

  /** Sums of decimals are exact, so that 0.1+0.2 shows 0.3. */
  private static @Nullable Value exact(double sum, double x, double y) {
    if (sum == Math.rint(sum) || !Double.isFinite(sum)) {
      return NumberFunctions.calculated(sum);
    }
    return Value.of(BigDecimal.valueOf(x).add(BigDecimal.valueOf(y)).doubleValue());
  }

  /** Products of decimals are exact, so that 8.25*0.2 is 1.65 where all of it is shown. */
  private static double product(double x, double y) {
    double product = x * y;
    return product == Math.rint(product) || !Double.isFinite(product)
        ? product
        : BigDecimal.valueOf(x).multiply(BigDecimal.valueOf(y)).doubleValue();
  }

  /** Shown with the figures of the least precise decimal factor; whole numbers are exact. */
  private static @Nullable Value significant(double result, Value a, Value b) {
    int left = Numbers.figures(a);
    int right = Numbers.figures(b);
    int figures = left == 0 ? right : right == 0 ? left : Math.min(left, right);
    return Double.isFinite(result)
        ? new Decimal(result, figures, -1)
        : NumberFunctions.calculated(result);
  }
}
