package dev.sightline.pipeline;

import dev.sightline.batch.Batcher;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.redelivery.Inquiry;
import dev.sightline.telemetry.DestinationMeasures;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One Splunk, what is on its way to it, and since when it takes nothing. */
public final class Outlet implements AutoCloseable {
  /** The name of the one of the settings {@code sightline.hec.*}. */
  public static final String FIRST = "splunk";

  private static final Duration LONG = Duration.ofSeconds(5);

  private final String name;
  private final Destination destination;
  private final DestinationCarrier carrier;
  private final Batcher batcher;
  private final @Nullable Inquiry inquiry;
  private final DestinationMeasures measures;

  /** By {@link System#nanoTime}; what they are worth depends on {@link #down}. */
  private volatile long sinceNanos = System.nanoTime();

  private volatile boolean down;
  private volatile long verdicts;

  /**
   * @param name as routes call it
   * @param hec how much may be on its way
   * @param inquiry asks it what it has of what comes again; null where it is not asked
   */
  public Outlet(
      String name,
      HecConfiguration hec,
      Destination destination,
      Measures measures,
      @Nullable Inquiry inquiry) {
    this.name = name;
    this.destination = destination;
    this.inquiry = inquiry;
    this.measures = measures.destination(name);
    this.carrier = new DestinationCarrier(destination);
    this.batcher =
        new Batcher(
            hec.batchBytes(), hec.linger(), hec.inFlightBytes(), hec.inFlightRequests(), carrier);
  }

  public String name() {
    return name;
  }

  public Destination destination() {
    return destination;
  }

  public DestinationMeasures measures() {
    return measures;
  }

  /** Bytes that are read for it and not settled. */
  public long inFlightBytes() {
    return batcher.inFlight();
  }

  @Nullable Inquiry inquiry() {
    return inquiry;
  }

  /** What collects events for it. */
  public Batcher batcher() {
    return batcher;
  }

  /** Looks how it stands; called a few times a second, by one thread. */
  void look() {
    boolean unusable = !destination.isUsable();
    long now = carrier.verdicts();
    if (unusable != down || (!unusable && (now != verdicts || batcher.inFlight() == 0))) {
      sinceNanos = System.nanoTime();
    }
    verdicts = now;
    down = unusable;
    if (down || silence().compareTo(LONG) > 0) {
      carrier.endUnwanted();
    }
  }

  /** Whether no endpoint took events when it was looked at. */
  boolean isDown() {
    return down;
  }

  /** How long it has been down, or has said nothing of what is on its way to it. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  @Override
  public void close() {
    batcher.close();
    destination.close();
  }
}
