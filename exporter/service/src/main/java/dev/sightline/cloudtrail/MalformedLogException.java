package dev.sightline.cloudtrail;

import java.io.IOException;
import java.util.Objects;

/** A log is damaged from some place on; the records before that place were handed out. */
public final class MalformedLogException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;
  private final long ordinal;

  MalformedLogException(String what, long offset, long ordinal) {
    super(
        "The log "
            + what
            + ", at byte "
            + offset
            + ", record "
            + ordinal
            + ": the records before it were read.");
    this.offset = offset;
    this.ordinal = ordinal;
  }

  /** Where the damage was noticed, in inflated bytes from the start. */
  public long offset() {
    return offset;
  }

  /** The ordinal of the record that could not be read: as many as were read before it. */
  public long ordinal() {
    return ordinal;
  }

  /** One sentence: what, where and what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
