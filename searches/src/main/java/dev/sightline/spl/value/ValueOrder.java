package dev.sightline.spl.value;

import java.util.Arrays;
import java.util.Comparator;

/** How values are put in order. */
public enum ValueOrder implements Comparator<Value> {
  /** Two numbers as numbers, numbers before text, text by its characters. */
  AUTO {
    @Override
    public int compare(Value left, Value right) {
      double a = left.number();
      double b = right.number();
      boolean leftNumeric = !Double.isNaN(a);
      boolean rightNumeric = !Double.isNaN(b);
      if (leftNumeric && rightNumeric) {
        return Double.compare(a, b);
      }
      if (leftNumeric != rightNumeric) {
        return leftNumeric ? -1 : 1;
      }
      return left.text().compareTo(right.text());
    }
  },
  /** As {@link #AUTO}, with addresses between numbers and other text, by their bytes. */
  SORTED {
    @Override
    public int compare(Value left, Value right) {
      if (left.isNumeric() || right.isNumeric()) {
        return AUTO.compare(left, right);
      }
      boolean leftAddress = AddressBlock.bytes(left.text()) != null;
      boolean rightAddress = AddressBlock.bytes(right.text()) != null;
      if (leftAddress && rightAddress) {
        return ADDRESS.compare(left, right);
      }
      return leftAddress == rightAddress ? AUTO.compare(left, right) : leftAddress ? -1 : 1;
    }
  },
  TEXT {
    @Override
    public int compare(Value left, Value right) {
      return left.text().compareTo(right.text());
    }
  },
  /** Numbers first, what is no number last. */
  NUMBER {
    @Override
    public int compare(Value left, Value right) {
      return Double.compare(left.number(), right.number());
    }
  },
  /** IPv4 and IPv6 addresses by their bytes; what is no address last, as text. */
  ADDRESS {
    @Override
    public int compare(Value left, Value right) {
      byte[] a = AddressBlock.bytes(left.text());
      byte[] b = AddressBlock.bytes(right.text());
      if (a == null || b == null) {
        return a == null && b == null ? TEXT.compare(left, right) : a == null ? 1 : -1;
      }
      return a.length != b.length
          ? Integer.compare(a.length, b.length)
          : Arrays.compareUnsigned(a, b);
    }
  };

  /**
   * The outcome of comparing with {@code <} and the like: two numbers as numbers, anything else as
   * text.
   */
  public static int compareOperands(Value left, Value right) {
    double a = left.number();
    double b = right.number();
    if (!Double.isNaN(a) && !Double.isNaN(b)) {
      return Double.compare(a + 0.0, b + 0.0);
    }
    return left.text().compareTo(right.text());
  }
}
