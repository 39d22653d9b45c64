package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A count over a window that moves: what enters is added, what leaves is taken out, so that a row
 * costs the same however many the window holds.
 */
public final class Sliding {
  private final boolean distinct;
  private final Map<String, Integer> counts = new HashMap<>();
  private long count;

  Sliding(boolean distinct) {
    this.distinct = distinct;
  }

  /** Takes in what an {@link Accumulator} would. */
  public void add(@Nullable Value value) {
    move(value, 1);
  }

  /** Takes out what was added before. */
  public void remove(@Nullable Value value) {
    move(value, -1);
  }

  private void move(@Nullable Value value, int by) {
    if (value == null) {
      return;
    }
    count += (long) by * value.parts().size();
    if (distinct) {
      for (Scalar part : value.parts()) {
        counts.merge(
            part.text(), by, (before, change) -> before + change == 0 ? null : before + change);
      }
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public Value result() {
    return Value.of(distinct ? counts.size() : count);
  }
}
