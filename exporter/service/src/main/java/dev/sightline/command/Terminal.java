package dev.sightline.command;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a person sees: colours and progress on a terminal only, tables that line up. */
public final class Terminal {
  private static final String COLUMNS = "sightline.columns";
  private static final int MOST_TERMINALS = 80;
  private static final int NARROWEST = 40;

  /** Longer lines are not read with ease. */
  private static final int WIDEST = 120;

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

  /**
   * Rows with their columns under each other; numbers to the right; as wide as the terminal where
   * standard output is one, and as wide as they are where it is not.
   */
  public static List<String> table(List<List<String>> rows) {
    return table(rows, columns().orElse(Integer.MAX_VALUE));
  }

  static List<String> table(List<List<String>> rows, int room) {
    return TextTable.lines(rows, room);
  }

  /** How wide the terminal at standard output is, where it is one: the launcher tells. */
  static OptionalInt columns() {
    return number(System.getProperty(COLUMNS));
  }

  /**
   * How wide help is: as the terminal, or as the environment says, else as terminals mostly are.
   */
  static int helpColumns() {
    int columns =
        columns().orElseGet(() -> number(System.getenv("COLUMNS")).orElse(MOST_TERMINALS));
    return Math.clamp(columns, NARROWEST, WIDEST);
  }

  private static OptionalInt number(@Nullable String text) {
    boolean number = text != null && text.matches("[1-9][0-9]{0,4}");
    return number ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  private String colour(String text, int number) {
    return person ? "\u001b[" + number + "m" + text + "\u001b[0m" : text;
  }
}
