package dev.sightline.spl.expression;

import dev.sightline.spl.value.Decimal;
import java.util.ArrayList;
import java.util.List;

/** A parsed expression of eval or where; {@code offset} is where it stands. */
public sealed interface Node {
  int offset();

  /** Text in double quotes. */
  record TextLiteral(String text, int offset) implements Node {}

  record NumberLiteral(Decimal number, int offset) implements Node {}

  /** A field, bare or in single quotes. */
  record Field(String name, int offset) implements Node {}

  record Call(String function, List<Node> arguments, int offset) implements Node {
    Node argument(int index) {
      return arguments.get(index);
    }
  }

  record Arithmetic(Operator operator, Node left, Node right, int offset) implements Node {}

  record Negation(Node operand, int offset) implements Node {}

  record Comparison(Relation relation, Node left, Node right, int offset) implements Node {}

  record Membership(Node operand, List<Node> members, int offset) implements Node {}

  record Logical(Connective connective, Node left, Node right, int offset) implements Node {}

  record Not(Node operand, int offset) implements Node {}

  /** Operators that make a value. */
  enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    REMAINDER,
    CONCATENATE
  }

  /** Operators that compare. */
  enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case NOT_EQUAL -> comparison != 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }
  }

  /** Operators on Booleans. */
  enum Connective {
    AND,
    OR,
    XOR
  }

  /** The parts of this node. */
  default List<Node> children() {
    return switch (this) {
      case TextLiteral _, NumberLiteral _, Field _ -> List.of();
      case Call call -> call.arguments();
      case Arithmetic(_, Node left, Node right, _) -> List.of(left, right);
      case Negation(Node operand, _) -> List.of(operand);
      case Comparison(_, Node left, Node right, _) -> List.of(left, right);
      case Membership(Node operand, List<Node> members, _) -> {
        List<Node> all = new ArrayList<>(members);
        all.addFirst(operand);
        yield all;
      }
      case Logical(_, Node left, Node right, _) -> List.of(left, right);
      case Not(Node operand, _) -> List.of(operand);
    };
  }

  /** The names of all fields that the expression reads. */
  default List<String> fields() {
    List<String> fields = new ArrayList<>();
    if (this instanceof Field(String name, _)) {
      fields.add(name);
    }
    children().forEach(child -> fields.addAll(child.fields()));
    return fields;
  }
}
