package dev.sightline.spl.command;

import dev.sightline.spl.value.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** An edit in sed's form: {@code s/regex/replacement/flags} or {@code y/characters/others/}. */
sealed interface Substitution extends RexCommand.Edit {
  String apply(String text);

  /**
   * One match, or several, for others.
   *
   * @param from the match that is replaced first, counted from 1
   * @param all whether those after it are, too
   */
  record Replace(Regex regex, String replacement, int from, boolean all) implements Substitution {
    @Override
    public String apply(String text) {
      return regex.matching(text, matcher -> replaced(matcher, text));
    }

    private String replaced(Matcher matcher, String text) {
      StringBuilder out = new StringBuilder();
      int at = 0;
      for (int match = 1; matcher.find(); match++) {
        if (match < from) {
          continue;
        }
        out.append(text, at, matcher.start());
        append(matcher, out);
        at = matcher.end();
        if (!all) {
          break;
        }
      }
      return out.append(text, at, text.length()).toString();
    }

    private void append(Matcher matcher, StringBuilder out) {
      for (int i = 0; i < replacement.length(); i++) {
        char c = replacement.charAt(i);
        if (c == '\\' && i + 1 < replacement.length()) {
          char next = replacement.charAt(++i);
          int group = Character.isDigit(next) ? next - '0' : -1;
          String value = group >= 0 && group <= matcher.groupCount() ? matcher.group(group) : null;
          if (group >= 0) {
            out.append(value == null ? "" : value);
          } else {
            out.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
          }
        } else if (c == '&') {
          out.append(matcher.group());
        } else {
          out.append(c);
        }
      }
    }
  }

  /** Characters for characters. */
  record Transliterate(String from, String to) implements Substitution {
    @Override
    public String apply(String text) {
      StringBuilder out = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        int index = from.indexOf(text.charAt(i));
        out.append(index < 0 ? text.charAt(i) : to.charAt(index));
      }
      return out.toString();
    }
  }

  static Substitution parse(String text) {
    String script = text.strip();
    char kind = script.length() < 4 ? 0 : script.charAt(0);
    if (kind != 's' && kind != 'y') {
      throw Regex.refused("The mode sed knows s/regex/replacement/flags and y/from/to/ only.");
    }
    List<String> parts = parts(script.substring(2), script.charAt(1));
    if (parts.size() != 3) {
      throw Regex.refused("This sed expression needs three '" + script.charAt(1) + "'.");
    }
    String flags = parts.get(2).strip();
    if (kind == 'y') {
      if (parts.get(0).length() != parts.get(1).length() || !flags.isEmpty()) {
        throw Regex.refused("y/from/to/ needs as many characters on both sides, and no flag.");
      }
      return new Transliterate(parts.get(0), parts.get(1));
    }
    if (!flags.matches("g|[1-9][0-9]{0,4}g?|")) {
      throw Regex.refused("The flags of s/// are g or a number, not '" + flags + "'.");
    }
    String digits = flags.replace("g", "");
    return new Replace(
        Regex.compile(parts.get(0)),
        parts.get(1),
        digits.isEmpty() ? 1 : Integer.parseInt(digits),
        flags.endsWith("g"));
  }

  private static List<String> parts(String text, char delimiter) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        part.append(next == delimiter ? "" : "\\").append(next);
      } else if (c == delimiter) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
