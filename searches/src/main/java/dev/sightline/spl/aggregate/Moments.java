package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Sums, means and deviations of numbers; what is no number is left out. */
final class Moments implements Accumulator {
  /** Below, every whole number is a double of its own. */
  private static final double EXACT = 1L << 53;

  /** Beyond, a double is not exact anyway. */
  private static final int MOST_DECIMALS = 12;

  private final AggregateFunction.Kind kind;
  private long count;
  private double sum;

  /** What rounding took from the sum, after Kahan and Neumaier. */
  private double lost;

  private double squares;
  private double mean;
  private double deviations;

  /** The most digits after the point that a number has. */
  private int decimals;

  /** Whether all numbers are whole, so that their squares add up exactly. */
  private boolean whole = true;

  Moments(AggregateFunction.Kind kind) {
    this.kind = kind;
  }

  @Override
  public void add(@Nullable Value value, double time) {
    if (value == null) {
      return;
    }
    for (Scalar part : value.parts()) {
      double number = part.number();
      if (!Double.isNaN(number)) {
        count++;
        plus(number);
        squares += number * number;
        if (number != Math.rint(number)) {
          whole = false;
          decimals = Math.max(decimals, BigDecimal.valueOf(number).scale());
        }
        double distance = number - mean;
        mean += distance / count;
        deviations += distance * (number - mean);
      }
    }
  }

  private void plus(double number) {
    double next = sum + number;
    lost += Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
    sum = next;
  }

  @Override
  public void merge(Accumulator other) {
    Moments that = (Moments) other;
    if (that.count == 0) {
      return;
    }
    long total = count + that.count;
    double distance = that.mean - mean;
    deviations += that.deviations + distance * distance * count * that.count / total;
    mean += distance * that.count / total;
    count = total;
    plus(that.sum);
    lost += that.lost;
    squares += that.squares;
    whole &= that.whole;
    decimals = Math.max(decimals, that.decimals);
  }

  /** A sum has no more decimals than its terms: 0.1 and 0.2 are 0.3. */
  private double total() {
    double total = sum + lost;
    return decimals > MOST_DECIMALS || !Double.isFinite(total)
        ? total
        : BigDecimal.valueOf(total).setScale(decimals, RoundingMode.HALF_UP).doubleValue();
  }

  /** Of small whole numbers the difference of sums is exact; of others it would cancel out. */
  private double squaredDeviations() {
    return whole && squares < EXACT ? squares - sum * sum / count : deviations;
  }

  @Override
  public @Nullable Value result() {
    if (count == 0) {
      return null;
    }
    double total = total();
    double distances = Math.max(0, squaredDeviations());
    double sample = count == 1 ? 0 : distances / (count - 1);
    return Value.of(
        switch (kind) {
          case SUM -> total;
          case SUM_OF_SQUARES -> squares;
          case MEAN -> total / count;
          case SAMPLE_VARIANCE -> sample;
          case SAMPLE_DEVIATION -> Math.sqrt(sample);
          case VARIANCE -> distances / count;
          case DEVIATION -> Math.sqrt(distances / count);
          default -> throw new IllegalStateException(kind + " is no sum, mean or deviation");
        });
  }
}
