package dev.sightline.spl.pipeline;

import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled commands of a search or a subsearch. */
public final class Pipeline {
  private final List<Command> commands;
  private final Place place;

  public Pipeline(List<Command> commands, Place place) {
    this.commands = List.copyOf(commands);
    this.place = place;
  }

  public List<Command> commands() {
    return commands;
  }

  /** Whether any event has to be offered. */
  public boolean readsEvents() {
    return commands.getFirst().input() != Command.Input.NONE;
  }

  /** The columns of the result, where they are known; null where they depend on the rows. */
  public @Nullable List<String> columns() {
    List<String> columns = null;
    for (Command command : commands) {
      columns = command.columns(columns);
    }
    return columns;
  }

  /** All subsearches of its commands. */
  public List<Pipeline> subsearches() {
    List<Pipeline> all = prerequisites();
    all.addAll(feeds());
    return all;
  }

  List<Pipeline> prerequisites() {
    List<Pipeline> all = new ArrayList<>();
    commands.forEach(command -> all.addAll(command.prerequisites()));
    return all;
  }

  List<Pipeline> feeds() {
    List<Pipeline> all = new ArrayList<>();
    commands.forEach(command -> all.addAll(command.feeds()));
    return all;
  }

  /** The first stage of a run that ends in {@code end}. */
  Stage open(RunScope scope, Stage end) {
    int sorted = scope.newestFirst() ? whereSorted() : -1;
    Stage next = end;
    for (int i = commands.size() - 1; i >= 0; i--) {
      if (i + 1 == sorted) {
        next = new NewestFirst(scope, place, next);
      }
      next = commands.get(i).open(scope, next);
    }
    return next;
  }

  /**
   * The index of the command before which rows are put in order, or -1 where the order does not
   * matter: after the filters that start the pipeline.
   */
  private int whereSorted() {
    if (commands.getFirst().input() != Command.Input.UPSTREAM) {
      return -1;
    }
    for (Command command : commands) {
      if (command.flow() == Command.Flow.COLLAPSING) {
        return -1;
      }
      if (command.flow() == Command.Flow.ORDERED) {
        break;
      }
    }
    int filters = 0;
    while (filters < commands.size() && commands.get(filters).flow() == Command.Flow.FILTER) {
      filters++;
    }
    return Math.max(1, filters);
  }
}
