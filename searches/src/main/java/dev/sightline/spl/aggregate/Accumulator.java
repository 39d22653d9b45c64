package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Value;
import org.jspecify.annotations.Nullable;

/** What one function of stats knows about the rows that it has seen. */
public interface Accumulator {
  /**
   * Takes the argument's value for a row, null where it has none.
   *
   * @param time of the row in seconds since 1970, or NaN
   */
  void add(@Nullable Value value, double time);

  /** Takes in what {@code other}, of the same function, has seen after this one. */
  void merge(Accumulator other);

  /** The function's value, null where it has none. */
  @Nullable Value result();
}
