package dev.sightline.redelivery;

/** What Splunk has cannot be told; the message is a sentence's end that says why. */
final class UnknownException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownException(String message) {
    super(message);
  }
}
