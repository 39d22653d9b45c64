package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Expression;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.expression.Node;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code eval}: assigns fields, from left to right; an expression that fails takes the field away.
 */
record EvalCommand(List<Assignment> assignments) implements Command {
  private static final Pattern REFERENCE = Pattern.compile("\\{([^{}]+)}");

  /** {@code target} may name fields in braces, whose values become part of the name. */
  record Assignment(String target, Expression expression) {
    @Nullable String name(Row row) {
      if (target.indexOf('{') < 0) {
        return target;
      }
      Matcher matcher = REFERENCE.matcher(target);
      StringBuilder name = new StringBuilder();
      while (matcher.find()) {
        Value value = row.get(matcher.group(1));
        if (value == null) {
          return null;
        }
        matcher.appendReplacement(name, Matcher.quoteReplacement(value.text()));
      }
      return matcher.appendTail(name).toString();
    }
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    List<Assignment> assignments = new ArrayList<>();
    do {
      Arguments.Word target = arguments.word("a field and =");
      if (!arguments.accept('=')) {
        throw arguments.error(
            target.offset(), "'eval' needs an assignment here: write field=expression.");
      }
      ExpressionParser parser =
          new ExpressionParser(compilation.source(), arguments.offset(), arguments.limit());
      Node node = parser.expression();
      assignments.add(new Assignment(target.text(), compilation.expressions().value(node)));
      arguments.moveTo(parser.offset());
      if (!arguments.atEnd() && arguments.peek() != ',') {
        throw parser.unexpected();
      }
    } while (arguments.accept(','));
    return new EvalCommand(List.copyOf(assignments));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(
        next,
        row -> {
          for (Assignment assignment : assignments) {
            String name = assignment.name(row);
            if (name != null) {
              row.put(name, assignment.expression().evaluate(row));
            }
          }
        });
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    boolean computed = assignments.stream().anyMatch(a -> REFERENCE.matcher(a.target()).find());
    return computed
        ? null
        : Stages.plus(before, assignments.stream().map(Assignment::target).toList());
  }
}
