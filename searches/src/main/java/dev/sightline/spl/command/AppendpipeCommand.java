package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code appendpipe}: takes the rows that have come so far through commands of their own, and adds
 * what is made of them after those rows, which stay as they are.
 */
record AppendpipeCommand(List<Command> subpipeline, Place place) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    while (arguments.atOption()) {
      arguments.option(Set.of("run_in_preview"));
      arguments.truth();
    }
    List<Command> subpipeline = compilation.subpipeline(arguments.subsearch());
    arguments.expectEnd();
    return new AppendpipeCommand(List.copyOf(subpipeline), place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    List<Row> made = new ArrayList<>();
    Stage branch = collecting(scope, made);
    for (Command command : subpipeline.reversed()) {
      branch = command.open(scope, branch);
    }
    Stage entrance = branch;
    return new Stage() {
      @Override
      public void accept(Row row) {
        entrance.accept(row.copy());
        next.accept(row);
      }

      @Override
      public void finish() {
        entrance.finish();
        made.forEach(next::accept);
        next.finish();
      }
    };
  }

  private Stage collecting(RunScope scope, List<Row> made) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        scope.hold(row.weight(), place);
        made.add(row);
      }

      @Override
      public void finish() {
        // They follow once all rows before them are out.
      }
    };
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    List<String> made = before;
    for (Command command : subpipeline) {
      made = command.columns(made);
    }
    return made == null ? null : Stages.plus(before, made);
  }

  @Override
  public List<Pipeline> prerequisites() {
    return subpipeline.stream().flatMap(command -> command.prerequisites().stream()).toList();
  }

  @Override
  public List<Pipeline> feeds() {
    return subpipeline.stream().flatMap(command -> command.feeds().stream()).toList();
  }
}
