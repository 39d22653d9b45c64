package dev.sightline.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One conservation law: {@code in = out₁ + out₂ + … + in flight}, at any time. What comes in and
 * each way out is a counter, what is in flight a gauge of its own.
 *
 * @param <W> the ways out
 */
public final class Flow<W extends Enum<W>> {
  private final Counter in;
  private final EnumMap<W, Counter> out;
  private final AtomicLong inFlight = new AtomicLong();

  /**
   * Registers {@code name.in}, {@code name.way} for each way, and {@code name.in.flight}.
   *
   * @param name such as {@code sightline.messages}
   * @param in such as {@code received}
   */
  public Flow(MeterRegistry meters, String name, String in, Class<W> ways) {
    this.in = meters.counter(name + "." + in);
    this.out = new EnumMap<>(ways);
    for (W way : ways.getEnumConstants()) {
      out.put(way, meters.counter(name + "." + way.name().toLowerCase(Locale.ROOT)));
    }
    meters.gauge(name + ".in.flight", inFlight);
  }

  /** So many came in. */
  public void enter(long count) {
    in.increment((double) count);
    inFlight.addAndGet(count);
  }

  /** So many went out this way. */
  public void leave(W way, long count) {
    counter(way).increment((double) count);
    inFlight.addAndGet(-count);
  }

  /** So many came in so far. */
  public long entered() {
    return (long) in.count();
  }

  /** So many went out this way so far. */
  public long left(W way) {
    return (long) counter(way).count();
  }

  /** So many are in and not out. */
  public long inFlight() {
    return inFlight.get();
  }

  /** Whether the law holds; asked when nothing moves. */
  public boolean isConserved() {
    long sum = inFlight.get();
    for (Counter way : out.values()) {
      sum += (long) way.count();
    }
    return sum == entered();
  }

  private Counter counter(W way) {
    return Objects.requireNonNull(out.get(way));
  }
}
