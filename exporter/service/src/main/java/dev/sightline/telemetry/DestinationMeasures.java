package dev.sightline.telemetry;

import dev.sightline.telemetry.Measures.RecordEnd;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The figures of one destination: its events by what became of them, and the messages that were
 * given back for its sake alone. A record that goes to two of them is one event of each.
 */
public final class DestinationMeasures {
  private final Map<RecordEnd, Counter> events = new EnumMap<>(RecordEnd.class);
  private final Counter held;

  DestinationMeasures(MeterRegistry meters, String name) {
    for (RecordEnd end : RecordEnd.values()) {
      events.put(
          end,
          meters.counter(
              "sightline.destination.events",
              "destination",
              name,
              "outcome",
              end.name().toLowerCase(Locale.ROOT)));
    }
    held = meters.counter("sightline.destination.messages.held", "destination", name);
  }

  /** So many of its events ended so. */
  public void ended(RecordEnd end, long count) {
    Objects.requireNonNull(events.get(end)).increment((double) count);
  }

  /** So many of its events ended so until now. */
  public long ended(RecordEnd end) {
    return (long) Objects.requireNonNull(events.get(end)).count();
  }

  /** A message was given back because this destination takes nothing. */
  public void held() {
    held.increment();
  }

  /** How often a message was given back for it. */
  public long timesHeld() {
    return (long) held.count();
  }
}
