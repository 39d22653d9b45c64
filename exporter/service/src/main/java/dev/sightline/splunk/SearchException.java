package dev.sightline.splunk;

import java.io.IOException;

/** Splunk gave no answer that can be relied on; the message says why and what to do. */
public final class SearchException extends IOException {
  private static final long serialVersionUID = 1L;

  public SearchException(String message) {
    super(message);
  }

  public SearchException(String message, Throwable cause) {
    super(message, cause);
  }
}
