package dev.sightline.inventory.steampipe;

import dev.sightline.configuration.Masking;
import java.io.IOException;

/** A connection or the whole service did not answer; the message says which, why and what to do. */
public final class SteampipeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean service;

  SteampipeException(String sentence, boolean service, Throwable cause) {
    super(Masking.masked(sentence), cause);
    this.service = service;
  }

  /** Whether the service itself is not there, so that no other question is worth asking. */
  public boolean isOfService() {
    return service;
  }
}
