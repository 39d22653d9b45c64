package dev.sightline.catalog;

import dev.sightline.spl.aggregate.AggregateFunction;
import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.aggregate.AggregationParser;
import dev.sightline.spl.expression.ExpressionCompiler;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.expression.Node;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.CommandText;
import dev.sightline.spl.syntax.SourceText;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows a search from command to command: which of its columns measure something (a count, a sum,
 * a mean), and whether time has been cut into windows before.
 */
final class SearchColumns {
  private static final Set<AggregateFunction.Kind> MEASURES =
      EnumSet.of(
          AggregateFunction.Kind.COUNT,
          AggregateFunction.Kind.DISTINCT_COUNT,
          AggregateFunction.Kind.SUM,
          AggregateFunction.Kind.SUM_OF_SQUARES,
          AggregateFunction.Kind.MEAN,
          AggregateFunction.Kind.MEDIAN,
          AggregateFunction.Kind.PERCENTILE,
          AggregateFunction.Kind.RATE);

  private final SourceText source;
  private final Set<String> measures = new HashSet<>();
  private boolean windowed;

  SearchColumns(SourceText source) {
    this.source = source;
  }

  /** Takes in stats, eventstats, streamstats, chart or timechart; true where it counts rows. */
  boolean statistics(CommandText command) {
    windowed |= command.name().equals("timechart");
    Arguments arguments = new Arguments(source, command);
    while (arguments.atOption()) {
      windowed |= arguments.word("an option").text().equalsIgnoreCase("time_window");
      arguments.expect('=');
      if (arguments.peek() == '(') {
        arguments.moveTo(source.closing(arguments.offset(), arguments.limit(), '(', ')') + 1);
      } else {
        arguments.word("a value");
      }
    }
    List<Aggregation> aggregations =
        new AggregationParser(arguments, new ExpressionCompiler(source, () -> 0)).all("BY", "OVER");
    boolean counts = false;
    for (Aggregation aggregation : aggregations) {
      counts |= aggregation.function().kind() == AggregateFunction.Kind.COUNT;
      if (MEASURES.contains(aggregation.function().kind())) {
        measures.add(aggregation.name());
      } else {
        measures.remove(aggregation.name());
      }
    }
    return counts;
  }

  /** Takes in bin. */
  void bin(CommandText command) {
    windowed |=
        source.text().substring(command.from(), command.to()).matches("(?s).*\\b_time\\b.*");
  }

  /** Takes in eval: what is calculated from a measure is one; true where a dotted name is bare. */
  boolean eval(CommandText command) {
    boolean dotted = false;
    Arguments arguments = new Arguments(source, command);
    do {
      String target = arguments.word("a field").text();
      arguments.expect('=');
      ExpressionParser parser = new ExpressionParser(source, arguments.offset(), arguments.limit());
      Node node = parser.expression();
      arguments.moveTo(parser.offset());
      dotted |= hasBareDottedName(node);
      if (node.fields().stream().anyMatch(measures::contains)) {
        measures.add(target);
      } else {
        measures.remove(target);
      }
    } while (arguments.accept(','));
    return dotted;
  }

  /** The condition of where. */
  Node condition(CommandText command) {
    return new ExpressionParser(source, command.from(), command.to()).whole();
  }

  /** Whether the condition holds a measure against a limit before time was cut into windows. */
  boolean isThresholdWithoutWindow(Node node) {
    return !windowed && comparesMeasure(node);
  }

  private boolean comparesMeasure(Node node) {
    boolean here =
        node instanceof Node.Comparison comparison
            && comparison.relation() != Node.Relation.EQUAL
            && comparison.relation() != Node.Relation.NOT_EQUAL
            && comparison.fields().stream().anyMatch(measures::contains);
    return here || node.children().stream().anyMatch(this::comparesMeasure);
  }

  /** Whether {@code a.b} stands somewhere, which puts two fields together instead of naming one. */
  boolean hasBareDottedName(Node node) {
    if (node instanceof Node.Arithmetic(Node.Operator operator, Node left, Node right, _)
        && operator == Node.Operator.CONCATENATE
        && right instanceof Node.Field(_, int second)) {
      Node before =
          left instanceof Node.Arithmetic(Node.Operator inner, _, Node last, _)
                  && inner == Node.Operator.CONCATENATE
              ? last
              : left;
      if (before instanceof Node.Field(String name, int first)
          && source.text().substring(first, second).equals(name + ".")
          && source.at(second) != '\'') {
        return true;
      }
    }
    return node.children().stream().anyMatch(this::hasBareDottedName);
  }
}
