package dev.sightline.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows with their columns under each other, numbers to the right. Where they are wider than the
 * terminal, the widest columns are broken over several lines: nothing is cut off, since what a
 * table prints is what a person copies. The first column and numbers are never broken.
 */
final class TextTable {
  private static final int GAP = 2;
  private static final int NARROWEST = 10;

  private final List<List<String>> rows;
  private final int[] widths;

  private TextTable(List<List<String>> rows) {
    this.rows = rows;
    this.widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
  }

  /**
   * @param room how many characters a line may have
   */
  static List<String> lines(List<List<String>> rows, int room) {
    TextTable table = new TextTable(rows);
    table.fit(room);
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> table.write(row, lines));
    return lines;
  }

  private void fit(int room) {
    int over = -GAP - room;
    for (int width : widths) {
      over += width + GAP;
    }
    while (over > 0) {
      int widest = widest();
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      over--;
    }
  }

  private int widest() {
    int widest = -1;
    for (int i = 1; i < widths.length; i++) {
      if (widths[i] > NARROWEST && (widest < 0 || widths[i] > widths[widest]) && !isNumbers(i)) {
        widest = i;
      }
    }
    return widest;
  }

  private boolean isNumbers(int column) {
    return rows.stream().skip(1).allMatch(row -> column >= row.size() || isNumber(row.get(column)));
  }

  private void write(List<String> row, List<String> lines) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      cells.add(cell.length() <= widths[i] ? List.of(cell) : TextLines.ofCell(cell, widths[i]));
    }
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    for (int y = 0; y < height; y++) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < cells.size(); x++) {
        List<String> cell = cells.get(x);
        String part = y < cell.size() ? cell.get(y) : "";
        String space = String.join("", Collections.nCopies(widths[x] - part.length(), " "));
        line.append(isNumber(row.get(x)) ? space + part : part + space).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty()
        && cell.chars().allMatch(c -> Character.isDigit(c) || c == ',' || c == '.');
  }
}
