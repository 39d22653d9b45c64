package dev.sightline.spl.expression;

import static dev.sightline.spl.expression.Functions.ANY;
import static dev.sightline.spl.expression.Functions.truth;
import static dev.sightline.spl.expression.Functions.value;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.search.FilterParser;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.AddressBlock;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Multivalue;
import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Text;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that choose, and functions that are true or false. */
final class ConditionalFunctions {
  private ConditionalFunctions() {}

  static void add(Map<String, Functions.Function> all) {
    all.put("if", value(3, 3, ConditionalFunctions::alternative));
    all.put("case", value(2, ANY, (call, compiler) -> pairs(call, compiler, true)));
    all.put("validate", value(2, ANY, (call, compiler) -> pairs(call, compiler, false)));
    all.put("coalesce", value(1, ANY, ConditionalFunctions::coalesce));
    all.put("nullif", value(2, 2, ConditionalFunctions::nullIf));
    all.put("null", value(0, 0, (_, _) -> _ -> null));
    all.put("true", truth(0, 0, (_, _) -> _ -> true));
    all.put("false", truth(0, 0, (_, _) -> _ -> false));
    all.put("isnull", truth(1, 1, (call, compiler) -> isNull(call, compiler, true)));
    all.put("isnotnull", truth(1, 1, (call, compiler) -> isNull(call, compiler, false)));
    all.put("isnum", truth(1, 1, (call, compiler) -> is(call, compiler, Value::isNumeric)));
    all.put(
        "isint",
        truth(
            1,
            1,
            (call, compiler) ->
                is(call, compiler, v -> v.isNumeric() && v.number() == Math.rint(v.number()))));
    all.put("isstr", truth(1, 1, (call, compiler) -> is(call, compiler, v -> !v.isNumeric())));
    all.put(
        "ismv", truth(1, 1, (call, compiler) -> is(call, compiler, Multivalue.class::isInstance)));
    all.put("isbool", truth(1, 1, ConditionalFunctions::isBoolean));
    all.put("typeof", value(1, 1, ConditionalFunctions::typeOf));
    all.put("match", truth(2, 2, ConditionalFunctions::match));
    all.put("like", truth(2, 2, ConditionalFunctions::like));
    all.put("searchmatch", truth(1, 1, ConditionalFunctions::searchMatch));
    all.put("cidrmatch", truth(2, 2, ConditionalFunctions::cidrMatch));
    all.put(
        "in",
        truth(
            2,
            ANY,
            (call, compiler) ->
                compiler.condition(
                    new Node.Membership(
                        call.argument(0),
                        call.arguments().subList(1, call.arguments().size()),
                        call.offset()))));
  }

  private static Expression alternative(Node.Call call, ExpressionCompiler compiler) {
    Condition condition = compiler.condition(call.argument(0));
    Expression yes = compiler.value(call.argument(1));
    Expression no = compiler.value(call.argument(2));
    return row -> condition.holds(row) ? yes.evaluate(row) : no.evaluate(row);
  }

  /** The value of the first pair whose condition is {@code wanted}. */
  private static Expression pairs(Node.Call call, ExpressionCompiler compiler, boolean wanted) {
    if (call.arguments().size() % 2 != 0) {
      throw compiler.error(
          call, "'" + call.function() + "' takes pairs of a condition and a value.");
    }
    List<Condition> conditions = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i += 2) {
      conditions.add(compiler.condition(call.argument(i)));
      values.add(compiler.value(call.argument(i + 1)));
    }
    return row -> {
      for (int i = 0; i < conditions.size(); i++) {
        if (conditions.get(i).holds(row) == wanted) {
          return values.get(i).evaluate(row);
        }
      }
      return null;
    };
  }

  private static Expression coalesce(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> values = compiler.values(call.arguments());
    return row -> {
      for (Expression candidate : values) {
        Value found = candidate.evaluate(row);
        if (found != null) {
          return found;
        }
      }
      return null;
    };
  }

  private static Expression nullIf(Node.Call call, ExpressionCompiler compiler) {
    Condition equal =
        compiler.condition(
            new Node.Comparison(
                Node.Relation.EQUAL, call.argument(0), call.argument(1), call.offset()));
    Expression first = compiler.value(call.argument(0));
    return row -> equal.holds(row) ? null : first.evaluate(row);
  }

  private static Condition isNull(Node.Call call, ExpressionCompiler compiler, boolean wanted) {
    if (compiler.isTruth(call.argument(0))) {
      compiler.condition(call.argument(0));
      return _ -> !wanted;
    }
    Expression value = compiler.value(call.argument(0));
    return row -> (value.evaluate(row) == null) == wanted;
  }

  private static Condition isBoolean(Node.Call call, ExpressionCompiler compiler) {
    boolean truth = compiler.isTruth(call.argument(0));
    return _ -> truth;
  }

  /** A test of a value that is there. */
  private interface Test {
    boolean holds(Value value);
  }

  private static Condition is(Node.Call call, ExpressionCompiler compiler, Test test) {
    Expression expression = compiler.value(call.argument(0));
    return row -> {
      Value value = expression.evaluate(row);
      return value != null && test.holds(value);
    };
  }

  private static Expression typeOf(Node.Call call, ExpressionCompiler compiler) {
    Node node = call.argument(0);
    if (compiler.isTruth(node)) {
      return _ -> Value.of("Boolean");
    }
    Expression expression = compiler.value(node);
    boolean quoted = node instanceof Node.TextLiteral;
    return row -> Value.of(typeName(expression.evaluate(row), quoted));
  }

  private static String typeName(@Nullable Value value, boolean quoted) {
    return switch (value) {
      case null -> "Invalid";
      case Decimal _ -> "Number";
      case Text text -> !quoted && text.isNumeric() ? "Number" : "String";
      case Multivalue _ -> "Multivalue";
    };
  }

  private static Condition match(Node.Call call, ExpressionCompiler compiler) {
    Expression subject = compiler.value(call.argument(0));
    ExpressionCompiler.PatternSource source = compiler.pattern(call.argument(1));
    return row -> {
      Regex pattern = source.pattern(row);
      return pattern != null && any(row, subject, pattern::find);
    };
  }

  private static Condition like(Node.Call call, ExpressionCompiler compiler) {
    Expression subject = compiler.value(call.argument(0));
    Expression pattern = compiler.value(call.argument(1));
    return row -> {
      Value form = pattern.evaluate(row);
      return form != null && any(row, subject, text -> isLike(text, form.text()));
    };
  }

  private interface TextTest {
    boolean holds(String text);
  }

  private static boolean any(Row row, Expression subject, TextTest test) {
    Value value = subject.evaluate(row);
    if (value == null) {
      return false;
    }
    for (Scalar part : value.parts()) {
      if (test.holds(part.text())) {
        return true;
      }
    }
    return false;
  }

  /** {@code %} stands for any characters, {@code _} for one; a backslash takes that away. */
  static boolean isLike(String text, String pattern) {
    int t = 0;
    int p = 0;
    int resumePattern = -1;
    int resumeText = -1;
    while (t < text.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      boolean escaped =
          c == '\\' && p + 1 < pattern.length() && "%_\\".indexOf(pattern.charAt(p + 1)) >= 0;
      if (p < pattern.length() && c == '%') {
        resumePattern = ++p;
        resumeText = t;
      } else if (p < pattern.length()
          && (escaped
              ? pattern.charAt(p + 1) == text.charAt(t)
              : c == '_' || c == text.charAt(t))) {
        p += escaped ? 2 : 1;
        t++;
      } else if (resumePattern >= 0) {
        p = resumePattern;
        t = ++resumeText;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '%') {
      p++;
    }
    return p == pattern.length();
  }

  /** The argument is a search, with the rules of search. */
  private static Condition searchMatch(Node.Call call, ExpressionCompiler compiler) {
    if (!(call.argument(0) instanceof Node.TextLiteral(String text, _))) {
      throw compiler.error(call, "'searchmatch' needs a search in double quotes.");
    }
    SourceText source = SourceText.of(text);
    try {
      Filter filter =
          new FilterParser(
                  source,
                  0,
                  text.length(),
                  compiler.now(),
                  (_, _, offset) -> {
                    throw source.error(offset, "A subsearch cannot stand here.");
                  })
              .whole();
      return filter::matches;
    } catch (SplException e) {
      throw compiler.error(call, e.reason());
    }
  }

  private static Condition cidrMatch(Node.Call call, ExpressionCompiler compiler) {
    Expression block = compiler.value(call.argument(0));
    Expression address = compiler.value(call.argument(1));
    if (call.argument(0) instanceof Node.TextLiteral(String text, _)) {
      AddressBlock fixed = AddressBlock.parse(text);
      if (fixed == null) {
        throw compiler.error(
            call.argument(0), "'" + text + "' is no block of addresses such as 10.0.0.0/8.");
      }
      return row -> any(row, address, fixed::contains);
    }
    return row -> {
      Value value = block.evaluate(row);
      AddressBlock parsed = value == null ? null : AddressBlock.parse(value.text());
      return parsed != null && any(row, address, parsed::contains);
    };
  }
}
