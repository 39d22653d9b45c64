package dev.sightline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A line as a shell would cut it, as far as documents need that. A semicolon ends no command here,
 * since in documents it is mostly one of a sentence that a command prints.
 */
final class ShellWords {
  private static final Pattern PIECE =
      Pattern.compile(
          "(?<end>&&|\\|\\||[|()])|(?<comment>(?<!\\S)#.*)|(?<redirection>\\d?>+ *\\S+)"
              + "|(?<word>(?:'[^']*'|\"[^\"]*\"|[^\\s'\"|;&()>#]|(?<=\\S)#)+)");

  private ShellWords() {}

  /** The commands of a line, joined there by pipes or otherwise, each as its words. */
  static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (MatchResult piece : PIECE.matcher(line).results().toList()) {
      if (piece.group("end") != null) {
        commands.add(words);
        words = new ArrayList<>();
      } else if (piece.group("word") != null) {
        words.add(piece.group("word").replaceAll("['\"]", ""));
      }
    }
    commands.add(words);
    return commands;
  }
}
