package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import org.jspecify.annotations.Nullable;

/** min and max: of numbers where all values are numbers, else of texts; range: of the numbers. */
final class Extremes implements Accumulator {
  private final AggregateFunction.Kind kind;
  private @Nullable Scalar leastNumber;
  private @Nullable Scalar greatestNumber;
  private @Nullable Scalar leastText;
  private @Nullable Scalar greatestText;
  private boolean numbersOnly = true;

  Extremes(AggregateFunction.Kind kind) {
    this.kind = kind;
  }

  @Override
  public void add(@Nullable Value value, double time) {
    if (value != null) {
      value.parts().forEach(this::add);
    }
  }

  private void add(Scalar part) {
    double number = part.number();
    if (Double.isNaN(number)) {
      numbersOnly = false;
    } else {
      Scalar least = leastNumber;
      Scalar greatest = greatestNumber;
      leastNumber = least == null || number < least.number() ? part : least;
      greatestNumber = greatest == null || number > greatest.number() ? part : greatest;
    }
    Scalar least = leastText;
    Scalar greatest = greatestText;
    leastText = least == null || part.text().compareTo(least.text()) < 0 ? part : least;
    greatestText = greatest == null || part.text().compareTo(greatest.text()) > 0 ? part : greatest;
  }

  @Override
  public void merge(Accumulator other) {
    Extremes that = (Extremes) other;
    numbersOnly &= that.numbersOnly;
    for (Scalar part :
        new @Nullable Scalar[] {
          that.leastNumber, that.greatestNumber, that.leastText, that.greatestText
        }) {
      if (part != null) {
        add(part);
      }
    }
  }

  @Override
  public @Nullable Value result() {
    Scalar least = leastNumber;
    Scalar greatest = greatestNumber;
    if (kind == AggregateFunction.Kind.RANGE) {
      return least == null || greatest == null
          ? null
          : Value.of(greatest.number() - least.number());
    }
    if (kind == AggregateFunction.Kind.MIN) {
      return numbersOnly ? least : leastText;
    }
    return numbersOnly ? greatest : greatestText;
  }
}
