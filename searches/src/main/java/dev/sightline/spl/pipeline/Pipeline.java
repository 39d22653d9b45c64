package dev.sightline.spl.pipeline;

import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled commands of a search or a subsearch. */
public final class Pipeline {
  private final List<Command> commands;
  private final List<String> texts;
  private final List<Demand> demands;
  private final Place place;

  /**
   * @param texts each command as it is written
   * @param demands what each command and those behind it may look at
   */
  public Pipeline(List<Command> commands, List<String> texts, List<Demand> demands, Place place) {
    this.commands = List.copyOf(commands);
    this.texts = List.copyOf(texts);
    this.demands = List.copyOf(demands);
    this.place = place;
  }

  public List<Command> commands() {
    return commands;
  }

  /** Each command as it is written, macros put in. */
  public List<String> texts() {
    return texts;
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
    Trace trace = scope.trace(this);
    for (int i = commands.size() - 1; i >= 0; i--) {
      next = trace == null ? next : trace.after(i, next);
      if (i + 1 == sorted) {
        next = narrowed(sorted, new NewestFirst(scope, place, next));
      }
      next = commands.get(i).open(scope, next);
      if (commands.get(i).holds()) {
        next = narrowed(i, next);
      }
    }
    return trace == null ? next : trace.before(next);
  }

  /** The stage, which takes only what the command there and those behind it look at. */
  private Stage narrowed(int command, Stage stage) {
    boolean all = command >= demands.size() || demands.get(command).equals(Demand.ALL);
    return all ? stage : new Narrowing(demands.get(command), stage);
  }

  /**
   * The index of the command before which rows are put in order, or -1 where the order does not
   * matter: behind the last filter ahead of the first command that looks at the order, so that no
   * more is held than is wanted.
   */
  private int whereSorted() {
    if (commands.getFirst().input() != Command.Input.UPSTREAM) {
      return -1;
    }
    int behindFilters = 1;
    for (int i = 0; i < commands.size(); i++) {
      switch (commands.get(i).flow()) {
        case FILTER -> behindFilters = Math.max(1, i + 1);
        case STREAMING -> {
          // It takes rows in any order.
        }
        case COLLAPSING -> {
          return -1;
        }
        case ORDERED -> {
          return behindFilters;
        }
      }
    }
    return behindFilters;
  }
}
