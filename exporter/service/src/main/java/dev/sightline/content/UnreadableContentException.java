package dev.sightline.content;

import java.io.IOException;
import java.util.Objects;

/**
 * Something is not what any room can read, or is damaged from some place on: what came before was
 * handed out. Another try would not help.
 */
public final class UnreadableContentException extends IOException {
  private static final long serialVersionUID = 1;

  UnreadableContentException(Exception cause) {
    super(cause.getMessage(), cause);
  }

  UnreadableContentException(String message) {
    super(message);
  }

  /** One sentence: what, where and what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
