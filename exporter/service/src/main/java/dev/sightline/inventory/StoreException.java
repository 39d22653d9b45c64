package dev.sightline.inventory;

import dev.sightline.configuration.Masking;
import java.io.IOException;

/** The lookups cannot be read or written; the message says why and what to do. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String sentence) {
    super(Masking.masked(sentence));
  }

  public StoreException(String sentence, Throwable cause) {
    super(Masking.masked(sentence), cause);
  }
}
