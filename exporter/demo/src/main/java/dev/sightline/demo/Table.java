package dev.sightline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of a label and numbers, each column as wide as it must be. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();

  /**
   * @param head of the labels
   * @param heads of the numbers
   */
  Table(String head, String... heads) {
    List<String> line = new ArrayList<>();
    line.add(head);
    line.addAll(List.of(heads));
    lines.add(line);
  }

  /** One line; it has as many numbers as the table has heads for them. */
  void add(String label, long... numbers) {
    List<String> line = new ArrayList<>();
    line.add(label);
    for (long number : numbers) {
      line.add(String.format(Locale.ROOT, "%,d", number));
    }
    lines.add(line);
  }

  @Override
  public String toString() {
    int[] widths = new int[lines.getFirst().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      String label = line.getFirst();
      text.append(label).append(" ".repeat(widths[0] - label.length()));
      for (int i = 1; i < widths.length; i++) {
        text.append(GAP).append(" ".repeat(widths[i] - line.get(i).length())).append(line.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
