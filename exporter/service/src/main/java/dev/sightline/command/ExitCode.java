package dev.sightline.command;

/** What a script may rely on. */
public final class ExitCode {
  /** All of it is done. */
  public static final int DONE = 0;

  /** It failed. */
  public static final int FAILED = 1;

  /** The arguments or the configuration are wrong. */
  public static final int USAGE = 2;

  /** It is done, and something is missing from it. */
  public static final int GAPS = 3;

  private ExitCode() {}
}
