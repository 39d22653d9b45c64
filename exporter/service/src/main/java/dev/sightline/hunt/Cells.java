package dev.sightline.hunt;

/** Text from events in the cells of tables. */
public final class Cells {
  private Cells() {}

  /** A cell of CSV that no spreadsheet takes for a formula. */
  public static String csv(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** At most {@code most} characters, the last an ellipsis where there were more. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
