package dev.sightline.spl.syntax;

import dev.sightline.yaml.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A cursor over the arguments of one command: words, quoted names, options, brackets. */
public final class Arguments {
  private final SourceText source;
  private final String command;
  private final int to;
  private int at;

  public Arguments(SourceText source, CommandText command) {
    this(source, command.name(), command.from(), command.to());
  }

  public Arguments(SourceText source, String command, int from, int to) {
    this.source = source;
    this.command = command;
    this.at = from;
    this.to = to;
  }

  /** A word or a quoted text, and where it stands. */
  public record Word(String text, boolean quoted, int offset) {}

  public SourceText source() {
    return source;
  }

  public String command() {
    return command;
  }

  /** The end of the arguments, exclusive. */
  public int limit() {
    return to;
  }

  /** The offset of the next thing that is not a space. */
  public int offset() {
    while (at < to && Character.isWhitespace(source.at(at))) {
      at++;
    }
    return at;
  }

  public void moveTo(int offset) {
    at = offset;
  }

  public boolean atEnd() {
    return offset() >= to;
  }

  /** The next character after spaces, or 0 at the end. */
  public char peek() {
    return atEnd() ? 0 : source.at(at);
  }

  public boolean accept(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  public void expect(char c) {
    if (!accept(c)) {
      throw error(offset(), "'" + command + "' expects " + c + " here.");
    }
  }

  public SplException error(int offset, String message) {
    return source.error(offset, message);
  }

  /** Refuses what is left over. */
  public void expectEnd() {
    if (!atEnd()) {
      throw error(at, "'" + command + "' does not know what to do with '" + upcoming() + "' here.");
    }
  }

  private String upcoming() {
    int end = at;
    while (end < to && end < at + 30 && !Character.isWhitespace(source.at(end))) {
      end++;
    }
    return source.text().substring(at, Math.max(end, at + 1));
  }

  private static boolean ofWord(char c) {
    return !Character.isWhitespace(c) && "(),=\"|[]<>!".indexOf(c) < 0;
  }

  /** The next bare word without taking it, or an empty text. */
  public String peekWord() {
    int end = offset();
    while (end < to && ofWord(source.at(end))) {
      end++;
    }
    return source.text().substring(at, end);
  }

  public boolean isKeyword(String keyword) {
    return peekWord().equalsIgnoreCase(keyword);
  }

  /** Takes the keyword, in any case, where it is next. */
  public boolean keyword(String keyword) {
    if (isKeyword(keyword)) {
      at += keyword.length();
      return true;
    }
    return false;
  }

  /** A bare word, or a text in double or single quotes. */
  public Word word(String what) {
    int start = offset();
    if (start >= to) {
      throw error(start, "'" + command + "' expects " + what + " here.");
    }
    char c = source.at(start);
    if (c == '"' || c == '\'') {
      int end = source.endOfQuote(start, to);
      at = end;
      return new Word(unescaped(source.text().substring(start + 1, end - 1)), true, start);
    }
    String word = peekWord();
    if (word.isEmpty()) {
      throw error(start, "'" + command + "' expects " + what + " here, not '" + upcoming() + "'.");
    }
    at = start + word.length();
    return new Word(word, false, start);
  }

  /** Backslash and quote are the only things that a backslash escapes in a quoted argument. */
  public static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        out.append('"');
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Fields separated by spaces or commas, until the end or one of the keywords. */
  public List<String> fields(String... stops) {
    List<String> fields = new ArrayList<>();
    while (!atEnd()) {
      if (accept(',')) {
        continue;
      }
      if (isStop(stops) || peek() == '[' || peek() == ')') {
        break;
      }
      fields.add(word("a field").text());
    }
    return fields;
  }

  private boolean isStop(String... stops) {
    for (String stop : stops) {
      if (isKeyword(stop)) {
        return true;
      }
    }
    return false;
  }

  /** {@link #fields}, at least one. */
  public List<String> someFields(String... stops) {
    int start = offset();
    List<String> fields = fields(stops);
    if (fields.isEmpty()) {
      throw error(start, "'" + command + "' needs a field here.");
    }
    return fields;
  }

  /** Whether {@code word=} is next. */
  public boolean atOption() {
    String word = peekWord();
    if (word.isEmpty()) {
      return false;
    }
    int i = at + word.length();
    while (i < to && Character.isWhitespace(source.at(i))) {
      i++;
    }
    return i < to && source.at(i) == '=';
  }

  /** The name of the option that is next (in lower case), its = taken; empty where none is next. */
  public Optional<Word> option(Collection<String> known) {
    if (!atOption()) {
      return Optional.empty();
    }
    Word word = word("an option");
    String name = word.text().toLowerCase(Locale.ROOT);
    if (!known.contains(name)) {
      throw error(
          word.offset(),
          "'"
              + command
              + "' has no option '"
              + word.text()
              + "'"
              + Nearest.hint(name, known)
              + ".");
    }
    expect('=');
    return Optional.of(new Word(name, false, word.offset()));
  }

  public boolean truth() {
    Word word = word("true or false");
    return switch (word.text().toLowerCase(Locale.ROOT)) {
      case "t", "true", "1" -> true;
      case "f", "false", "0" -> false;
      default -> throw error(word.offset(), "Write true or false here, not '" + word.text() + "'.");
    };
  }

  public int count(String what) {
    Word word = word(what);
    try {
      int count = Integer.parseInt(word.text());
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException notOne) {
      throw notCount(word, what);
    }
    throw notCount(word, what);
  }

  private SplException notCount(Word word, String what) {
    return error(word.offset(), "'" + word.text() + "' is not " + what + ": write a whole number.");
  }

  /** The range inside the subsearch that is next, its brackets taken. */
  public int[] subsearch() {
    int start = offset();
    if (peek() != '[') {
      throw error(start, "'" + command + "' needs a subsearch in [ ] here.");
    }
    int end = source.closing(start, to, '[', ']');
    at = end + 1;
    return new int[] {start + 1, end};
  }
}
