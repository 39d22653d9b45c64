package dev.sightline.lookups;

import dev.sightline.yaml.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules about the text of a query: what it may never select, and what it must name. */
final class QueryLint {
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
  private static final Pattern STAR = Pattern.compile("(?i)select\\s+\\*|,\\s*\\*|\\w\\.\\*");
  private static final Pattern SECRET =
      Pattern.compile("(?i)\\b(user_data|environment_variables)\\b");
  private static final Pattern ALIAS = Pattern.compile("(?i)\\bas\\s+([a-z_][a-z0-9_]*)");

  /** What a query may answer beside the lookup's columns: the tags, which become columns. */
  private static final String TAGS = "tags";

  private final Path file;
  private final List<Mistake> mistakes;

  private QueryLint(Path file, List<Mistake> mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  static void check(Query query, Path file, List<String> columns, List<Mistake> mistakes) {
    QueryLint lint = new QueryLint(file, mistakes);
    // Comments are blanked and not cut, so that lines keep their numbers.
    String text = COMMENT.matcher(query.text()).replaceAll("");
    lint.forbid(
        STAR, text, "Name the columns: '*' costs a call a row, and selects what may be secret.");
    lint.forbid(SECRET, text, "This column may hold secrets and is never selected.");
    lint.forbid(Pattern.compile(";"), text, "A file is one statement: take the ';' away.");
    if (!text.contains("{schema}." + query.table())) {
      lint.mistake(
          1,
          "The query does not read {schema}."
              + query.table()
              + ": name the file after the Steampipe table, and write 'from {schema}."
              + query.table()
              + "'.");
    }
    Matcher alias = ALIAS.matcher(text);
    while (alias.find()) {
      String name = alias.group(1).toLowerCase(Locale.ROOT);
      if (!columns.contains(name) && !name.equals(TAGS) && isOutput(text, alias.start())) {
        lint.mistake(
            line(text, alias.start()),
            "'" + name + "' is no column of table.yml: add it there, or name another after 'as'.");
      }
    }
  }

  /** Whether the position is in the list of the outermost select, and not in what it reads. */
  private static boolean isOutput(String text, int at) {
    int depth = 0;
    for (int i = 0; i < at; i++) {
      switch (text.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {}
      }
    }
    int from = text.indexOf("{schema}");
    return depth == 0 && (from < 0 || at < from);
  }

  private void forbid(Pattern pattern, String text, String sentence) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      mistake(line(text, matcher.start()), sentence);
    }
  }

  private static int line(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(character -> character == '\n').count();
  }

  private void mistake(int line, String sentence) {
    mistakes.add(new Mistake(file, line, sentence));
  }
}
