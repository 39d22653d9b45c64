package dev.sightline.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a person sees: colours and progress on a terminal only, tables that line up. */
public final class Terminal {
  private static final int BAR = 30;

  private final PrintStream out;
  private final boolean person;

  /**
   * @param person whether colours and progress bars may be written
   */
  public Terminal(PrintStream out, boolean person) {
    this.out = out;
    this.person = person;
  }

  /** Standard error, where a person is; progress belongs there, results do not. */
  public static Terminal standardError() {
    return new Terminal(System.err, Logging.isTerminal());
  }

  public String good(String text) {
    return colour(text, 32);
  }

  public String warning(String text) {
    return colour(text, 33);
  }

  public String bad(String text) {
    return colour(text, 31);
  }

  /** Shows how far it is, in place. */
  public void progress(long done, long all, String said) {
    if (!person) {
      return;
    }
    int filled = all == 0 ? BAR : (int) (BAR * done / all);
    out.print("\r[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + said + "\u001b[K");
    out.flush();
  }

  /** Says in place how far it is, where nobody knows how far it goes. */
  public void status(String said) {
    if (person) {
      out.print("\r" + said + "\u001b[K");
      out.flush();
    }
  }

  /** Ends the line that {@link #progress} wrote to. */
  public void progressEnds() {
    if (person) {
      out.println();
    }
  }

  /** Rows with their columns under each other; numbers to the right. */
  public static List<String> table(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        char[] space = new char[widths[i] - cell.length()];
        Arrays.fill(space, ' ');
        boolean number = !cell.isEmpty() && cell.chars().allMatch(Terminal::isOfNumber);
        line.append(number ? new String(space) + cell : cell + new String(space)).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static boolean isOfNumber(int character) {
    return Character.isDigit(character) || character == ',' || character == '.';
  }

  private String colour(String text, int number) {
    return person ? "\u001b[" + number + "m" + text + "\u001b[0m" : text;
  }
}
