package dev.sightline.completeness;

import java.util.BitSet;
import java.util.StringJoiner;

/** Sets of ordinals as people write them: {@code 0-3,7}. */
final class Ordinals {
  private Ordinals() {}

  static String text(BitSet set) {
    StringJoiner text = new StringJoiner(",");
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int end = set.nextClearBit(from);
      text.add(end - from == 1 ? Integer.toString(from) : from + "-" + (end - 1));
      from = set.nextSetBit(end);
    }
    return text.toString();
  }

  static BitSet parse(String text) {
    BitSet set = new BitSet();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      set.set(from, (dash < 0 ? from : Integer.parseInt(part.substring(dash + 1))) + 1);
    }
    return set;
  }
}
