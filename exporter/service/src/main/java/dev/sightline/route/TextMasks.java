package dev.sightline.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Which rules do not mind a text, remembered for those that were seen. Safe for any threads. */
final class TextMasks {
  /** How many are remembered: accounts, regions, buckets; behind that each is worked out again. */
  private static final int MOST = 10_000;

  private final Map<String, long[]> seen = new ConcurrentHashMap<>();
  private final Function<String, long[]> rules;

  /**
   * @param rules works out which rules do not mind the text
   */
  TextMasks(Function<String, long[]> rules) {
    this.rules = rules;
  }

  /** Not to be written to. */
  long[] of(String text) {
    long[] known = seen.get(text);
    if (known != null) {
      return known;
    }
    long[] mask = rules.apply(text);
    if (seen.size() < MOST) {
      seen.put(text, mask);
    }
    return mask;
  }
}
