package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Percentiles by nearest rank, and the median, of two middle values the higher. */
final class Ranks implements Accumulator {
  private final AggregateFunction.Kind kind;
  private final double percent;
  private final AggregateFunction.Memory memory;
  private double[] numbers = new double[8];
  private int count;

  Ranks(AggregateFunction.Kind kind, double percent, AggregateFunction.Memory memory) {
    this.kind = kind;
    this.percent = percent;
    this.memory = memory;
  }

  @Override
  public void add(@Nullable Value value, double time) {
    if (value == null) {
      return;
    }
    for (Scalar part : value.parts()) {
      double number = part.number();
      if (!Double.isNaN(number)) {
        add(number);
      }
    }
  }

  private void add(double number) {
    if (count == numbers.length) {
      memory.hold(8L * count);
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }

  @Override
  public void merge(Accumulator other) {
    Ranks that = (Ranks) other;
    for (int i = 0; i < that.count; i++) {
      add(that.numbers[i]);
    }
  }

  @Override
  public @Nullable Value result() {
    if (count == 0) {
      return null;
    }
    double[] sorted = Arrays.copyOf(numbers, count);
    Arrays.sort(sorted);
    int index =
        kind == AggregateFunction.Kind.MEDIAN
            ? count / 2
            : Math.max(0, (int) Math.ceil(percent / 100 * count - 1e-9) - 1);
    return Value.of(sorted[index]);
  }
}
