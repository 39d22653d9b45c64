package dev.sightline.spl.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A pattern in which {@code *} stands for any characters, also none. */
public final class Wildcard {
  private final String[] pieces;
  private final boolean ignoreCase;

  public Wildcard(String pattern, boolean ignoreCase) {
    String text = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
    this.pieces = text.split("\\*", -1);
    this.ignoreCase = ignoreCase;
  }

  public static boolean isPattern(String text) {
    return text.indexOf('*') >= 0;
  }

  public boolean matches(String text) {
    return captures(text) != null;
  }

  /** What each {@code *} stood for (as short as possible, the last as long as needed), or null. */
  public @Nullable List<String> captures(String original) {
    String text = ignoreCase ? original.toLowerCase(Locale.ROOT) : original;
    if (!text.startsWith(pieces[0])) {
      return null;
    }
    if (pieces.length == 1) {
      return text.length() == pieces[0].length() ? List.of() : null;
    }
    String last = pieces[pieces.length - 1];
    int end = text.length() - last.length();
    int from = pieces[0].length();
    if (end < from || !text.endsWith(last)) {
      return null;
    }
    List<String> captures = new ArrayList<>(pieces.length - 1);
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = text.indexOf(pieces[i], from);
      if (found < 0 || found + pieces[i].length() > end) {
        return null;
      }
      captures.add(text.substring(from, found));
      from = found + pieces[i].length();
    }
    captures.add(text.substring(from, end));
    return captures;
  }
}
