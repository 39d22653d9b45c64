package dev.sightline.spl.value;

import java.util.List;

/**
 * A number: a double, with how it is shown.
 *
 * @param figures significant figures that are shown, 0 for all: products and quotients of decimals
 *     are shown with as many as their least precise factor has
 * @param decimals digits after the point that are always shown, -1 for as many as are needed
 */
public record Decimal(double value, int figures, int decimals) implements Scalar {
  @Override
  public String text() {
    return Numbers.format(value, figures, decimals);
  }

  @Override
  public double number() {
    return value;
  }

  @Override
  public List<Scalar> parts() {
    return List.of(this);
  }

  @Override
  public String toString() {
    return text();
  }
}
