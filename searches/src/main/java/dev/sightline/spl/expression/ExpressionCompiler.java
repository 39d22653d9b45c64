package dev.sightline.spl.expression;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Text;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.ValueOrder;
import dev.sightline.yaml.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Turns parsed expressions into closures, with every call checked. */
public final class ExpressionCompiler {
  private static final int REMEMBERED_PATTERNS = 64;

  private final SourceText source;
  private final DoubleSupplier now;

  /**
   * @param now seconds since 1970 that {@code now()} returns
   */
  public ExpressionCompiler(SourceText source, DoubleSupplier now) {
    this.source = source;
    this.now = now;
  }

  /** The names of all functions. */
  public static Set<String> functionNames() {
    return Functions.all().keySet();
  }

  DoubleSupplier now() {
    return now;
  }

  SplException error(Node node, String message) {
    return source.error(node.offset(), message);
  }

  /** Whether the expression is true or false, rather than a value. */
  public boolean isTruth(Node node) {
    return switch (node) {
      case Node.Comparison _, Node.Logical _, Node.Not _, Node.Membership _ -> true;
      case Node.Call call ->
          switch (call.function()) {
            case "if" -> call.arguments().size() == 3 && isTruth(call.argument(1));
            case "case" -> call.arguments().size() > 1 && isTruth(call.argument(1));
            case "coalesce" -> !call.arguments().isEmpty() && isTruth(call.argument(0));
            default -> function(call).form() instanceof Functions.TruthForm;
          };
      case Node.TextLiteral _,
          Node.NumberLiteral _,
          Node.Field _,
          Node.Arithmetic _,
          Node.Negation _ ->
          false;
    };
  }

  private Functions.Function function(Node.Call call) {
    Functions.Function function = Functions.all().get(call.function());
    if (function == null) {
      throw error(
          call,
          "Unknown function '"
              + call.function()
              + "'"
              + Nearest.hint(call.function(), functionNames())
              + ".");
    }
    int given = call.arguments().size();
    if (given < function.least() || given > function.most()) {
      String takes =
          function.least() == function.most()
              ? String.valueOf(function.least())
              : function.most() == Functions.ANY
                  ? "at least " + function.least()
                  : function.least() + " to " + function.most();
      throw error(
          call,
          "'" + call.function() + "' takes " + takes + " arguments, and was given " + given + ".");
    }
    return function;
  }

  /** Compiles an expression that has to make a value. */
  public Expression value(Node node) {
    if (isTruth(node)) {
      throw error(
          node, "A Boolean is no value for a field: use if(..., \"true\", \"false\") around it.");
    }
    return switch (node) {
      case Node.TextLiteral(String text, _) -> constant(Value.of(text));
      case Node.NumberLiteral(var number, _) -> constant(number);
      case Node.Field(String name, _) -> row -> row.get(name);
      case Node.Negation(Node operand, _) -> {
        Expression inner = value(operand);
        yield row -> Arithmetics.negate(inner.evaluate(row));
      }
      case Node.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Node.Call call when function(call).form() instanceof Functions.ValueForm form ->
          guarded(call, form.compile(call, this));
      case Node.Call _, Node.Comparison _, Node.Logical _, Node.Not _, Node.Membership _ ->
          throw error(node, "A value is expected here.");
    };
  }

  private static Expression constant(Value value) {
    return _ -> value;
  }

  private Expression arithmetic(Node.Arithmetic node) {
    Expression left = value(node.left());
    Expression right = value(node.right());
    boolean quoted =
        node.left() instanceof Node.TextLiteral || node.right() instanceof Node.TextLiteral;
    return row -> {
      Value a = left.evaluate(row);
      Value b = right.evaluate(row);
      return a == null || b == null ? null : Arithmetics.apply(node.operator(), a, b, quoted);
    };
  }

  /** Compiles an expression that has to be true or false. */
  public Condition condition(Node node) {
    return switch (node) {
      case Node.Comparison comparison -> comparison(comparison);
      case Node.Logical(Node.Connective connective, Node left, Node right, _) -> {
        Condition a = condition(left);
        Condition b = condition(right);
        yield switch (connective) {
          case AND -> row -> a.holds(row) && b.holds(row);
          case OR -> row -> a.holds(row) || b.holds(row);
          case XOR -> row -> a.holds(row) != b.holds(row);
        };
      }
      case Node.Not(Node operand, _) -> {
        Condition inner = condition(operand);
        yield row -> !inner.holds(row);
      }
      case Node.Membership(Node operand, List<Node> members, _) -> {
        Expression subject = value(operand);
        List<Expression> values = members.stream().map(this::value).toList();
        yield row -> isMember(row, subject, values);
      }
      case Node.Call call when isTruth(call) -> truthCall(call);
      case Node.Call _,
          Node.TextLiteral _,
          Node.NumberLiteral _,
          Node.Field _,
          Node.Arithmetic _,
          Node.Negation _ ->
          throw error(node, "A condition is expected here: compare this value with something.");
    };
  }

  private Condition truthCall(Node.Call call) {
    return switch (call.function()) {
      case "if", "case" -> choice(call);
      case "coalesce" -> condition(call.argument(0));
      default -> {
        if (!(function(call).form() instanceof Functions.TruthForm form)) {
          throw error(call, "A condition is expected here.");
        }
        Condition inner = form.compile(call, this);
        yield row -> {
          try {
            return inner.holds(row);
          } catch (Regex.Refused refused) {
            throw error(call, refused.reason());
          }
        };
      }
    };
  }

  /** {@code if} and {@code case} whose branches are Booleans. */
  private Condition choice(Node.Call call) {
    List<Condition> parts = call.arguments().stream().map(this::condition).toList();
    boolean alternative = call.function().equals("if");
    if (!alternative && parts.size() % 2 != 0) {
      throw error(call, "'case' takes pairs of a condition and a value.");
    }
    return row -> {
      int pairs = parts.size() / 2;
      for (int i = 0; i < pairs; i++) {
        if (parts.get(2 * i).holds(row)) {
          return parts.get(2 * i + 1).holds(row);
        }
      }
      return alternative && parts.get(2).holds(row);
    };
  }

  private Condition comparison(Node.Comparison node) {
    Node.Relation relation = node.relation();
    if (isTruth(node.left()) && isTruth(node.right())) {
      Condition a = condition(node.left());
      Condition b = condition(node.right());
      boolean equal = relation == Node.Relation.EQUAL;
      if (!equal && relation != Node.Relation.NOT_EQUAL) {
        throw error(node, "Booleans can only be compared with = and !=.");
      }
      return row -> (a.holds(row) == b.holds(row)) == equal;
    }
    Expression left = value(node.left());
    Expression right = value(node.right());
    return row -> compare(relation, left.evaluate(row), right.evaluate(row));
  }

  private static boolean isMember(Row row, Expression subject, List<Expression> members) {
    Value value = subject.evaluate(row);
    if (value == null) {
      return false;
    }
    for (Expression member : members) {
      if (compare(Node.Relation.EQUAL, value, member.evaluate(row))) {
        return true;
      }
    }
    return false;
  }

  /** A multivalue compares if any of its values does; what is absent never does. */
  private static boolean compare(
      Node.Relation relation, @Nullable Value left, @Nullable Value right) {
    if (left == null || right == null) {
      return false;
    }
    for (Scalar a : left.parts()) {
      for (Scalar b : right.parts()) {
        boolean same =
            relation == Node.Relation.EQUAL && a.text().equals(b.text()) && a instanceof Text;
        if (same || relation.holds(ValueOrder.compareOperands(a, b))) {
          return true;
        }
      }
    }
    return false;
  }

  private Expression guarded(Node node, Expression inner) {
    return row -> {
      try {
        return inner.evaluate(row);
      } catch (Regex.Refused refused) {
        throw error(node, refused.reason());
      }
    };
  }

  List<Expression> values(List<Node> nodes) {
    List<Expression> values = new ArrayList<>(nodes.size());
    nodes.forEach(node -> values.add(value(node)));
    return values;
  }

  /** The pattern that an argument names: compiled now where it is a literal, else when it comes. */
  PatternSource pattern(Node node) {
    if (node instanceof Node.TextLiteral(String text, _)) {
      Regex regex = regex(node, text);
      return _ -> regex;
    }
    Expression expression = value(node);
    Map<String, Regex> known =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Regex> eldest) {
            return size() > REMEMBERED_PATTERNS;
          }
        };
    return row -> {
      Value value = expression.evaluate(row);
      return value == null ? null : known.computeIfAbsent(value.text(), text -> regex(node, text));
    };
  }

  private Regex regex(Node node, String text) {
    try {
      return Regex.compile(text);
    } catch (Regex.Refused refused) {
      throw error(node, refused.reason());
    }
  }

  /** Where a pattern comes from, for each row. */
  @FunctionalInterface
  interface PatternSource {
    @Nullable Regex pattern(Row row);
  }
}
