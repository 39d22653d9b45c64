package dev.sightline.spl.expression;

import static dev.sightline.spl.expression.Functions.ANY;
import static dev.sightline.spl.expression.Functions.value;

import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.ValueOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions on numbers; what is no number makes no value. */
final class NumberFunctions {
  private NumberFunctions() {}

  static void add(Map<String, Functions.Function> all) {
    one(all, "abs", Math::abs);
    one(all, "ceil", Math::ceil);
    one(all, "ceiling", Math::ceil);
    one(all, "floor", Math::floor);
    one(all, "sqrt", Math::sqrt);
    one(all, "exp", Math::exp);
    one(all, "ln", Math::log);
    one(all, "exact", x -> x);
    one(all, "sin", Math::sin);
    one(all, "cos", Math::cos);
    one(all, "tan", Math::tan);
    one(all, "asin", Math::asin);
    one(all, "acos", Math::acos);
    one(all, "atan", Math::atan);
    two(all, "pow", Math::pow);
    two(all, "hypot", Math::hypot);
    two(all, "atan2", Math::atan2);
    all.put("pi", value(0, 0, (_, _) -> _ -> Value.of(Math.PI)));
    all.put("log", value(1, 2, NumberFunctions::logarithm));
    all.put("round", value(1, 2, NumberFunctions::round));
    all.put("sigfig", value(1, 1, NumberFunctions::significant));
    all.put("max", value(1, ANY, (call, compiler) -> extreme(call, compiler, 1)));
    all.put("min", value(1, ANY, (call, compiler) -> extreme(call, compiler, -1)));
    all.put("sum", value(1, ANY, (call, compiler) -> total(call, compiler, false)));
    all.put("avg", value(1, ANY, (call, compiler) -> total(call, compiler, true)));
  }

  private static void one(
      Map<String, Functions.Function> all, String name, DoubleUnaryOperator operator) {
    all.put(
        name,
        value(
            1,
            1,
            (call, compiler) -> {
              Expression argument = compiler.value(call.argument(0));
              return row -> {
                double x = number(argument.evaluate(row));
                return Double.isNaN(x) ? null : calculated(operator.applyAsDouble(x));
              };
            }));
  }

  private static void two(
      Map<String, Functions.Function> all, String name, DoubleBinaryOperator operator) {
    all.put(
        name,
        value(
            2,
            2,
            (call, compiler) -> {
              Expression left = compiler.value(call.argument(0));
              Expression right = compiler.value(call.argument(1));
              return row -> {
                double x = number(left.evaluate(row));
                double y = number(right.evaluate(row));
                return Double.isNaN(x) || Double.isNaN(y)
                    ? null
                    : calculated(operator.applyAsDouble(x, y));
              };
            }));
  }

  /** What numbers gave: a result that is no number, or too large for one, is shown as text. */
  static Value calculated(double result) {
    if (Double.isFinite(result)) {
      return new Decimal(result, 0, -1);
    }
    return Value.of(Double.isNaN(result) ? "nan" : result > 0 ? "inf" : "-inf");
  }

  /** NaN where there is none. */
  static double number(@Nullable Value value) {
    return value == null ? Double.NaN : value.number();
  }

  private static Expression logarithm(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      double x = number(arguments.getFirst().evaluate(row));
      double base = arguments.size() == 1 ? 10 : number(arguments.get(1).evaluate(row));
      if (Double.isNaN(x) || !(base > 0)) {
        return null;
      }
      if (x <= 0) {
        return calculated(Math.log(x));
      }
      double exponent = base == 10 ? Math.log10(x) : Math.log(x) / Math.log(base);
      boolean whole = Math.pow(base, Math.rint(exponent)) == x;
      return Value.of(whole ? Math.rint(exponent) : exponent);
    };
  }

  /** Halves go away from zero; the decimals that are asked for are shown. */
  private static Expression round(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      double x = number(arguments.getFirst().evaluate(row));
      double digits = arguments.size() == 1 ? 0 : number(arguments.get(1).evaluate(row));
      if (Double.isNaN(x) || Double.isNaN(digits)) {
        return null;
      }
      int decimals = (int) Math.max(0, Math.min(30, digits));
      double rounded = BigDecimal.valueOf(x).setScale(decimals, RoundingMode.HALF_UP).doubleValue();
      return new Decimal(rounded, 0, decimals);
    };
  }

  private static Expression significant(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      return value != null && value.isNumeric() ? value : null;
    };
  }

  /** Numbers as numbers, texts as text, and a text is greater than any number. */
  private static Expression extreme(Node.Call call, ExpressionCompiler compiler, int sign) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      Scalar best = null;
      for (Expression argument : arguments) {
        Value value = argument.evaluate(row);
        for (Scalar part : value == null ? List.<Scalar>of() : value.parts()) {
          if (best == null || sign * ValueOrder.AUTO.compare(part, best) > 0) {
            best = part;
          }
        }
      }
      return best;
    };
  }

  private static Expression total(Node.Call call, ExpressionCompiler compiler, boolean mean) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      double sum = 0;
      int count = 0;
      for (Expression argument : arguments) {
        Value value = argument.evaluate(row);
        for (Scalar part : value == null ? List.<Scalar>of() : value.parts()) {
          if (part.isNumeric()) {
            sum += part.number();
            count++;
          }
        }
      }
      return count == 0 ? null : Value.of(mean ? sum / count : sum);
    };
  }
}
