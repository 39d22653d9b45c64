package dev.sightline.command;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines that fit. */
final class TextLines {
  private TextLines() {}

  /** Broken between words only: a word that is longer stays whole, as a command or a URL must. */
  static List<String> ofWords(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** No line is longer: a word that is, is broken behind a mark where it has one, else anywhere. */
  static List<String> ofCell(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : ofWords(text, width)) {
      String rest = line;
      while (rest.length() > width) {
        int end = markBefore(rest, width);
        lines.add(rest.substring(0, end));
        rest = rest.substring(end);
      }
      lines.add(rest);
    }
    return lines;
  }

  private static int markBefore(String text, int width) {
    for (int end = width; end > width / 2; end--) {
      if ("/:-_,.|".indexOf(text.charAt(end - 1)) >= 0) {
        return end;
      }
    }
    return width;
  }
}
