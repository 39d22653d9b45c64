package dev.sightline.route;

import java.util.Arrays;

/** Sets of rules as words of bits: a rule's bit is its place in the file. */
final class Bits {
  private Bits() {}

  static int words(int rules) {
    return Math.max(1, (rules + Long.SIZE - 1) / Long.SIZE);
  }

  static long[] all(int rules) {
    long[] bits = new long[words(rules)];
    for (int rule = 0; rule < rules; rule++) {
      set(bits, rule);
    }
    return bits;
  }

  static void set(long[] bits, int rule) {
    bits[rule / Long.SIZE] |= 1L << rule;
  }

  static void clear(long[] bits, int rule) {
    bits[rule / Long.SIZE] &= ~(1L << rule);
  }

  /** Keeps those that are in both. */
  static void keep(long[] bits, long[] others) {
    for (int word = 0; word < bits.length; word++) {
      bits[word] &= others[word];
    }
  }

  static boolean overlap(long[] bits, long[] others) {
    for (int word = 0; word < bits.length; word++) {
      if ((bits[word] & others[word]) != 0) {
        return true;
      }
    }
    return false;
  }

  static boolean isEmpty(long[] bits) {
    return Arrays.stream(bits).allMatch(word -> word == 0);
  }

  /**
   * The first of the rules from one up to another, exclusive, or the latter where there is none.
   */
  static int first(long[] bits, int from, int to) {
    int at = from;
    while (at < to) {
      long word = bits[at / Long.SIZE] & (-1L << at);
      if (word != 0) {
        return Math.min(to, (at & -Long.SIZE) + Long.numberOfTrailingZeros(word));
      }
      at = (at & -Long.SIZE) + Long.SIZE;
    }
    return to;
  }
}
