package dev.sightline.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name that a mistaken one was most likely meant to be. */
public final class Nearest {
  private Nearest() {}

  /** A clause such as {@code "; the nearest known is 'stats'"}, or what is known where few are. */
  public static String hint(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "; none is known here";
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    String nearest =
        known.stream()
            .min(
                Comparator.<String>comparingInt(
                        candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    return "; the nearest known is '" + nearest + "'";
  }

  /** Levenshtein's distance. */
  static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
