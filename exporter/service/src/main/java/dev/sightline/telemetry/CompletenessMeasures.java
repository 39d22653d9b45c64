package dev.sightline.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The figures of the checks on a schedule: those that {@code failed}, and up to when everything is
 * whole where that is earliest, in seconds since 1970. One figure for all accounts and regions: the
 * events tell each.
 */
public final class CompletenessMeasures {
  private final Counter failures;
  private volatile double wholeUpTo = Double.NaN;

  public CompletenessMeasures(MeterRegistry meters) {
    failures = meters.counter("sightline.completeness.failures");
    Gauge.builder("sightline.completeness.whole.up.to.seconds", () -> wholeUpTo).register(meters);
  }

  /** A check led to no verdict, or its events did not arrive. */
  public void failed() {
    failures.increment();
  }

  /** A check told that everything is whole up to then. */
  public void wholeUpTo(long seconds) {
    wholeUpTo = seconds;
  }
}
