package dev.sightline.spl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One command of a pipeline: its name in lower case, and where its name and its arguments stand.
 * The implicit search at the start of a pipeline has the name {@code search}.
 */
public record CommandText(String name, int offset, int from, int to) {
  /** The command as it is read, macros put in, its spaces and line breaks each one space. */
  public String written(SourceText source) {
    String text = source.text().substring(offset, to).strip().replaceAll("\\s+", " ");
    return text.isEmpty() ? name : text;
  }

  /**
   * The commands between {@code from} and {@code to}.
   *
   * @throws SplException for an empty command and for quotes or brackets that are never closed
   */
  public static List<CommandText> split(SourceText source, int from, int to) {
    return split(source, from, to, true);
  }

  /** The commands of a subsearch: its first may do without a |, but has its name. */
  public static List<CommandText> splitSubsearch(SourceText source, int from, int to) {
    return split(source, from, to, false);
  }

  private static List<CommandText> split(SourceText source, int from, int to, boolean nameless) {
    List<CommandText> commands = new ArrayList<>();
    int start = skipSpace(source, from, to);
    if (start == to) {
      throw source.error(from, "The search is empty: write a search, or | and a command.");
    }
    boolean piped = source.at(start) == '|';
    boolean implicit = nameless && !piped;
    if (piped) {
      start++;
    }
    int i = start;
    while (i <= to) {
      if (i == to || source.at(i) == '|') {
        commands.add(command(source, start, i, implicit && commands.isEmpty()));
        start = i + 1;
        i++;
        continue;
      }
      char c = source.at(i);
      if (c == '"') {
        i = source.endOfQuote(i, to);
      } else if (c == '[') {
        i = source.closing(i, to, '[', ']') + 1;
      } else if (c == ']') {
        throw source.error(i, "This ] closes nothing: take it out, or quote it.");
      } else {
        i++;
      }
    }
    return commands;
  }

  private static CommandText command(SourceText source, int from, int to, boolean implicit) {
    int start = skipSpace(source, from, to);
    if (start == to) {
      throw source.error(to, "A command is missing here: take a | out.");
    }
    int end = start;
    while (end < to && (Character.isLetterOrDigit(source.at(end)) || source.at(end) == '_')) {
      end++;
    }
    String name = source.text().substring(start, end).toLowerCase(Locale.ROOT);
    boolean word = end == to || Character.isWhitespace(source.at(end));
    if (implicit && !(name.equals("search") && word)) {
      return new CommandText("search", start, start, to);
    }
    if (name.isEmpty()) {
      throw source.error(start, "A command's name is expected here.");
    }
    return new CommandText(name, start, end, to);
  }

  private static int skipSpace(SourceText source, int from, int to) {
    int i = from;
    while (i < to && Character.isWhitespace(source.at(i))) {
      i++;
    }
    return i;
  }
}
