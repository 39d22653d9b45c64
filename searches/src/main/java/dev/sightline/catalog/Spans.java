package dev.sightline.catalog;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as the catalog writes them: 30s, 15m, 24h, 7d, 2w. */
final class Spans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhdw])");

  private Spans() {}

  /** Seconds; empty where the text is no such length. */
  static OptionalLong seconds(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 604_800;
        };
    return OptionalLong.of(unit * Long.parseLong(matcher.group(1)));
  }
}
