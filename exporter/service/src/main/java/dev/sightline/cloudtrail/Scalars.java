package dev.sightline.cloudtrail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JSON's values without quotation marks or brackets: true, false, null and numbers. */
final class Scalars {
  private static final List<byte[]> LITERALS =
      List.of(
          "true".getBytes(StandardCharsets.US_ASCII),
          "false".getBytes(StandardCharsets.US_ASCII),
          "null".getBytes(StandardCharsets.US_ASCII));

  private Scalars() {}

  /**
   * Where the value ends that begins at {@code from}.
   *
   * @return {@link RecordScanner#MORE} where it reaches the limit, {@link
   *     RecordScanner#NOT_UNDERSTOOD} where it is none
   */
  static int end(byte[] buffer, int from, int limit) {
    int at = from;
    while (at < limit && !delimits(buffer[at])) {
      at++;
    }
    if (at == limit) {
      return RecordScanner.MORE;
    }
    return valid(buffer, from, at) ? at : RecordScanner.NOT_UNDERSTOOD;
  }

  private static boolean delimits(byte c) {
    return switch (c) {
      case ',', '}', ']', ' ', '\n', '\r', '\t', '"', '{', '[', ':' -> true;
      default -> false;
    };
  }

  /** Whether the bytes are one of these values. */
  static boolean valid(byte[] buffer, int from, int to) {
    for (byte[] literal : LITERALS) {
      if (Arrays.equals(buffer, from, to, literal, 0, literal.length)) {
        return true;
      }
    }
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
