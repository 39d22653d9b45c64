package dev.sightline.cloudtrail;

import java.io.IOException;
import java.util.Objects;

/** A file is no CloudTrail log at all; the message says what it is instead. No record was read. */
public final class NotCloudTrailException extends IOException {
  private static final long serialVersionUID = 1;

  NotCloudTrailException(String message) {
    super(message);
  }

  /** One sentence: what, where and what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
