package dev.sightline.spl.value;

import java.util.List;
import java.util.stream.Collectors;

/** Two or more values of one field, in order. */
public record Multivalue(List<Scalar> parts) implements Value {
  @Override
  public String text() {
    return parts.stream().map(Scalar::text).collect(Collectors.joining("\n"));
  }

  @Override
  public double number() {
    return Double.NaN;
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
