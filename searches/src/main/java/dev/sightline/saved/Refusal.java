package dev.sightline.saved;

import dev.sightline.spl.syntax.SplException;

/**
 * Why a search did not run: which command, and where in its text.
 *
 * @param command the name of the command, {@code search} for the terms at the start
 * @param line of the search, from 1
 * @param column from 1
 * @param text the line of the search
 */
public record Refusal(String command, String reason, int line, int column, String text) {
  static Refusal of(SavedSearch search, SplException e) {
    String[] lines = search.spl().split("\\R", -1);
    String text = e.line() <= lines.length ? lines[e.line() - 1] : "";
    return new Refusal(command(search.spl(), e), e.reason(), e.line(), e.column(), text);
  }

  /** The first word behind the last | before the place that stands in no quotes. */
  private static String command(String spl, SplException e) {
    int end = offset(spl, e);
    int start = 0;
    boolean piped = false;
    boolean quoted = false;
    for (int i = 0; i < end; i++) {
      char c = spl.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '|' || c == '[')) {
        start = i + 1;
        piped = true;
      }
    }
    String rest = spl.substring(start).strip();
    String word = rest.replaceFirst("(?s)[^A-Za-z0-9_].*", "");
    return piped && !word.isEmpty() ? word : "search";
  }

  private static int offset(String spl, SplException e) {
    int offset = 0;
    for (int line = 1; line < e.line() && offset < spl.length(); line++) {
      int end = spl.indexOf('\n', offset);
      offset = end < 0 ? spl.length() : end + 1;
    }
    return Math.min(spl.length(), offset + e.column() - 1);
  }
}
