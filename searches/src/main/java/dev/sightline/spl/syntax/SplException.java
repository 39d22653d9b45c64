package dev.sightline.spl.syntax;

/**
 * A search that is refused: one sentence, and the place in the text as its author wrote it. A place
 * inside the definition of a macro is given as the place where the macro is called.
 */
public final class SplException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /** {@code line} and {@code column} count from 1. */
  public SplException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The sentence, without the place. */
  public String reason() {
    return String.valueOf(super.getMessage());
  }

  @Override
  public String getMessage() {
    return reason() + " (line " + line + ", column " + column + ")";
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
