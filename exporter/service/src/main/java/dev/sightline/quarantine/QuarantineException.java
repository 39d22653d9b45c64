package dev.sightline.quarantine;

import dev.sightline.configuration.Masking;

/** The quarantine cannot be used; the message says why in one sentence. */
public final class QuarantineException extends Exception {
  private static final long serialVersionUID = 1L;

  public QuarantineException(String message, Throwable cause) {
    super(Masking.masked(message), cause);
  }

  public QuarantineException(String message) {
    super(Masking.masked(message));
  }
}
