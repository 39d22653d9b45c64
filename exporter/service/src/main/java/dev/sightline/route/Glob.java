package dev.sightline.route;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with stars. In a value a star stands for any characters, also none; in a key a single star
 * ends at a slash, two do not.
 */
final class Glob {
  private static final char STAR = '*';

  private final String pattern;
  private final boolean ofKeys;
  private final String start;

  /** What the text must contain anyway: most texts lack one of these. */
  private final List<String> pieces;

  Glob(String pattern, boolean ofKeys) {
    this.pattern = pattern;
    this.ofKeys = ofKeys;
    this.start = pattern.substring(0, pattern.indexOf(STAR));
    this.pieces =
        Pattern.compile("\\*/?")
            .splitAsStream(pattern.substring(start.length()))
            .filter(piece -> !piece.isEmpty())
            .toList();
  }

  /** Whether there is a star in it. */
  static boolean isOne(String pattern) {
    return pattern.indexOf(STAR) >= 0;
  }

  /**
   * Whether the text is one of those. Each place of the pattern is held against each of the text
   * once at most, whatever the two are.
   */
  boolean matches(String text) {
    return text.startsWith(start) && pieces.stream().allMatch(text::contains) && isWhole(text);
  }

  private boolean isWhole(String text) {
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != STAR) {
        literal(c, text, reached);
      } else if (ofKeys && i + 1 < pattern.length() && pattern.charAt(i + 1) == STAR) {
        boolean folder = i + 2 < pattern.length() && pattern.charAt(i + 2) == '/';
        boolean begins = i == 0 || pattern.charAt(i - 1) == '/';
        if (folder && begins) {
          folders(text, reached);
          i += 2;
        } else {
          star(text, reached, true);
          i++;
        }
      } else {
        star(text, reached, !ofKeys);
      }
    }
    return reached[text.length()];
  }

  private static void literal(char c, String text, boolean[] reached) {
    for (int at = text.length(); at > 0; at--) {
      reached[at] = reached[at - 1] && text.charAt(at - 1) == c;
    }
    reached[0] = false;
  }

  private static void star(String text, boolean[] reached, boolean overSlashes) {
    for (int at = 1; at <= text.length(); at++) {
      reached[at] |= reached[at - 1] && (overSlashes || text.charAt(at - 1) != '/');
    }
  }

  /** Two stars and a slash: any folders, also none. */
  private static void folders(String text, boolean[] reached) {
    boolean within = false;
    for (int at = 0; at <= text.length(); at++) {
      boolean behindSlash = at > 0 && text.charAt(at - 1) == '/';
      boolean begun = reached[at];
      reached[at] |= within && behindSlash;
      within |= begun;
    }
  }
}
