package dev.sightline.spl.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a field; a field without a value is null. */
public sealed interface Value permits Scalar, Multivalue {
  /** As shown in a result; the parts of a multivalue are on lines of their own. */
  String text();

  /** Its number, or NaN where it is none; a multivalue has none. */
  double number();

  /** Its parts: one for text and number. */
  List<Scalar> parts();

  /** Whether it reads as a number. */
  default boolean isNumeric() {
    return !Double.isNaN(number());
  }

  /** Roughly the bytes that holding it takes. */
  default long weight() {
    long weight = 0;
    for (Scalar part : parts()) {
      weight += part instanceof Text text ? 56 + text.text().length() : 32;
    }
    return weight;
  }

  static Text of(String text) {
    return new Text(text);
  }

  /** The number, or null where a calculation had no finite result. */
  static @Nullable Decimal of(double number) {
    return Double.isFinite(number) ? new Decimal(number, 0, -1) : null;
  }

  static Decimal of(long number) {
    return new Decimal(number, 0, -1);
  }

  /** Null for no parts, the part itself for one, else a multivalue. */
  static @Nullable Value of(List<? extends Scalar> parts) {
    return switch (parts.size()) {
      case 0 -> null;
      case 1 -> parts.getFirst();
      default -> new Multivalue(List.copyOf(parts));
    };
  }
}
