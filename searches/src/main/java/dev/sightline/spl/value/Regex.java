package dev.sightline.spl.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as Splunk (PCRE) reads it, run by Java's engine: names of groups are
 * rewritten, what Java has no equal for is refused, and matching stops after a bounded number of
 * steps.
 */
public final class Regex {
  /** Characters that a match may look at, beyond which it is taken to backtrack without end. */
  private static final long STEPS = 20_000_000;

  private static final List<String> PCRE_ONLY =
      List.of("(?R)", "(?0)", "(?&", "(?P>", "(?|", "(*", "\\K", "\\g", "(?(", "(?C");

  private final String written;
  private final Pattern pattern;
  private final List<String> groups;

  private Regex(String written, Pattern pattern, List<String> groups) {
    this.written = written;
    this.pattern = pattern;
    this.groups = groups;
  }

  /** A regular expression that is refused; the message is one sentence. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }

    /** The sentence. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** A refusal of what stands beside a regular expression, such as the form of an edit. */
  public static Refused refused(String sentence) {
    return new Refused(sentence);
  }

  /**
   * Compiles {@code regex}.
   *
   * @throws Refused where it is none, or uses what only PCRE knows
   */
  public static Regex compile(String regex) {
    for (String construct : PCRE_ONLY) {
      int found = regex.indexOf(construct);
      if (found >= 0 && (found == 0 || regex.charAt(found - 1) != '\\')) {
        throw new Refused(
            "The regular expression uses "
                + construct
                + ", which only PCRE has: write it without.");
      }
    }
    List<String> groups = new ArrayList<>();
    String translated = translate(regex, groups);
    try {
      return new Regex(regex, Pattern.compile(translated, Pattern.UNIX_LINES), groups);
    } catch (PatternSyntaxException e) {
      throw new Refused(
          "The regular expression '" + regex + "' cannot be read: " + e.getDescription() + ".");
    }
  }

  private static String translate(String regex, List<String> groups) {
    StringBuilder out = new StringBuilder(regex.length() + 16);
    boolean inClass = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\' && i + 1 < regex.length()) {
        i = escape(regex, i, groups, out);
      } else if (inClass) {
        if (c == '[' && regex.startsWith("[:", i) && regex.indexOf(":]", i) > 0) {
          int end = regex.indexOf(":]", i);
          out.append(posix(regex.substring(i + 2, end)));
          i = end + 1;
        } else if (c == '[') {
          out.append("\\[");
        } else if (c == '&' && regex.startsWith("&&", i)) {
          out.append("\\&");
        } else {
          inClass = c != ']';
          out.append(c);
        }
      } else if (c == '[') {
        inClass = true;
        out.append(c);
        if (regex.startsWith("^", i + 1)) {
          out.append('^');
          i++;
        }
        if (regex.startsWith("]", i + 1)) {
          out.append("\\]");
          i++;
        }
      } else if (c == '(' && regex.startsWith("(?", i)) {
        i = group(regex, i, groups, out);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int escape(String regex, int i, List<String> groups, StringBuilder out) {
    if (regex.startsWith("\\k<", i) || regex.startsWith("\\k{", i)) {
      int end = regex.indexOf(regex.charAt(i + 2) == '<' ? '>' : '}', i);
      int index = end < 0 ? -1 : groups.indexOf(regex.substring(i + 3, end));
      if (index < 0) {
        throw new Refused("The regular expression refers to a group that it has not named yet.");
      }
      out.append("\\k<g").append(index).append('x').append('>');
      return end;
    }
    out.append(regex, i, i + 2);
    return i + 1;
  }

  private static int group(String regex, int i, List<String> groups, StringBuilder out) {
    int name = regex.startsWith("(?P<", i) ? i + 4 : regex.startsWith("(?<", i) ? i + 3 : -1;
    if (regex.startsWith("(?'", i)) {
      throw new Refused("Write a named group as (?<name>...), not (?'name'...).");
    }
    if (regex.startsWith("(?P=", i)) {
      throw new Refused("Write a reference to a named group as \\k<name>, not (?P=name).");
    }
    boolean named = name > 0 && name < regex.length() && "=!".indexOf(regex.charAt(name)) < 0;
    if (!named) {
      out.append('(');
      return i;
    }
    int end = regex.indexOf('>', name);
    if (end < 0 || !regex.substring(name, end).matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new Refused(
          "The name of a group in the regular expression needs letters, digits and _ only.");
    }
    String group = regex.substring(name, end);
    if (groups.contains(group)) {
      throw new Refused("The regular expression names the group '" + group + "' twice.");
    }
    out.append("(?<g").append(groups.size()).append("x>");
    groups.add(group);
    return end;
  }

  private static String posix(String name) {
    return switch (name) {
      case "alpha" -> "\\p{Alpha}";
      case "digit" -> "\\p{Digit}";
      case "alnum" -> "\\p{Alnum}";
      case "upper" -> "\\p{Upper}";
      case "lower" -> "\\p{Lower}";
      case "space" -> "\\s";
      case "blank" -> "\\p{Blank}";
      case "punct" -> "\\p{Punct}";
      case "xdigit" -> "\\p{XDigit}";
      case "word" -> "\\w";
      case "print" -> "\\p{Print}";
      case "graph" -> "\\p{Graph}";
      case "cntrl" -> "\\p{Cntrl}";
      default -> throw new Refused("The regular expression has no class [:" + name + ":].");
    };
  }

  /** The names of the named groups, in order, as they are written. */
  public List<String> groups() {
    return List.copyOf(groups);
  }

  /** The text of the named group of that index, or null where it took no part. */
  public static @Nullable String group(Matcher matcher, int index) {
    return matcher.group("g" + index + "x");
  }

  public static int groupStart(Matcher matcher, int index) {
    return matcher.start("g" + index + "x");
  }

  public static int groupEnd(Matcher matcher, int index) {
    return matcher.end("g" + index + "x");
  }

  public boolean find(String text) {
    return matching(text, Matcher::find);
  }

  /**
   * Runs {@code use} with a matcher over {@code text}.
   *
   * @throws Refused where the match does not end within its steps
   */
  public <T> T matching(String text, Function<Matcher, T> use) {
    try {
      return use.apply(pattern.matcher(new Bounded(text)));
    } catch (StackOverflowError | OutOfSteps e) {
      throw new Refused(
          "The regular expression '"
              + written
              + "' backtracks without end on a value of "
              + text.length()
              + " characters: make it more exact.");
    }
  }

  private static final class OutOfSteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfSteps() {
      super(null, null, false, false);
    }
  }

  /** Counts how often the engine looks at a character: Java's has no other bound. */
  private static final class Bounded implements CharSequence {
    private final String text;
    private long left = STEPS;

    Bounded(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new OutOfSteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
