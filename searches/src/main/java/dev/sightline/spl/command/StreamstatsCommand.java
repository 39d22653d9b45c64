package dev.sightline.spl.command;

import dev.sightline.spl.aggregate.Accumulator;
import dev.sightline.spl.aggregate.AggregateFunction;
import dev.sightline.spl.aggregate.Aggregation;
import dev.sightline.spl.aggregate.AggregationParser;
import dev.sightline.spl.aggregate.Sliding;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.expression.ExpressionCompiler;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code streamstats}: adds to each row the functions of the rows up to it: of all, of the last
 * {@code window} rows, or of those within {@code timeWindow}. A reset clears all groups.
 */
record StreamstatsCommand(
    List<Aggregation> aggregations, List<String> by, Settings settings, Place place)
    implements Command {
  /** Rows that a window by time holds at most, as in Splunk. */
  static final int LONGEST_WINDOW = 10_000;

  /**
   * The options.
   *
   * @param window rows, 0 for all
   * @param timeWindow seconds, 0 for no limit
   */
  record Settings(
      boolean current,
      int window,
      boolean global,
      double timeWindow,
      boolean resetOnChange,
      @Nullable Condition resetBefore,
      @Nullable Condition resetAfter) {}

  private static final Set<String> OPTIONS =
      Set.of(
          "current",
          "window",
          "global",
          "allnum",
          "time_window",
          "reset_on_change",
          "reset_before",
          "reset_after");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    Builder options = new Builder();
    options.read(arguments, compilation);
    List<Aggregation> aggregations =
        new AggregationParser(arguments, compilation.expressions()).all("BY");
    options.read(arguments, compilation);
    List<String> by = new ArrayList<>();
    if (arguments.keyword("BY")) {
      int start = arguments.offset();
      while (!arguments.atEnd() && !arguments.atOption()) {
        if (!arguments.accept(',')) {
          by.add(arguments.word("a field").text());
        }
      }
      if (by.isEmpty()) {
        throw arguments.error(start, "'streamstats' needs a field after BY.");
      }
    }
    options.read(arguments, compilation);
    arguments.expectEnd();
    for (Aggregation aggregation : aggregations) {
      if (aggregation.isWildcard()) {
        throw place.error("'streamstats' takes no wildcards: name the fields.");
      }
    }
    return new StreamstatsCommand(aggregations, by, options.settings(), place);
  }

  private static final class Builder {
    private boolean current = true;
    private int window;
    private boolean global = true;
    private double timeWindow;
    private boolean resetOnChange;
    private @Nullable Condition resetBefore;
    private @Nullable Condition resetAfter;

    void read(Arguments arguments, Compilation compilation) {
      while (true) {
        Optional<Arguments.Word> option = arguments.option(OPTIONS);
        if (option.isEmpty()) {
          return;
        }
        switch (option.get().text()) {
          case "current" -> current = arguments.truth();
          case "window" -> window = arguments.count("a number of rows");
          case "global" -> global = arguments.truth();
          case "allnum" -> {
            int at = arguments.offset();
            if (arguments.truth()) {
              throw arguments.error(at, "'streamstats' with allnum=true is not supported.");
            }
          }
          case "reset_on_change" -> resetOnChange = arguments.truth();
          case "reset_before" -> resetBefore = condition(arguments, compilation);
          case "reset_after" -> resetAfter = condition(arguments, compilation);
          default -> {
            Arguments.Word word = arguments.word("a span of time");
            TimeSpan span = TimeSpan.parse(word.text());
            if (span == null) {
              throw arguments.error(
                  word.offset(), "'" + word.text() + "' is no span of time such as 10m.");
            }
            timeWindow = span.seconds();
          }
        }
      }
    }

    /** Written as {@code (x>1)}, as {@code "(x>1)"} or, as the manual has it, {@code "("x>1")"}. */
    private static Condition condition(Arguments arguments, Compilation compilation) {
      SourceText source = compilation.source();
      int start = arguments.offset();
      if (arguments.peek() == '(') {
        int end = source.closing(start, arguments.limit(), '(', ')');
        arguments.moveTo(end + 1);
        return compilation.condition(start + 1, end);
      }
      if (source.text().startsWith("\"(\"", start)) {
        int end = source.text().indexOf("\")\"", start + 3);
        if (end < 0 || end > arguments.limit()) {
          throw source.error(start, "This condition is never closed: add the closing \")\".");
        }
        arguments.moveTo(end + 3);
        return quoted(source.text().substring(start + 3, end), compilation, start);
      }
      return quoted(arguments.word("a condition").text(), compilation, start);
    }

    private static Condition quoted(String text, Compilation compilation, int offset) {
      SourceText inner = SourceText.of(Arguments.unescaped(text));
      try {
        return new ExpressionCompiler(inner, compilation.now())
            .condition(new ExpressionParser(inner, 0, inner.length()).whole());
      } catch (SplException e) {
        throw compilation.source().error(offset, e.reason());
      }
    }

    Settings settings() {
      return new Settings(
          current, window, global, timeWindow, resetOnChange, resetBefore, resetAfter);
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(next, new Streaming(this, scope)::extend);
  }

  private static final class Streaming {
    private final StreamstatsCommand command;
    private final Settings settings;
    private final RunScope scope;
    private final AggregateFunction.Memory memory;
    private final AggregateFunction.Memory passing;
    private final List<Sliding> none;
    private final boolean slides;
    private final Map<List<String>, List<Accumulator>> totals = new HashMap<>();
    private final Map<List<String>, Window> windows = new HashMap<>();
    private @Nullable List<String> previous;

    /** What is counted anew for each row is held by none of them. */
    private record Passing(int listValues) implements AggregateFunction.Memory {
      @Override
      public void hold(long bytes) {
        // Gone with the row; the window bounds it.
      }
    }

    /** A row in a window: its group, its time, and what it gives to each function. */
    private record Seen(List<String> group, double time, List<@Nullable Value> inputs) {}

    Streaming(StreamstatsCommand command, RunScope scope) {
      this.command = command;
      this.settings = command.settings();
      this.scope = scope;
      this.memory = Groups.memory(scope, command.place());
      this.passing = new Passing(memory.listValues());
      this.none = slidings();
      this.slides = none.size() == command.aggregations().size();
    }

    void extend(Row row) {
      List<List<Scalar>> keys = Groups.keys(row, command.by());
      if (keys.isEmpty()) {
        return;
      }
      List<String> group = Groups.text(keys.getFirst());
      Condition before = settings.resetBefore();
      boolean changed = settings.resetOnChange() && previous != null && !group.equals(previous);
      if (changed || (before != null && before.holds(row))) {
        reset();
      }
      previous = group;
      if (settings.window() > 0 || settings.timeWindow() > 0) {
        window(row, group);
      } else {
        total(row, group);
      }
      Condition after = settings.resetAfter();
      if (after != null && after.holds(row)) {
        reset();
      }
    }

    private void reset() {
      totals.clear();
      windows.clear();
    }

    private void total(Row row, List<String> group) {
      List<Accumulator> accumulators =
          totals.computeIfAbsent(
              group,
              _ -> {
                scope.hold(200, command.place());
                return accumulators(memory);
              });
      List<@Nullable Value> inputs = inputs(row);
      if (settings.current()) {
        add(accumulators, inputs, row.time());
        put(row, accumulators);
      } else {
        put(row, accumulators);
        add(accumulators, inputs, row.time());
      }
    }

    /** Without {@code global} each group has a window of its own. */
    private void window(Row row, List<String> group) {
      Window window =
          windows.computeIfAbsent(
              settings.global() && settings.timeWindow() == 0 ? List.of() : group,
              _ -> new Window());
      Seen seen = new Seen(group, row.time(), inputs(row));
      if (settings.current()) {
        window.add(seen);
      }
      trim(window, row.time());
      window.put(row, group);
      if (!settings.current()) {
        window.add(seen);
      }
    }

    private void trim(Window window, double time) {
      int most = settings.window() > 0 ? settings.window() : LONGEST_WINDOW;
      while (window.rows.size() > most) {
        window.removeOldest();
      }
      double span = settings.timeWindow();
      while (span > 0
          && !window.rows.isEmpty()
          && Math.abs(window.rows.getFirst().time() - time) >= span) {
        window.removeOldest();
      }
    }

    /** The last rows, and where all functions can forget, what they come to for each group. */
    private final class Window {
      private final Deque<Seen> rows = new ArrayDeque<>();
      private final Map<List<String>, List<Sliding>> sliding = new HashMap<>();

      void add(Seen seen) {
        rows.addLast(seen);
        if (slides) {
          List<Sliding> counts = sliding.computeIfAbsent(seen.group(), _ -> slidings());
          for (int i = 0; i < counts.size(); i++) {
            counts.get(i).add(seen.inputs().get(i));
          }
        }
      }

      void removeOldest() {
        Seen seen = rows.removeFirst();
        List<Sliding> counts = sliding.get(seen.group());
        if (counts != null) {
          for (int i = 0; i < counts.size(); i++) {
            counts.get(i).remove(seen.inputs().get(i));
          }
          if (counts.stream().allMatch(Sliding::isEmpty)) {
            sliding.remove(seen.group());
          }
        }
      }

      void put(Row row, List<String> group) {
        if (slides) {
          List<Sliding> counts = sliding.getOrDefault(group, none);
          for (int i = 0; i < counts.size(); i++) {
            row.put(command.aggregations().get(i).name(), counts.get(i).result());
          }
          return;
        }
        List<Accumulator> accumulators = accumulators(passing);
        for (Seen one : rows) {
          if (one.group().equals(group)) {
            Streaming.add(accumulators, one.inputs(), one.time());
          }
        }
        Streaming.this.put(row, accumulators);
      }
    }

    private List<Sliding> slidings() {
      List<Sliding> slidings = new ArrayList<>();
      for (Aggregation aggregation : command.aggregations()) {
        Sliding sliding = aggregation.sliding();
        if (sliding != null) {
          slidings.add(sliding);
        }
      }
      return slidings;
    }

    private List<Accumulator> accumulators(AggregateFunction.Memory memory) {
      List<Accumulator> accumulators = new ArrayList<>();
      command.aggregations().forEach(a -> accumulators.add(a.accumulator(memory)));
      return accumulators;
    }

    private List<@Nullable Value> inputs(Row row) {
      List<@Nullable Value> inputs = new ArrayList<>();
      command.aggregations().forEach(aggregation -> inputs.add(aggregation.input(row)));
      return inputs;
    }

    private static void add(
        List<Accumulator> accumulators, List<@Nullable Value> inputs, double time) {
      for (int i = 0; i < accumulators.size(); i++) {
        accumulators.get(i).add(inputs.get(i), time);
      }
    }

    private void put(Row row, List<Accumulator> accumulators) {
      for (int i = 0; i < accumulators.size(); i++) {
        row.put(command.aggregations().get(i).name(), accumulators.get(i).result());
      }
    }
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return Stages.plus(before, aggregations.stream().map(Aggregation::name).toList());
  }
}
