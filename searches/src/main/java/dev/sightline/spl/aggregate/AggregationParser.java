package dev.sightline.spl.aggregate;

import dev.sightline.spl.expression.ExpressionCompiler;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.expression.Node;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.value.Wildcard;
import dev.sightline.yaml.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code count, dc(user) AS users, sum(eval(a*b)) AS total}, up to BY or the end. */
public final class AggregationParser {
  private final Arguments arguments;
  private final ExpressionCompiler expressions;

  public AggregationParser(Arguments arguments, ExpressionCompiler expressions) {
    this.arguments = arguments;
    this.expressions = expressions;
  }

  /** At least one aggregation, each with a column of its own. */
  public List<Aggregation> all(String... stops) {
    List<Aggregation> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (!arguments.atEnd() && arguments.peek() != ']' && !stopped(stops)) {
      if (arguments.accept(',')) {
        continue;
      }
      if (arguments.atOption()) {
        break;
      }
      int start = arguments.offset();
      Aggregation aggregation = one();
      if (!names.add(aggregation.name())) {
        throw arguments.error(
            start, "Two columns would be called '" + aggregation.name() + "': rename one with AS.");
      }
      all.add(aggregation);
    }
    if (all.isEmpty()) {
      throw arguments.error(
          arguments.offset(), "'" + arguments.command() + "' needs a function such as count here.");
    }
    return all;
  }

  private boolean stopped(String... stops) {
    for (String stop : stops) {
      if (arguments.isKeyword(stop)) {
        return true;
      }
    }
    return false;
  }

  private Aggregation one() {
    SourceText source = arguments.source();
    Arguments.Word word = arguments.word("a function such as count");
    AggregateFunction function = word.quoted() ? null : AggregateFunction.parse(word.text());
    if (function == null) {
      throw arguments.error(
          word.offset(),
          "Unknown function '"
              + word.text()
              + "'"
              + Nearest.hint(word.text(), AggregateFunction.NAMES)
              + ".");
    }
    Aggregation.Argument argument = new Aggregation.Rows();
    String written = function.kind() == AggregateFunction.Kind.COUNT ? "count" : word.text();
    boolean parentheses = arguments.peek() == '(';
    if (parentheses) {
      int open = arguments.offset();
      int close = source.closing(open, arguments.limit(), '(', ')');
      argument = argument(function, open + 1, close);
      arguments.moveTo(close + 1);
      String inner = source.text().substring(open + 1, close).strip();
      if (!(argument instanceof Aggregation.Rows)) {
        written = word.text() + "(" + unquoted(inner) + ")";
      }
    }
    if (argument instanceof Aggregation.Rows
        && function.kind() != AggregateFunction.Kind.COUNT
        && function.kind() != AggregateFunction.Kind.EARLIEST_TIME
        && function.kind() != AggregateFunction.Kind.LATEST_TIME) {
      throw arguments.error(
          word.offset(), "'" + word.text() + "' needs a field: write " + word.text() + "(field).");
    }
    if (arguments.keyword("AS")) {
      Arguments.Word name = arguments.word("a name after AS");
      boolean plural = Wildcard.isPattern(name.text());
      if (plural && !(argument instanceof Aggregation.Fields)) {
        throw arguments.error(name.offset(), "A wildcard after AS needs one in the function too.");
      }
      written = name.text();
    }
    return new Aggregation(function, argument, written);
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.endsWith(text.substring(0, 1));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private Aggregation.Argument argument(AggregateFunction function, int from, int to) {
    Arguments inner = new Arguments(arguments.source(), arguments.command(), from, to);
    if (inner.atEnd()) {
      return new Aggregation.Rows();
    }
    if (inner.isKeyword("eval")) {
      inner.keyword("eval");
      if (inner.peek() == '(') {
        int open = inner.offset();
        int close = arguments.source().closing(open, to, '(', ')');
        inner.moveTo(close + 1);
        inner.expectEnd();
        return calculated(function, open + 1, close);
      }
      inner.moveTo(from);
    }
    Arguments.Word field = inner.word("a field");
    inner.expectEnd();
    return Wildcard.isPattern(field.text())
        ? new Aggregation.Fields(field.text())
        : new Aggregation.Field(field.text());
  }

  private Aggregation.Argument calculated(AggregateFunction function, int from, int to) {
    Node node = new ExpressionParser(arguments.source(), from, to).whole();
    if (!expressions.isTruth(node)) {
      return new Aggregation.Calculated(expressions.value(node));
    }
    if (function.kind() != AggregateFunction.Kind.COUNT) {
      throw arguments.error(
          node.offset(), "Only count takes a condition: use if(..., 1, null()) around it.");
    }
    return new Aggregation.Test(expressions.condition(node));
  }
}
