package dev.sightline.spl.expression;

import static dev.sightline.spl.expression.Functions.value;

import dev.sightline.spl.time.TimeFormat;
import dev.sightline.spl.time.TimeModifier;
import dev.sightline.spl.time.TimeReader;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/** Functions on times, which are seconds since 1970; texts are in UTC. */
final class TimeFunctions {
  private TimeFunctions() {}

  static void add(Map<String, Functions.Function> all) {
    all.put("now", value(0, 0, TimeFunctions::now));
    all.put("time", value(0, 0, TimeFunctions::now));
    all.put("relative_time", value(2, 2, TimeFunctions::relative));
    all.put("strftime", value(2, 2, TimeFunctions::write));
    all.put("strptime", value(2, 2, TimeFunctions::read));
  }

  private static Expression now(Node.Call call, ExpressionCompiler compiler) {
    DoubleSupplier now = compiler.now();
    return _ -> Value.of(Math.floor(now.getAsDouble()));
  }

  private static Expression relative(Node.Call call, ExpressionCompiler compiler) {
    Expression time = compiler.value(call.argument(0));
    Expression modifier = compiler.value(call.argument(1));
    if (call.argument(1) instanceof Node.TextLiteral(String text, _)
        && TimeModifier.apply(0, text).isEmpty()) {
      throw compiler.error(call.argument(1), "'" + text + "' is no relative time such as -24h@h.");
    }
    return row -> {
      double from = NumberFunctions.number(time.evaluate(row));
      Value by = modifier.evaluate(row);
      if (Double.isNaN(from) || by == null) {
        return null;
      }
      OptionalDouble moved = TimeModifier.apply(from, by.text());
      return moved.isEmpty() ? null : Value.of(moved.getAsDouble());
    };
  }

  private static Expression write(Node.Call call, ExpressionCompiler compiler) {
    Expression time = compiler.value(call.argument(0));
    Expression format = compiler.value(call.argument(1));
    return row -> {
      Value at = time.evaluate(row);
      Value form = format.evaluate(row);
      if (at == null || form == null) {
        return null;
      }
      List<Scalar> written = new ArrayList<>();
      for (Scalar part : at.parts()) {
        if (part.isNumeric() && Math.abs(part.number()) < 1e11) {
          written.add(Value.of(TimeFormat.write(part.number(), form.text())));
        }
      }
      return Value.of(written);
    };
  }

  /** Splunk shows what strptime returns with six decimals. */
  private static Expression read(Node.Call call, ExpressionCompiler compiler) {
    Expression text = compiler.value(call.argument(0));
    Expression format = compiler.value(call.argument(1));
    return row -> {
      Value at = text.evaluate(row);
      Value form = format.evaluate(row);
      if (at == null || form == null) {
        return null;
      }
      List<Scalar> read = new ArrayList<>();
      for (Scalar part : at.parts()) {
        TimeReader.read(part.text(), form.text())
            .ifPresent(seconds -> read.add(new Decimal(seconds, 0, 6)));
      }
      return Value.of(read);
    };
  }
}
