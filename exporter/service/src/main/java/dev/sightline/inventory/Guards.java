package dev.sightline.inventory;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether an answer is believable, compared with the rows of before: a denied call reads as an
 * empty answer, and one that was cut as a smaller one.
 *
 * @param accountDrop the share of its rows that an account may lose at once, in percent
 * @param lookupDrop the share of its rows that a lookup may lose at once, in percent
 * @param allowShrink whether any answer is believed
 */
record Guards(int accountDrop, int lookupDrop, boolean allowShrink) {
  /** Below so many rows a share says nothing, and only an empty answer is doubted. */
  static final int FEW = 10;

  /**
   * The accounts whose answers are held back, with the reason.
   *
   * @param before rows that were present, by account
   * @param now rows that were answered, by account
   */
  Map<String, String> held(Map<String, Integer> before, Map<String, Integer> now) {
    Map<String, String> held = new TreeMap<>();
    if (allowShrink) {
      return held;
    }
    long allBefore = 0;
    long allNow = 0;
    for (Map.Entry<String, Integer> answer : now.entrySet()) {
      int had = before.getOrDefault(answer.getKey(), 0);
      int has = answer.getValue();
      allBefore += had;
      allNow += has;
      doubt(had, has, accountDrop)
          .ifPresent(reason -> held.put(answer.getKey(), reason + advice()));
    }
    Optional<String> whole = doubt(allBefore, allNow, lookupDrop);
    if (whole.isPresent()) {
      now.keySet()
          .forEach(account ->
              held.putIfAbsent(account, "the lookup as a whole: " + whole.get() + advice()));
    }
    return held;
  }

  private static Optional<String> doubt(long had, long has, int drop) {
    if (has == 0 && had > 0) {
      return Optional.of(
          "the answer is empty, and had " + had + " rows before: a denied call reads the same.");
    }
    if (had >= FEW && has * 100 < had * (100L - drop)) {
      return Optional.of(
          "the answer has "
              + has
              + " rows, and had "
              + had
              + " before: more than "
              + drop
              + " % are gone.");
    }
    return Optional.empty();
  }

  private static String advice() {
    return " If that is right, run 'sightline inventory refresh --allow-shrink'; else check the"
        + " rights of the connection.";
  }
}
