package dev.sightline.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** How far it is: a bar that moves in a terminal, elsewhere a line for each quarter. */
final class Progress {
  private static final int WIDTH = 40;
  private static final int QUARTERS = 4;

  private final PrintWriter out;
  private final boolean terminal;
  private int shown = -1;

  /**
   * @param terminal whether a line can be written over
   */
  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A line of its own. */
  void say(String line) {
    out.println(line);
    out.flush();
  }

  /** So many of so many records are delivered. */
  void show(int done, int total) {
    int steps = terminal ? WIDTH : QUARTERS;
    int step = total == 0 ? steps : (int) Math.min(steps, (long) done * steps / total);
    if (step == shown) {
      return;
    }
    shown = step;
    String count = String.format(Locale.ROOT, "%,d of %,d records delivered", done, total);
    if (terminal) {
      out.print("\r[" + "#".repeat(step) + ".".repeat(WIDTH - step) + "] " + count);
    } else if (step > 0) {
      out.println("  " + count);
    }
    out.flush();
  }

  /** Nothing more is shown: what follows begins on a new line. */
  void end() {
    if (terminal && shown >= 0) {
      out.println();
    }
    out.flush();
  }
}
