package dev.sightline.spl.search;

import dev.sightline.spl.value.AddressBlock;
import dev.sightline.spl.value.Numbers;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of search: without regard to case, with {@code *} for any characters, with blocks of
 * addresses; a multivalue matches if any of its values does.
 */
final class ValueTest {
  /** Comparisons of search. */
  enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  private final Relation relation;
  private final String literal;
  private final double number;
  private final @Nullable Wildcard wildcard;
  private final @Nullable AddressBlock block;

  ValueTest(Relation relation, String literal) {
    this.relation = relation;
    this.literal = literal.toLowerCase(Locale.ROOT);
    this.number = Numbers.parse(literal);
    this.wildcard = Wildcard.isPattern(literal) ? new Wildcard(literal, true) : null;
    this.block = literal.indexOf('/') > 0 ? AddressBlock.parse(literal) : null;
  }

  /** Whether the comparison is with one literal text, and that for equality. */
  static boolean isLiteral(Relation relation, String literal) {
    return relation == Relation.EQUAL
        && !Wildcard.isPattern(literal)
        && (literal.indexOf('/') <= 0 || AddressBlock.parse(literal) == null);
  }

  /** Whether every value matches: {@code field=*}. */
  boolean isPresence() {
    return relation == Relation.EQUAL && literal.equals("*");
  }

  /** Whether only particular values match. */
  boolean isParticular() {
    return relation != Relation.NOT_EQUAL && !isPresence();
  }

  boolean matches(Value value) {
    for (Scalar part : value.parts()) {
      if (matches(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(Scalar value) {
    return switch (relation) {
      case EQUAL -> isEqual(value);
      case NOT_EQUAL -> !isEqual(value);
      case LESS -> order(value) < 0;
      case LESS_OR_EQUAL -> order(value) <= 0;
      case GREATER -> order(value) > 0;
      case GREATER_OR_EQUAL -> order(value) >= 0;
    };
  }

  private boolean isEqual(Scalar value) {
    String text = value.text();
    if (block != null && block.contains(text)) {
      return true;
    }
    return wildcard != null
        ? wildcard.matches(text)
        : text.toLowerCase(Locale.ROOT).equals(literal);
  }

  private int order(Scalar value) {
    double own = value.number();
    if (!Double.isNaN(own) && !Double.isNaN(number)) {
      return Double.compare(own, number);
    }
    return value.text().toLowerCase(Locale.ROOT).compareTo(literal);
  }

  /** As it is written behind a field. */
  String text() {
    String sign =
        switch (relation) {
          case EQUAL -> "=";
          case NOT_EQUAL -> "!=";
          case LESS -> "<";
          case LESS_OR_EQUAL -> "<=";
          case GREATER -> ">";
          case GREATER_OR_EQUAL -> ">=";
        };
    return sign + Filter.quoted(literal);
  }

  @Override
  public String toString() {
    return relation + " " + literal;
  }
}
