package dev.sightline.quarantine;

/** The quarantine cannot be used; the message says why in one sentence. */
public final class QuarantineException extends Exception {
  private static final long serialVersionUID = 1L;

  public QuarantineException(String message, Throwable cause) {
    super(message, cause);
  }

  public QuarantineException(String message) {
    super(message);
  }
}
