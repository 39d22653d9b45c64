package dev.sightline.container;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something cannot be unpacked, or not to its end; the message says what and why. */
public final class PackedException extends IOException {
  private static final long serialVersionUID = 1;

  PackedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** One sentence: what, where and what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
