package dev.sightline.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The figures of the inventory, by lookup: {@code sightline.inventory.refreshes} by outcome, the
 * published {@code rows}, the {@code gaps} that the last refresh told of, and when it last
 * published, in seconds since 1970. Age is now minus that: it grows where nobody refreshes.
 */
public final class InventoryMeasures {
  private final MeterRegistry meters;
  private final Map<String, Figures> lookups = new ConcurrentHashMap<>();

  /** The last figures of one lookup. */
  private static final class Figures {
    volatile long rows;
    volatile long gaps;
    volatile long success;
  }

  public InventoryMeasures(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A refresh published a lookup. */
  public void published(String lookup, long rows, long gaps, long seconds) {
    Figures figures = figures(lookup);
    figures.rows = rows;
    figures.gaps = gaps;
    figures.success = seconds;
    count(lookup, gaps == 0 ? "complete" : "gaps");
  }

  /** A refresh published nothing of a lookup. */
  public void failed(String lookup) {
    figures(lookup).gaps = 1;
    count(lookup, "failed");
  }

  private void count(String lookup, String outcome) {
    meters
        .counter("sightline.inventory.refreshes", "lookup", lookup, "outcome", outcome)
        .increment();
  }

  private Figures figures(String lookup) {
    return lookups.computeIfAbsent(
        lookup,
        name -> {
          Figures figures = new Figures();
          Gauge.builder("sightline.inventory.rows", () -> figures.rows)
              .tag("lookup", name)
              .register(meters);
          Gauge.builder("sightline.inventory.gaps", () -> figures.gaps)
              .tag("lookup", name)
              .register(meters);
          Gauge.builder("sightline.inventory.last.success.seconds", () -> figures.success)
              .tag("lookup", name)
              .register(meters);
          return figures;
        });
  }
}
