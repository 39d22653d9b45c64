package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code head}: the first rows, or those before the first for which a condition is not true. */
record HeadCommand(int count, @Nullable Condition condition, boolean keepLast, boolean allowNull)
    implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    int count = 10;
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
      } else if (arguments.peek() == '(') {
        int start = arguments.offset();
        int end = compilation.source().closing(start, arguments.limit(), '(', ')');
        condition = compilation.condition(start + 1, end);
        count = Integer.MAX_VALUE;
        arguments.moveTo(end + 1);
      } else {
        throw arguments.error(
            arguments.offset(), "'head' needs a number of rows, or a condition in ( ).");
      }
    }
    return new HeadCommand(count, condition, keepLast, allowNull);
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
        if (condition != null && !condition.holds(row)) {
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
