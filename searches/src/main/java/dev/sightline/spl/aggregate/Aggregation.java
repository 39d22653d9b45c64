package dev.sightline.spl.aggregate;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.expression.Expression;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function of stats with its argument and the name of its column; where the argument is a
 * wildcard, so is the name.
 */
public record Aggregation(AggregateFunction function, Argument argument, String name) {
  private static final Value ONE = Value.of(1L);

  /** What a function is applied to. */
  public sealed interface Argument {}

  /** The row itself: {@code count}. */
  public record Rows() implements Argument {}

  public record Field(String name) implements Argument {}

  /** Every field whose name matches. */
  public record Fields(String pattern) implements Argument {}

  /** {@code eval(...)} that makes a value. */
  public record Calculated(Expression expression) implements Argument {}

  /** {@code eval(...)} that is true or false: rows are counted where it is true. */
  public record Test(Condition condition) implements Argument {}

  public Accumulator accumulator(AggregateFunction.Memory memory) {
    return function.accumulator(memory);
  }

  /** For a window that moves; null where the function cannot take out what it took in. */
  public @Nullable Sliding sliding() {
    return function.sliding();
  }

  public boolean isWildcard() {
    return argument instanceof Fields;
  }

  /** What the row gives to the accumulator. */
  public @Nullable Value input(Row row) {
    return switch (argument) {
      case Rows() -> ONE;
      case Field(String field) -> row.get(field);
      case Calculated(Expression expression) -> expression.evaluate(row);
      case Test(Condition condition) -> condition.holds(row) ? ONE : null;
      case Fields _ -> null;
    };
  }

  /** Whether the function's result for a row without the argument is what it was before. */
  public void addTo(Accumulator accumulator, Row row) {
    accumulator.add(input(row), row.time());
  }

  /** For a wildcard: the same function of one field that matches, or null. */
  public @Nullable Aggregation forField(String field) {
    if (!(argument instanceof Fields(String pattern))) {
      return null;
    }
    List<String> captures = new Wildcard(pattern, false).captures(field);
    if (captures == null) {
      return null;
    }
    StringBuilder column = new StringBuilder();
    int star = 0;
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '*' && star < captures.size()) {
        column.append(captures.get(star++));
      } else {
        column.append(name.charAt(i));
      }
    }
    return new Aggregation(function, new Field(field), column.toString());
  }
}
