package dev.sightline.wrapping;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was wrapped cannot be read, or not to its end; what came before was handed out. */
public final class WrappingException extends IOException {
  private static final long serialVersionUID = 1;

  WrappingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** One sentence: what, where and what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
