package dev.sightline.spl.expression;

import static dev.sightline.spl.expression.Functions.ANY;
import static dev.sightline.spl.expression.Functions.truth;
import static dev.sightline.spl.expression.Functions.value;

import dev.sightline.spl.event.JsonPath;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions on text that is JSON; other text makes no value. */
final class JsonFunctions {
  private JsonFunctions() {}

  static void add(Map<String, Functions.Function> all) {
    all.put("spath", value(2, 2, JsonFunctions::spath));
    all.put("json_extract", value(1, ANY, JsonFunctions::extract));
    all.put("json_valid", truth(1, 1, JsonFunctions::valid));
    all.put("json_keys", value(1, 1, JsonFunctions::keys));
    all.put("json_object", value(0, ANY, JsonFunctions::object));
    all.put("json_array", value(0, ANY, JsonFunctions::array));
    all.put("json_array_to_mv", value(1, 2, JsonFunctions::arrayToMultivalue));
    all.put("mv_to_json_array", value(1, 2, JsonFunctions::multivalueToArray));
  }

  private static Expression spath(Node.Call call, ExpressionCompiler compiler) {
    Expression json = compiler.value(call.argument(0));
    Expression path = compiler.value(call.argument(1));
    return row -> {
      Value text = json.evaluate(row);
      Value at = path.evaluate(row);
      if (text == null || at == null) {
        return null;
      }
      List<Scalar> found = new ArrayList<>();
      JsonPath.parse(at.text()).read(text.text()).forEach(one -> found.add(Value.of(one)));
      return Value.of(found);
    };
  }

  /** One path: what stands there, several places as a JSON array; several paths: an array. */
  private static Expression extract(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      Value text = arguments.getFirst().evaluate(row);
      Object root = text == null ? null : JsonPath.parseJson(text.text());
      if (root == null) {
        return null;
      }
      if (arguments.size() == 1) {
        return shown(root);
      }
      List<Object> found = new ArrayList<>();
      for (Expression argument : arguments.subList(1, arguments.size())) {
        Value path = argument.evaluate(row);
        Object one = path == null ? null : one(root, JsonPath.parse(path.text()));
        found.add(one == null ? new JsonPath.Scalar("null", false) : one);
        if (arguments.size() == 2) {
          return one == null ? null : shown(one);
        }
      }
      return Value.of(JsonPath.write(found));
    };
  }

  private static @Nullable Object one(Object root, JsonPath path) {
    List<Object> found = path.read(root);
    if (found.isEmpty()) {
      return null;
    }
    return path.isPlural() ? found : found.getFirst();
  }

  private static Value shown(Object json) {
    return json instanceof JsonPath.Scalar scalar
        ? Value.of(scalar.text())
        : Value.of(JsonPath.write(json));
  }

  private static Condition valid(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      return value != null && JsonPath.parseJson(value.text()) != null;
    };
  }

  private static Expression keys(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      Object json = value == null ? null : JsonPath.parseJson(value.text());
      return json instanceof Map<?, ?> map
          ? Value.of(JsonPath.write(List.copyOf(map.keySet())))
          : null;
    };
  }

  private static Expression object(Node.Call call, ExpressionCompiler compiler) {
    if (call.arguments().size() % 2 != 0) {
      throw compiler.error(call, "'json_object' takes pairs of a key and a value.");
    }
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < arguments.size(); i += 2) {
        Value key = arguments.get(i).evaluate(row);
        if (key != null) {
          object.put(key.text(), json(arguments.get(i + 1).evaluate(row)));
        }
      }
      return Value.of(JsonPath.write(object));
    };
  }

  private static Expression array(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      List<Object> array = new ArrayList<>();
      arguments.forEach(argument -> array.add(json(argument.evaluate(row))));
      return Value.of(JsonPath.write(array));
    };
  }

  private static Object json(@Nullable Value value) {
    if (value == null) {
      return new JsonPath.Scalar("null", false);
    }
    if (value instanceof Scalar scalar) {
      Object parsed = JsonPath.parseJson(scalar.text());
      boolean structure = parsed instanceof Map<?, ?> || parsed instanceof List<?>;
      return structure && parsed != null
          ? parsed
          : new JsonPath.Scalar(scalar.text(), !(scalar instanceof Decimal));
    }
    List<Object> parts = new ArrayList<>();
    value.parts().forEach(part -> parts.add(json(part)));
    return parts;
  }

  private static Expression arrayToMultivalue(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      Object json = value == null ? null : JsonPath.parseJson(value.text());
      if (!(json instanceof List<?> list)) {
        return null;
      }
      List<Scalar> parts = new ArrayList<>();
      for (Object element : list) {
        if (element != null) {
          parts.add(Value.of(shown(element).text()));
        }
      }
      return Value.of(parts);
    };
  }

  private static Expression multivalueToArray(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      if (value == null) {
        return null;
      }
      List<Object> parts = new ArrayList<>();
      value.parts().forEach(part -> parts.add(json(part)));
      return Value.of(JsonPath.write(parts));
    };
  }
}
