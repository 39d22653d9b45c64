package dev.sightline.saved;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.pipeline.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far events came in a search.
 *
 * @param read events that were offered to the first command
 * @param steps each command, with the rows that passed it
 * @param dropped for each expected event that did not reach the end, which command let it fall
 * @param ended the command after which no row was left, where there was one
 */
public record SearchTrace(
    long read, List<Step> steps, List<Dropped> dropped, Optional<Step> ended) {
  /** Events of which it is told where they were dropped. */
  private static final int MOST_DROPPED = 20;

  public SearchTrace {
    steps = List.copyOf(steps);
    dropped = List.copyOf(dropped);
  }

  /**
   * One command.
   *
   * @param number from 1
   */
  public record Step(int number, String command, long rows) {}

  /** An event that was expected, and the command that let it fall. */
  public record Dropped(Step step, String event) {}

  static SearchTrace of(List<String> commands, Trace trace) {
    List<Trace.Point> points = trace.points();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      steps.add(new Step(i + 1, commands.get(i), points.get(i).rows()));
    }
    List<Dropped> dropped = new ArrayList<>();
    for (Event event : trace.offered()) {
      if (dropped.size() < MOST_DROPPED) {
        fell(event, points)
            .ifPresent(at -> dropped.add(new Dropped(steps.get(at), EventLabel.of(event))));
      }
    }
    long before = trace.read();
    Optional<Step> ended = Optional.empty();
    for (Step step : steps) {
      if (ended.isEmpty() && step.rows() == 0 && before > 0) {
        ended = Optional.of(step);
      }
      before = step.rows();
    }
    return new SearchTrace(trace.read(), steps, dropped, ended);
  }

  /**
   * The command that the event did not pass; it may be lost sight of where rows are made of many.
   */
  private static Optional<Integer> fell(Event event, List<Trace.Point> points) {
    for (int i = 0; i < points.size(); i++) {
      if (!points.get(i).has(event)) {
        return points.get(i).isMade() ? Optional.empty() : Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** The events behind the last rows that stood for single events. */
  static Set<Event> behind(Trace trace) {
    for (Trace.Point point : trace.points().reversed()) {
      if (!point.events().isEmpty()) {
        return point.events();
      }
    }
    return Set.of();
  }
}
