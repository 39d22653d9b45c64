package dev.sightline.lookups;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question to Steampipe. Its text names the connection's schema as {@code {schema}}, and a column
 * that not every version has as {@code {state|status|null}}: the first that is there.
 *
 * @param table the Steampipe table that is read, which is also the name of the file
 * @param text with its placeholders
 */
public record Query(String table, String text) {
  private static final Pattern CHOICE = Pattern.compile("\\{(\\w+(?:\\|\\w+)+)}");

  /** The column that stands for none at all. */
  private static final String NULL = "null";

  /** Whether which columns exist makes a difference. */
  public boolean needsColumns() {
    return CHOICE.matcher(text).find();
  }

  /**
   * The statement for one connection.
   *
   * @param schema the connection's, unquoted
   * @param columns that its table has; asked only where {@link #needsColumns}
   * @throws IllegalArgumentException with a sentence, where none of the alternatives exists
   */
  public String statement(String schema, Set<String> columns) {
    Function<String, String> chosen =
        alternatives ->
            List.of(alternatives.split("\\|")).stream()
                .filter(column -> column.equals(NULL) || columns.contains(column))
                .findFirst()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        table
                            + " has none of the columns "
                            + alternatives.replace("|", ", ")
                            + ": it is of a version of the plugin that is not known here."));
    String filled =
        CHOICE
            .matcher(text)
            .replaceAll(match -> Matcher.quoteReplacement(chosen.apply(match.group(1))));
    return filled.replace("{schema}", '"' + schema.replace("\"", "\"\"") + '"');
  }
}
