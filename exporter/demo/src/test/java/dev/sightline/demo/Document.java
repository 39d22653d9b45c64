package dev.sightline.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown file, as far as the tests of documents look into it.
 *
 * @param prose its text without blocks and spans of code
 * @param blocks the lines of its blocks of code, with continued lines joined
 * @param spans its spans of code
 * @param anchors what its headings are called in a link
 */
record Document(String prose, List<String> blocks, List<String> spans, Set<String> anchors) {
  private static final Pattern SPAN = Pattern.compile("(`+)(.+?)\\1");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern LIST_ITEM = Pattern.compile(" *(?:[-*]|\\d+\\.) .*");

  /** What may stand before a command of ours: a prompt, and variables. */
  private static final Pattern BEFORE = Pattern.compile("\\$|\\w+=.*");

  static Document read(Path file) {
    try {
      return of(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document of(List<String> lines) {
    StringBuilder text = new StringBuilder();
    List<String> code = new ArrayList<>();
    boolean fenced = false;
    boolean indented = false;
    boolean inList = false;
    String before = "";
    for (String line : lines) {
      boolean fence = line.strip().startsWith("```");
      indented = isIndented(line, inList) && (indented || before.isBlank());
      if (fence) {
        fenced = !fenced;
      } else if (fenced || indented) {
        code.add(line.strip());
      } else {
        text.append(line).append('\n');
        inList = LIST_ITEM.matcher(line).matches() || (inList && !startsAnew(line, before));
      }
      before = line;
    }
    return new Document(
        SPAN.matcher(text).replaceAll(""), joined(code), spans(text.toString()), anchors(text));
  }

  private static boolean isIndented(String line, boolean inList) {
    return line.startsWith(inList ? "      " : "    ") && !LIST_ITEM.matcher(line).matches();
  }

  private static boolean startsAnew(String line, String before) {
    return before.isBlank() && !line.isBlank() && !line.startsWith(" ");
  }

  private static List<String> joined(List<String> lines) {
    return String.join("\n", lines).replace("\\\n", "").lines().toList();
  }

  private static List<String> spans(String text) {
    return SPAN.matcher(text).results().map((MatchResult found) -> found.group(2)).toList();
  }

  /** As the pages of repositories name them: without punctuation, a second of a name with -1. */
  private static Set<String> anchors(CharSequence text) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : text.toString().lines().toList()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String name =
            heading
                .group(1)
                .replaceAll("\\]\\([^)]*\\)", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int before = seen.merge(name, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? name : name + "-" + before);
      }
    }
    return anchors;
  }

  /** The commands of ours in blocks of code, each as its arguments. */
  List<List<String>> blockCommands() {
    return commands(blocks);
  }

  /** The commands of ours in the midst of sentences, each as its arguments. */
  List<List<String>> spanCommands() {
    return commands(spans);
  }

  private static List<List<String>> commands(List<String> lines) {
    List<List<String>> commands = new ArrayList<>();
    for (String line : lines) {
      for (List<String> words : ShellWords.commands(line)) {
        List<String> arguments = arguments(words);
        if (!arguments.isEmpty()) {
          commands.add(arguments);
        }
      }
    }
    return commands;
  }

  /** What follows our program's name, or nothing where another program is meant. */
  private static List<String> arguments(List<String> words) {
    List<String> command =
        inside(words).stream().dropWhile(w -> BEFORE.matcher(w).matches()).toList();
    return command.isEmpty() || !isOurs(command.getFirst())
        ? List.of()
        : command.stream().skip(1).filter(word -> !word.equals("…")).toList();
  }

  /** What a container is told to run, or the words themselves. */
  private static List<String> inside(List<String> words) {
    int begin =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "kubectl" -> words.contains("--") ? words.indexOf("--") + 1 : words.size();
          case "docker", "podman" -> words.get(1).equals("exec") ? 3 : words.size();
          default -> 0;
        };
    return words.subList(begin, words.size());
  }

  private static boolean isOurs(String word) {
    return word.equals("sightline") || word.equals("./sightline");
  }
}
