package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tail}: the last rows, the last one first. */
record TailCommand(int count, Place place) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    int count = arguments.atEnd() ? 10 : arguments.count("a number of rows");
    arguments.expectEnd();
    return new TailCommand(count, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Deque<Row> last = new ArrayDeque<>();
    return new Stage() {
      @Override
      public void accept(Row row) {
        last.addFirst(row);
        if (last.size() > count) {
          last.removeLast();
        } else {
          scope.hold(row.weight(), place);
        }
      }

      @Override
      public void finish() {
        last.forEach(next::accept);
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
