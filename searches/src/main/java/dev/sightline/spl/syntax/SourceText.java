package dev.sightline.spl.syntax;

/**
 * Text that is being read, and for each of its characters the offset in the text that the author
 * wrote: what a macro brought in points at the macro's call.
 */
public final class SourceText {
  private final String original;
  private final String text;
  private final int[] origins;

  SourceText(String original, String text, int[] origins) {
    this.original = original;
    this.text = text;
    this.origins = origins;
  }

  /** The text as its author wrote it, nothing expanded. */
  public static SourceText of(String text) {
    int[] origins = new int[text.length()];
    for (int i = 0; i < origins.length; i++) {
      origins[i] = i;
    }
    return new SourceText(text, text, origins);
  }

  public String text() {
    return text;
  }

  public int length() {
    return text.length();
  }

  public char at(int offset) {
    return text.charAt(offset);
  }

  String original() {
    return original;
  }

  int origin(int offset) {
    return offset < origins.length ? origins[offset] : original.length();
  }

  /** A refusal at {@code offset} of this text. */
  public SplException error(int offset, String message) {
    int end = Math.min(origin(offset), original.length());
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      if (original.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new SplException(message, line, column);
  }

  /** The end (exclusive) of a double-quoted text that starts at {@code start}. */
  public int endOfQuote(int start, int limit) {
    char quote = text.charAt(start);
    for (int i = start + 1; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    throw error(start, "This quote is never closed: add the closing " + quote + ".");
  }

  /** The offset of the bracket that closes the one at {@code start}. */
  public int closing(int start, int limit, char open, char close) {
    int depth = 0;
    for (int i = start; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfQuote(i, limit) - 1;
      } else if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return i;
      }
    }
    throw error(start, "This " + open + " is never closed: add the closing " + close + ".");
  }
}
