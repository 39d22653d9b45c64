package dev.sightline.inventory;

import dev.sightline.configuration.Masking;
import java.io.IOException;

/** A part of the inventory cannot be read; the message says why and what to do. */
public final class InventoryException extends IOException {
  private static final long serialVersionUID = 1L;

  public InventoryException(String sentence) {
    super(Masking.masked(sentence));
  }

  public InventoryException(String sentence, Throwable cause) {
    super(Masking.masked(sentence), cause);
  }
}
