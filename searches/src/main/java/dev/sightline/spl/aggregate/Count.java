package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Value;
import org.jspecify.annotations.Nullable;

/** Counts values; each part of a multivalue is one. */
final class Count implements Accumulator {
  private long count;

  @Override
  public void add(@Nullable Value value, double time) {
    count += value == null ? 0 : value.parts().size();
  }

  @Override
  public void merge(Accumulator other) {
    count += ((Count) other).count;
  }

  @Override
  public Value result() {
    return Value.of(count);
  }
}
