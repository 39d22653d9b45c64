package dev.sightline.sight;

import dev.sightline.spl.syntax.SourceText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The words of a search that may name fields. Too many rather than too few: what stands in quotes
 * counts, and so does the value that a field is compared with.
 */
final class Words {
  /** A star in the arguments of these stands for values or is a product. */
  private static final Set<String> WITH_VALUES =
      Set.of(
          "search", "where", "eval", "tstats", "regex", "rex", "lookup", "inputlookup", "return");

  private static final int LONGEST_ASKED = 40;
  private static final Pattern ASKS = Pattern.compile("\\b(json_extract|spath)\\(\\s*$");
  private static final Pattern OPTION = Pattern.compile("\\s+path=");
  private static final Pattern WITHOUT_ID =
      Pattern.compile("\\bcoalesce\\(\\s*eventID\\s*,\\s*md5\\([^)|]*$");
  private static final Pattern PATH = Pattern.compile("\\s*,\\s*\"[^\"]+\"\\s*\\)");

  private final SourceText source;
  private final Set<String> found = new TreeSet<>();
  private boolean everything;

  private Words(SourceText source) {
    this.source = source;
  }

  /**
   * The words of one search.
   *
   * @param everything whether it takes every field, or the text of the event
   */
  record Found(Set<String> words, boolean everything) {}

  static Found of(SourceText source) {
    Words words = new Words(source);
    words.read();
    return new Found(Set.copyOf(words.found), words.everything);
  }

  private void read() {
    // What stands before the first | is a search without its name.
    String command = "search";
    Deque<String> around = new ArrayDeque<>();
    boolean begins = false;
    boolean bare = false;
    int at = 0;
    while (at < source.length()) {
      char c = source.at(at);
      if (c == '|' || c == '[' || c == ']') {
        everything |= bare;
        bare = false;
        begins = c != ']';
        if (c == '[') {
          around.push(command);
        } else if (c == ']' && !around.isEmpty()) {
          command = around.pop();
        }
        at++;
      } else if (c == '"' || c == '\'') {
        int end = source.endOfQuote(at, source.length());
        quoted(source.text().substring(at + 1, end - 1));
        bare = false;
        begins = false;
        at = end;
      } else if (isOfName(c)) {
        int end = at;
        while (end < source.length() && isOfName(source.at(end))) {
          end++;
        }
        String word = source.text().substring(at, end);
        if (begins) {
          command = word.toLowerCase(Locale.ROOT);
          bare = command.equals("spath");
          everything |= command.equals("map");
        } else {
          bare = false;
          everything |= word.equals("_raw") && !takesOnePath(at, end);
          word(word, WITH_VALUES.contains(command));
        }
        begins = false;
        at = end;
      } else {
        begins &= Character.isWhitespace(c);
        at++;
      }
    }
    everything |= bare;
  }

  /**
   * Whether the text of the event is only asked for one path, which is written beside it, or only
   * where the event has no id, as no record of the trail.
   */
  private boolean takesOnePath(int from, int to) {
    String before = source.text().substring(Math.max(0, from - LONGEST_ASKED), from);
    return (ASKS.matcher(before).find()
            && PATH.matcher(source.text()).region(to, source.length()).lookingAt())
        || (before.endsWith("input=")
            && OPTION.matcher(source.text()).region(to, source.length()).lookingAt())
        || WITHOUT_ID.matcher(before).find();
  }

  private void quoted(String text) {
    int from = -1;
    for (int at = 0; at <= text.length(); at++) {
      boolean inside = at < text.length() && isOfName(text.charAt(at));
      if (inside && from < 0) {
        from = at;
      } else if (!inside && from >= 0) {
        word(text.substring(from, at), true);
        from = -1;
      }
    }
  }

  private void word(String word, boolean value) {
    if (!word.contains("*")) {
      found.add(word);
    } else if (!value) {
      everything |= word.equals("*");
      found.add(word);
    }
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || "_.{}@*-".indexOf(c) >= 0;
  }
}
