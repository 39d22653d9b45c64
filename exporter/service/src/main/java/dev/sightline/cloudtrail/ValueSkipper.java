package dev.sightline.cloudtrail;

import java.io.IOException;

/** Passes over a JSON value of any length without holding it. */
final class ValueSkipper {
  /** No number is longer that anyone meant. */
  private static final int MAXIMUM_SCALAR_BYTES = 4_096;

  private final Window window;

  ValueSkipper(Window window) {
    this.window = window;
  }

  /**
   * Passes over the value at the window's position.
   *
   * @return false where the stream ends in it or it is no value; the window is then near the fault
   */
  boolean skip() throws IOException {
    return switch (window.peek()) {
      case '"' -> string();
      case '{', '[' -> nested();
      default -> scalar();
    };
  }

  private boolean scalar() throws IOException {
    int end = Scalars.end(window.buffer(), window.position(), window.limit());
    while (end == RecordScanner.MORE && window.more(MAXIMUM_SCALAR_BYTES)) {
      end = Scalars.end(window.buffer(), window.position(), window.limit());
    }
    if (end < 0) {
      return false;
    }
    window.position(end);
    return true;
  }

  private boolean string() throws IOException {
    window.position(window.position() + 1);
    while (true) {
      byte[] buffer = window.buffer();
      int at = window.position();
      int limit = window.limit();
      while (at < limit && buffer[at] != '"' && buffer[at] != '\\') {
        at++;
      }
      window.position(at);
      int c = window.peek();
      if (c < 0) {
        return false;
      }
      if (c != '"' && c != '\\') {
        // Here the window moved on, to a byte that is none of the two.
        continue;
      }
      window.position(window.position() + 1);
      if (c == '"') {
        return true;
      }
      if (window.peek() < 0) {
        return false;
      }
      window.position(window.position() + 1);
    }
  }

  private boolean nested() throws IOException {
    long depth = 0;
    while (true) {
      int c = window.peek();
      if (c < 0) {
        return false;
      }
      switch (c) {
        case '"' -> {
          if (!string()) {
            return false;
          }
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      window.position(window.position() + 1);
      if (depth == 0) {
        return true;
      }
    }
  }
}
