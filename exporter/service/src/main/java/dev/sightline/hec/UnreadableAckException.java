package dev.sightline.hec;

/** The ack endpoint answered something that confirms nothing. */
final class UnreadableAckException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableAckException(String message) {
    super(message);
  }
}
