package dev.sightline.hunt;

import java.util.function.DoubleSupplier;

/**
 * The time of the newest event, which stands for now() in a hunt. It is known when the events have
 * been read; a search that asks before is told so, and starts again once it is known.
 */
final class Now implements DoubleSupplier {
  private volatile double seconds = Double.NaN;

  /** Somebody asked before the newest event was known. */
  static final class NotKnownYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotKnownYet() {
      super("The newest event is not known yet.", null, false, false);
    }
  }

  /** Makes it known, in seconds since 1970. */
  void is(double newest) {
    seconds = newest;
  }

  boolean isKnown() {
    return !Double.isNaN(seconds);
  }

  @Override
  public double getAsDouble() {
    if (!isKnown()) {
      throw new NotKnownYet();
    }
    return seconds;
  }
}
