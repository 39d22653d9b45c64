package dev.sightline.eventbridge;

/** A message is no event that could be carried; the message says in one sentence why. */
public final class NotEventException extends Exception {
  private static final long serialVersionUID = 1;

  NotEventException(String message) {
    super(message);
  }
}
