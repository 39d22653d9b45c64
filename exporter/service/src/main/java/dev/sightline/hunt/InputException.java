package dev.sightline.hunt;

/** Something that the hunt was given is wrong; the message says what, where and what to do. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message, null, false, false);
  }

  /** One sentence. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
