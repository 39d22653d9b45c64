package dev.sightline.cloudtrail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON's values without quotation marks or brackets: true, false, null and numbers. */
final class Scalars {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private Scalars() {}

  /**
   * Where the value ends that begins at {@code from}.
   *
   * @return {@link RecordScanner#MORE} where it reaches the limit, {@link
   *     RecordScanner#NOT_UNDERSTOOD} where it is none
   */
  static int end(byte[] buffer, int from, int limit) {
    int at =
        switch (buffer[from]) {
          case 't' -> past(TRUE, buffer, from);
          case 'f' -> past(FALSE, buffer, from);
          case 'n' -> past(NULL, buffer, from);
          default -> from;
        };
    boolean literal = at > from;
    while (at < limit && !delimits(buffer[at])) {
      literal = false;
      at++;
    }
    if (at >= limit) {
      return RecordScanner.MORE;
    }
    return literal || number(buffer, from, at) ? at : RecordScanner.NOT_UNDERSTOOD;
  }

  /** Where the literal ends, or where it would begin. */
  private static int past(byte[] literal, byte[] buffer, int from) {
    int to = from + literal.length;
    return Arrays.equals(buffer, from, to, literal, 0, literal.length) ? to : from;
  }

  private static boolean delimits(byte c) {
    return switch (c) {
      case ',', '}', ']', ' ', '\n', '\r', '\t', '"', '{', '[', ':' -> true;
      default -> false;
    };
  }

  private static boolean number(byte[] buffer, int from, int to) {
    int at = from;
    if (at < to && buffer[at] == '-') {
      at++;
    }
    int whole = digits(buffer, at, to);
    if (whole == at || (buffer[at] == '0' && whole > at + 1)) {
      return false;
    }
    at = whole;
    if (at < to && buffer[at] == '.') {
      int fraction = digits(buffer, at + 1, to);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < to && (buffer[at] | 0x20) == 'e') {
      at++;
      if (at < to && (buffer[at] == '+' || buffer[at] == '-')) {
        at++;
      }
      int exponent = digits(buffer, at, to);
      if (exponent == at) {
        return false;
      }
      at = exponent;
    }
    return at == to;
  }

  private static int digits(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    return at;
  }
}
