package dev.sightline.spl.command;

import dev.sightline.spl.syntax.Arguments;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that chart and timechart share. */
final class SeriesOptions {
  static final List<String> NAMES =
      List.of("limit", "useother", "usenull", "otherstr", "nullstr", "agg", "sep", "format");

  private int limit = 10;
  private boolean least;
  private boolean useOther = true;
  private boolean useNull = true;
  private String other = "OTHER";
  private String none = "NULL";

  /** Takes the value of an option whose name has been taken. */
  void read(Arguments arguments, Arguments.Word option) {
    switch (option.text()) {
      case "limit" -> {
        Arguments.Word word = arguments.word("a number of series");
        Matcher matcher = Pattern.compile("(?i)(top|bottom)?\\s*(\\d{1,9})").matcher(word.text());
        if (!matcher.matches()) {
          throw arguments.error(word.offset(), "'" + word.text() + "' is no number of series.");
        }
        limit = Integer.parseInt(matcher.group(2));
        least = "bottom".equalsIgnoreCase(matcher.group(1));
      }
      case "useother" -> useOther = arguments.truth();
      case "usenull" -> useNull = arguments.truth();
      case "otherstr" -> other = arguments.word("a name").text();
      case "nullstr" -> none = arguments.word("a name").text();
      default ->
          throw arguments.error(option.offset(), "'" + option.text() + "=' is not supported here.");
    }
  }

  CrossTable.Series series() {
    return new CrossTable.Series(limit, least, useOther ? other : null, useNull ? none : null);
  }
}
