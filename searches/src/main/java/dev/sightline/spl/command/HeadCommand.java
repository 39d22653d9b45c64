package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code head}: the first rows, or those before the first for which a condition is not true.
 *
 * @param conditionFields the fields that the condition reads
 * @param allowNull whether the condition counts as true for a row that lacks one of them
 */
record HeadCommand(
    int count,
    @Nullable Condition condition,
    Set<String> conditionFields,
    boolean keepLast,
    boolean allowNull)
    implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int count = 10;
    boolean counted = false;
    Set<String> conditionFields = Set.of();
    Condition condition = null;
    boolean keepLast = false;
    boolean allowNull = false;
    while (!arguments.atEnd()) {
      boolean known = arguments.peekWord().matches("(?i)limit|null|keeplast");
      if (known && arguments.atOption()) {
        switch (arguments.word("an option").text().toLowerCase(Locale.ROOT)) {
          case "limit" -> {
            arguments.expect('=');
            count = arguments.count("a number of rows");
            counted = true;
          }
          case "null" -> {
            arguments.expect('=');
            allowNull = arguments.truth();
          }
          default -> {
            arguments.expect('=');
            keepLast = arguments.truth();
          }
        }
      } else if (arguments.peekWord().matches("\\d+")) {
        count = arguments.count("a number of rows");
        counted = true;
      } else if (arguments.peek() == '(') {
        int start = arguments.offset();
        int end = compilation.source().closing(start, arguments.limit(), '(', ')');
        condition = compilation.condition(start + 1, end);
        conditionFields =
            Set.copyOf(new ExpressionParser(compilation.source(), start + 1, end).whole().fields());
        arguments.moveTo(end + 1);
      } else {
        throw arguments.error(
            arguments.offset(), "'head' needs a number of rows, or a condition in ( ).");
      }
    }
    int most = condition != null && !counted ? Integer.MAX_VALUE : count;
    return new HeadCommand(most, condition, conditionFields, keepLast, allowNull);
  }

  private boolean ends(Row row) {
    return condition != null
        && !condition.holds(row)
        && !(allowNull && conditionFields.stream().anyMatch(field -> !row.has(field)));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return new Stage() {
      private int passed;
      private boolean closed;

      @Override
      public void accept(Row row) {
        if (closed || passed >= count) {
          return;
        }
        if (ends(row)) {
          closed = true;
          if (!keepLast) {
            return;
          }
        }
        passed++;
        next.accept(row);
      }

      @Override
      public void finish() {
        next.finish();
      }
    };
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
