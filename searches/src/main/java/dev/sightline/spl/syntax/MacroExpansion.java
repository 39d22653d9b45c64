package dev.sightline.spl.syntax;

import dev.sightline.yaml.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes comments out of a search and puts the definitions of its macros in. */
public final class MacroExpansion {
  /** Characters; a search that grows beyond is a mistake in its macros. */
  private static final int LONGEST = 1_000_000;

  private final Map<String, Macro> macros = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  public MacroExpansion(Collection<Macro> macros) {
    macros.forEach(macro -> this.macros.put(macro.key(), macro));
  }

  /**
   * The text with each comment replaced by a space and each macro by its definition.
   *
   * @throws SplException where a macro is unknown, calls itself or is not closed
   */
  public SourceText expand(String search) {
    return expand(SourceText.of(search));
  }

  private SourceText expand(SourceText source) {
    Expanded out = new Expanded(source.original());
    int i = 0;
    while (i < source.length()) {
      char c = source.at(i);
      if (c == '"') {
        int end = source.endOfQuote(i, source.length());
        out.copy(source, i, end);
        i = end;
      } else if (source.text().startsWith("```", i)) {
        int end = source.text().indexOf("```", i + 3);
        if (end < 0) {
          throw source.error(i, "This comment is never closed: add the closing ```.");
        }
        out.append(" ", source.origin(i));
        i = end + 3;
      } else if (c == '`') {
        int end = endOfCall(source, i);
        SourceText definition = definition(source, i, source.text().substring(i + 1, end));
        out.copy(definition, 0, definition.length());
        i = end + 1;
      } else {
        out.copy(source, i, i + 1);
        i++;
      }
      if (out.text.length() > LONGEST) {
        throw source.error(
            0, "Its macros make this search longer than " + LONGEST + " characters.");
      }
    }
    return out.toSource();
  }

  private static int endOfCall(SourceText source, int start) {
    int i = start + 1;
    while (i < source.length()) {
      char c = source.at(i);
      if (c == '"') {
        i = source.endOfQuote(i, source.length());
      } else if (c == '`') {
        return i;
      } else {
        i++;
      }
    }
    throw source.error(start, "This macro is never closed: add the closing `.");
  }

  private SourceText definition(SourceText source, int offset, String call) {
    int parenthesis = call.indexOf('(');
    String name = (parenthesis < 0 ? call : call.substring(0, parenthesis)).strip();
    List<String> values = new ArrayList<>();
    if (parenthesis >= 0) {
      String rest = call.strip();
      if (!rest.endsWith(")")) {
        throw source.error(offset, "The arguments of macro '" + name + "' need a closing ).");
      }
      values = arguments(rest.substring(rest.indexOf('(') + 1, rest.length() - 1));
    }
    String key = values.isEmpty() ? name : name + "(" + values.size() + ")";
    Macro macro = macros.get(key);
    if (macro == null) {
      throw source.error(
          offset, "Unknown macro '" + key + "'" + Nearest.hint(key, macros.keySet()) + ".");
    }
    if (open.contains(key)) {
      throw source.error(
          offset, "Macro '" + key + "' calls itself: take the call out of its definition.");
    }
    String text = macro.definition();
    for (int i = 0; i < values.size(); i++) {
      text = text.replace("$" + macro.arguments().get(i) + "$", value(macro, i, values));
    }
    int[] origins = new int[text.length()];
    Arrays.fill(origins, source.origin(offset));
    open.push(key);
    try {
      return expand(new SourceText(source.original(), text, origins));
    } finally {
      open.pop();
    }
  }

  /** Arguments may be given by name, as {@code field=user}. */
  private static String value(Macro macro, int index, List<String> values) {
    String prefix = macro.arguments().get(index) + "=";
    for (String value : values) {
      if (value.startsWith(prefix)) {
        return value.substring(prefix.length());
      }
    }
    return values.get(index);
  }

  /** Splits at commas outside quotes and parentheses; quotes around a whole argument go. */
  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    if (text.isBlank()) {
      return arguments;
    }
    StringBuilder current = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        current.append(c).append(text.charAt(++i));
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')') {
        depth--;
      }
      if (c == ',' && !quoted && depth == 0) {
        arguments.add(unquoted(current.toString().strip()));
        current.setLength(0);
      } else {
        current.append(c);
      }
    }
    arguments.add(unquoted(current.toString().strip()));
    return arguments;
  }

  private static String unquoted(String argument) {
    if (argument.length() < 2 || argument.charAt(0) != '"') {
      return argument;
    }
    int end = SourceText.of(argument).endOfQuote(0, argument.length());
    return end == argument.length()
        ? argument.substring(1, end - 1).replace("\\\"", "\"")
        : argument;
  }

  private static final class Expanded {
    private final String original;
    private final StringBuilder text = new StringBuilder();
    private int[] origins = new int[256];

    Expanded(String original) {
      this.original = original;
    }

    void copy(SourceText source, int from, int to) {
      for (int i = from; i < to; i++) {
        add(source.at(i), source.origin(i));
      }
    }

    void append(String added, int origin) {
      for (int i = 0; i < added.length(); i++) {
        add(added.charAt(i), origin);
      }
    }

    private void add(char c, int origin) {
      if (text.length() == origins.length) {
        origins = Arrays.copyOf(origins, origins.length * 2);
      }
      origins[text.length()] = origin;
      text.append(c);
    }

    SourceText toSource() {
      return new SourceText(original, text.toString(), Arrays.copyOf(origins, text.length()));
    }
  }
}
