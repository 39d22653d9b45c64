package dev.sightline.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistaken one was most likely meant to be. */
public final class Nearest {
  /** More wrong characters than these are no slip any more. */
  private static final int MOST_WRONG = 3;

  private Nearest() {}

  /** The nearest name, where one is near: of a short name less may be wrong. */
  public static Optional<String> to(String name, Collection<String> known) {
    int most = Math.min(MOST_WRONG, Math.max(1, name.length() / 2));
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

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

  /** Levenshtein's distance, in which two neighbours that changed places are one mistake. */
  static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = before;
      before = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }
}
