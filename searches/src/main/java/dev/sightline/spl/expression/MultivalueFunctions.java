package dev.sightline.spl.expression;

import static dev.sightline.spl.expression.Functions.ANY;
import static dev.sightline.spl.expression.Functions.value;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.ValueOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions on multivalues; a single value counts as one of one part. */
final class MultivalueFunctions {
  /** Parts that mvrange makes at most. */
  private static final int LONGEST = 1_000_000;

  private MultivalueFunctions() {}

  static void add(Map<String, Functions.Function> all) {
    all.put("mvappend", value(1, ANY, MultivalueFunctions::append));
    all.put("mvcount", value(1, 1, MultivalueFunctions::count));
    all.put("mvindex", value(2, 3, MultivalueFunctions::index));
    all.put("mvjoin", value(2, 2, MultivalueFunctions::join));
    all.put("mvzip", value(2, 3, MultivalueFunctions::zip));
    all.put("mvfilter", value(1, 1, MultivalueFunctions::filter));
    all.put("mvmap", value(2, 2, MultivalueFunctions::map));
    all.put("mvfind", value(2, 2, MultivalueFunctions::find));
    all.put("mvrange", value(2, 3, MultivalueFunctions::range));
    all.put("mvdedup", value(1, 1, parts(MultivalueFunctions::distinct)));
    all.put("mvsort", value(1, 1, parts(parts -> parts.stream().sorted(ValueOrder.TEXT).toList())));
    all.put("mvreverse", value(1, 1, parts(List::reversed)));
  }

  private static List<Scalar> distinct(List<Scalar> parts) {
    Map<String, Scalar> first = new LinkedHashMap<>();
    parts.forEach(part -> first.putIfAbsent(part.text(), part));
    return List.copyOf(first.values());
  }

  private static Functions.ValueForm parts(UnaryOperator<List<Scalar>> operator) {
    return (call, compiler) -> {
      Expression argument = compiler.value(call.argument(0));
      return row -> {
        Value value = argument.evaluate(row);
        return value == null ? null : Value.of(operator.apply(value.parts()));
      };
    };
  }

  private static Expression append(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      List<Scalar> parts = new ArrayList<>();
      for (Expression argument : arguments) {
        Value value = argument.evaluate(row);
        if (value != null) {
          parts.addAll(value.parts());
        }
      }
      return Value.of(parts);
    };
  }

  private static Expression count(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      return value == null ? null : Value.of((long) value.parts().size());
    };
  }

  /** Positions count from 0, negative ones from the end; the last one is included. */
  private static Expression index(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      Value value = arguments.getFirst().evaluate(row);
      double first = NumberFunctions.number(arguments.get(1).evaluate(row));
      double last =
          arguments.size() == 3 ? NumberFunctions.number(arguments.get(2).evaluate(row)) : first;
      if (value == null || Double.isNaN(first) || Double.isNaN(last)) {
        return null;
      }
      int size = value.parts().size();
      int from = (int) (first < 0 ? first + size : first);
      int to = (int) (last < 0 ? last + size : last);
      if (from < 0 || from >= size || to < from) {
        return null;
      }
      return Value.of(value.parts().subList(from, Math.min(to + 1, size)));
    };
  }

  private static Expression join(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    Expression delimiter = compiler.value(call.argument(1));
    return row -> {
      Value value = argument.evaluate(row);
      Value between = delimiter.evaluate(row);
      return value == null || between == null
          ? null
          : Value.of(
              value.parts().stream().map(Scalar::text).collect(Collectors.joining(between.text())));
    };
  }

  private static Expression zip(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      Value left = arguments.getFirst().evaluate(row);
      Value right = arguments.get(1).evaluate(row);
      Value delimiter = arguments.size() == 3 ? arguments.get(2).evaluate(row) : Value.of(",");
      if (left == null || right == null || delimiter == null) {
        return null;
      }
      List<Scalar> parts = new ArrayList<>();
      for (int i = 0; i < Math.min(left.parts().size(), right.parts().size()); i++) {
        parts.add(
            Value.of(left.parts().get(i).text() + delimiter.text() + right.parts().get(i).text()));
      }
      return Value.of(parts);
    };
  }

  /** The one field that the condition of mvfilter reads is bound to each value in turn. */
  private static Expression filter(Node.Call call, ExpressionCompiler compiler) {
    List<String> fields = call.argument(0).fields().stream().distinct().toList();
    if (fields.size() != 1) {
      throw compiler.error(
          call, "The condition of 'mvfilter' reads exactly one field, not " + fields.size() + ".");
    }
    String field = fields.getFirst();
    Condition condition = compiler.condition(call.argument(0));
    return row -> {
      Value value = row.get(field);
      List<Scalar> kept = new ArrayList<>();
      eachPart(
          row,
          field,
          value,
          part -> {
            if (condition.holds(row)) {
              kept.add(part);
            }
          });
      return Value.of(kept);
    };
  }

  private static Expression map(Node.Call call, ExpressionCompiler compiler) {
    if (!(call.argument(0) instanceof Node.Field(String field, _))) {
      throw compiler.error(call, "The first argument of 'mvmap' is a field.");
    }
    Expression expression = compiler.value(call.argument(1));
    return row -> {
      List<Scalar> mapped = new ArrayList<>();
      eachPart(
          row,
          field,
          row.get(field),
          _ -> {
            Value result = expression.evaluate(row);
            if (result != null) {
              mapped.addAll(result.parts());
            }
          });
      return Value.of(mapped);
    };
  }

  private interface PartAction {
    void accept(Scalar part);
  }

  /** Runs the action with the field bound to each part, and binds it to its value again. */
  private static void eachPart(Row row, String field, @Nullable Value value, PartAction action) {
    if (value == null) {
      return;
    }
    try {
      for (Scalar part : value.parts()) {
        row.put(field, part);
        action.accept(part);
      }
    } finally {
      row.put(field, value);
    }
  }

  private static Expression find(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    ExpressionCompiler.PatternSource source = compiler.pattern(call.argument(1));
    return row -> {
      Value value = argument.evaluate(row);
      Regex pattern = source.pattern(row);
      if (value == null || pattern == null) {
        return null;
      }
      for (int i = 0; i < value.parts().size(); i++) {
        if (pattern.find(value.parts().get(i).text())) {
          return Value.of((long) i);
        }
      }
      return null;
    };
  }

  /** From the first number up to, and without, the second; the step may be a span of time. */
  private static Expression range(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      double from = NumberFunctions.number(arguments.getFirst().evaluate(row));
      double to = NumberFunctions.number(arguments.get(1).evaluate(row));
      Value by = arguments.size() == 3 ? arguments.get(2).evaluate(row) : Value.of(1L);
      if (Double.isNaN(from) || Double.isNaN(to) || by == null) {
        return null;
      }
      TimeSpan span = by.isNumeric() ? null : TimeSpan.parse(by.text());
      if (!by.isNumeric() && span == null) {
        return null;
      }
      List<Scalar> parts = new ArrayList<>();
      double step = span == null ? by.number() : span.seconds();
      for (double at = from;
          step > 0 && at < to && parts.size() < LONGEST;
          at = span == null ? at + step : span.next(at)) {
        parts.add(new Decimal(at, 0, -1));
      }
      return Value.of(parts);
    };
  }
}
