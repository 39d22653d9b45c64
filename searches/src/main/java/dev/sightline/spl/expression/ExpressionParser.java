package dev.sightline.spl.expression;

import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions of eval and where. From the tightest to the loosest: parentheses, unary minus,
 * {@code * / %}, {@code + -}, {@code .}, comparisons, NOT, AND, OR and XOR. These words may be
 * written in small letters, which the search command does not take.
 */
public final class ExpressionParser {
  /** Levels of parentheses and calls. */
  private static final int DEEPEST = 200;

  private static final int MOST_OPERANDS = 4_000;

  private final SourceText source;
  private final int to;
  private int at;
  private int depth;
  private int operands;

  public ExpressionParser(SourceText source, int from, int to) {
    this.source = source;
    this.at = from;
    this.to = to;
  }

  /** Where reading has come to. */
  public int offset() {
    skipSpace();
    return at;
  }

  /** One expression; what follows it is left. */
  public Node expression() {
    if (++depth > DEEPEST) {
      throw source.error(at, "This expression is nested too deeply: split it.");
    }
    Node left = conjunction();
    while (true) {
      int start = offset();
      if (keyword("OR")) {
        left = new Node.Logical(Node.Connective.OR, left, conjunction(), start);
      } else if (keyword("XOR")) {
        left = new Node.Logical(Node.Connective.XOR, left, conjunction(), start);
      } else {
        depth--;
        return left;
      }
    }
  }

  /** One expression, and nothing after it. */
  public Node whole() {
    Node node = expression();
    if (offset() < to) {
      throw unexpected();
    }
    return node;
  }

  /** The refusal of what stands here. */
  public SplException unexpected() {
    if (offset() >= to) {
      return source.error(at, "The expression ends too early: a value is missing here.");
    }
    String word = word();
    char c = source.at(at);
    if (c == '{') {
      return source.error(at, "A field name with braces needs single quotes here.");
    }
    return source.error(
        at, "The expression does not go on with '" + (word.isEmpty() ? c : word) + "'.");
  }

  private Node conjunction() {
    Node left = negation();
    while (true) {
      int start = offset();
      if (!keyword("AND")) {
        return left;
      }
      left = new Node.Logical(Node.Connective.AND, left, negation(), start);
    }
  }

  private Node negation() {
    int start = offset();
    if (keyword("NOT")) {
      if (++depth > DEEPEST) {
        throw source.error(at, "This expression is nested too deeply: split it.");
      }
      Node operand = negation();
      depth--;
      return new Node.Not(operand, start);
    }
    return comparison();
  }

  private Node comparison() {
    Node left = concatenation();
    int start = offset();
    if (keyword("LIKE")) {
      return new Node.Call("like", List.of(left, concatenation()), start);
    }
    if (keyword("IN")) {
      expect('(');
      List<Node> members = arguments(start);
      if (members.isEmpty()) {
        throw source.error(start, "This list is empty: write at least one value.");
      }
      return new Node.Membership(left, members, start);
    }
    Node.Relation relation = relation();
    return relation == null ? left : new Node.Comparison(relation, left, concatenation(), start);
  }

  private Node.@Nullable Relation relation() {
    if (accept("==") || accept("=")) {
      return Node.Relation.EQUAL;
    }
    if (accept("!=") || accept("<>")) {
      return Node.Relation.NOT_EQUAL;
    }
    if (accept("<=")) {
      return Node.Relation.LESS_OR_EQUAL;
    }
    if (accept(">=")) {
      return Node.Relation.GREATER_OR_EQUAL;
    }
    if (accept("<")) {
      return Node.Relation.LESS;
    }
    return accept(">") ? Node.Relation.GREATER : null;
  }

  private Node concatenation() {
    Node left = sum();
    while (true) {
      int start = offset();
      if (!accept(".")) {
        return left;
      }
      left = new Node.Arithmetic(Node.Operator.CONCATENATE, left, sum(), start);
    }
  }

  private Node sum() {
    Node left = product();
    while (true) {
      int start = offset();
      if (accept("+")) {
        left = new Node.Arithmetic(Node.Operator.ADD, left, product(), start);
      } else if (accept("-")) {
        left = new Node.Arithmetic(Node.Operator.SUBTRACT, left, product(), start);
      } else {
        return left;
      }
    }
  }

  private Node product() {
    Node left = unary();
    while (true) {
      int start = offset();
      if (accept("*")) {
        left = new Node.Arithmetic(Node.Operator.MULTIPLY, left, unary(), start);
      } else if (accept("/")) {
        left = new Node.Arithmetic(Node.Operator.DIVIDE, left, unary(), start);
      } else if (accept("%")) {
        left = new Node.Arithmetic(Node.Operator.REMAINDER, left, unary(), start);
      } else {
        return left;
      }
    }
  }

  private Node unary() {
    int start = offset();
    if (++operands > MOST_OPERANDS) {
      throw source.error(
          start, "This expression has more than " + MOST_OPERANDS + " operands: use a lookup.");
    }
    if (accept("-")) {
      if (++depth > DEEPEST) {
        throw source.error(at, "This expression is nested too deeply: split it.");
      }
      Node operand = unary();
      depth--;
      return new Node.Negation(operand, start);
    }
    return accept("+") ? unary() : primary();
  }

  private Node primary() {
    int start = offset();
    if (start >= to) {
      throw unexpected();
    }
    char c = source.at(start);
    if (c == '(') {
      at++;
      Node node = expression();
      expect(')');
      return node;
    }
    if (c == '"') {
      at = source.endOfQuote(start, to);
      return new Node.TextLiteral(text(start + 1, at - 1), start);
    }
    if (c == '\'') {
      at = source.endOfQuote(start, to);
      return new Node.Field(source.text().substring(start + 1, at - 1), start);
    }
    if (Character.isDigit(c) || (c == '.' && start + 1 < to && isDigitAt(start + 1))) {
      return number(start);
    }
    String word = word();
    if (word.isEmpty() || isKeyword(word)) {
      throw unexpected();
    }
    at += word.length();
    if (at < to && source.at(at) == '{') {
      throw source.error(start, "A field name with braces needs single quotes here.");
    }
    if (offset() < to && source.at(at) == '(') {
      at++;
      return new Node.Call(word, arguments(start), start);
    }
    return new Node.Field(word, start);
  }

  /** The arguments of a call, its opening parenthesis taken. */
  private List<Node> arguments(int start) {
    List<Node> arguments = new ArrayList<>();
    if (accept(")")) {
      return arguments;
    }
    while (true) {
      arguments.add(expression());
      if (accept(")")) {
        return arguments;
      }
      if (offset() >= to) {
        throw source.error(start, "The arguments of this call need a closing ).");
      }
      if (!accept(",")) {
        throw unexpected();
      }
    }
  }

  private Node number(int start) {
    int end = start;
    while (end < to && Character.isDigit(source.at(end))) {
      end++;
    }
    if (end + 1 < to && source.at(end) == '.' && isDigitAt(end + 1)) {
      end++;
      while (end < to && Character.isDigit(source.at(end))) {
        end++;
      }
    }
    if (end < to && (source.at(end) == 'e' || source.at(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < to && (source.at(exponent) == '-' || source.at(exponent) == '+')) {
        exponent++;
      }
      if (exponent < to && isDigitAt(exponent)) {
        end = exponent;
        while (end < to && Character.isDigit(source.at(end))) {
          end++;
        }
      }
    }
    at = end;
    if (end < to && (Character.isLetter(source.at(end)) || source.at(end) == '_')) {
      throw source.error(
          start, "A name that starts with a digit needs single quotes here; a text double ones.");
    }
    String text = source.text().substring(start, end);
    int point = text.indexOf('.');
    boolean exponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    int decimals = point < 0 || exponent ? -1 : text.length() - point - 1;
    return new Node.NumberLiteral(
        new Decimal(Double.parseDouble(text), Numbers.figures(text), decimals), start);
  }

  private boolean isDigitAt(int offset) {
    return Character.isDigit(source.at(offset));
  }

  /** A backslash escapes a quote and itself; before anything else it stands for itself. */
  private String text(int from, int end) {
    StringBuilder out = new StringBuilder(end - from);
    for (int i = from; i < end; i++) {
      char c = source.at(i);
      if (c == '\\' && i + 1 < end && (source.at(i + 1) == '"' || source.at(i + 1) == '\\')) {
        out.append(source.at(++i));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isKeyword(String word) {
    return switch (word) {
      case "AND", "OR", "XOR", "NOT", "LIKE", "IN", "and", "or", "xor", "not" -> true;
      default -> false;
    };
  }

  private String word() {
    int end = at;
    while (end < to
        && (Character.isLetterOrDigit(source.at(end))
            || source.at(end) == '_'
            || (source.at(end) == ':' && end > at))) {
      end++;
    }
    return source.text().substring(at, end);
  }

  private boolean keyword(String keyword) {
    skipSpace();
    if (word().equalsIgnoreCase(keyword)) {
      at += keyword.length();
      return true;
    }
    return false;
  }

  private boolean accept(String text) {
    skipSpace();
    if (at + text.length() <= to && source.text().startsWith(text, at)) {
      at += text.length();
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(String.valueOf(c))) {
      if (offset() >= to) {
        throw source.error(at, "The expression ends too early: " + c + " is missing here.");
      }
      throw unexpected();
    }
  }

  private void skipSpace() {
    while (at < to && Character.isWhitespace(source.at(at))) {
      at++;
    }
  }
}
