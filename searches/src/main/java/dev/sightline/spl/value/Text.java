package dev.sightline.spl.value;

import java.util.List;

/** Text, as it stands in an event or as an expression made it; it may read as a number. */
public record Text(String text) implements Scalar {
  @Override
  public double number() {
    return Numbers.parse(text);
  }

  @Override
  public List<Scalar> parts() {
    return List.of(this);
  }

  @Override
  public String toString() {
    return text;
  }
}
