package dev.sightline.guardduty;

import dev.sightline.configuration.Masking;
import java.util.Objects;

/** GuardDuty cannot be asked; the message says in one sentence where, why and what to do. */
public final class GuardDutyException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why GuardDuty cannot be asked. */
  public enum Reason {
    /** The account has not enabled the region: there is nothing to find. */
    REGION_NOT_ENABLED,
    /** A permission is missing. */
    DENIED,
    /** Another try may help. */
    UNAVAILABLE
  }

  GuardDutyException(Reason reason, String message, Throwable cause) {
    super(Masking.masked(message), cause);
    this.reason = reason;
  }

  /** Why GuardDuty cannot be asked. */
  public Reason reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
