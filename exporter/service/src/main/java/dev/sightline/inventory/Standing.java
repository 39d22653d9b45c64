package dev.sightline.inventory;

import java.util.Locale;

/** How an account stands in a lookup after a refresh. */
public enum Standing {
  /** What it answered is published. */
  CURRENT,
  /** What it answered is smaller than is believable, and is held back. */
  HELD,
  /** It was asked and did not answer. */
  FAILED,
  /** It is active in the organization, and no connection is there for it. */
  MISSING,
  /** Nobody expects it to answer any more; its last rows stay, marked stale. */
  CLOSED;

  /** Whether it is as it should be. */
  public boolean isGood() {
    return this == CURRENT || this == CLOSED;
  }

  /** As the health lookup has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
