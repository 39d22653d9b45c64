package dev.sightline.digest;

/** A digest or a log file is not what CloudTrail wrote; the message says how. */
public final class InvalidException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidException(String message) {
    super(message);
  }

  InvalidException(String message, Throwable cause) {
    super(message, cause);
  }
}
