package dev.sightline.command;

import dev.sightline.batch.Batcher;
import dev.sightline.envelope.Envelope;
import dev.sightline.hec.Destination;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.pipeline.DestinationCarrier;
import dev.sightline.telemetry.Measures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;

/** What a command needs to send events by itself, without a queue. */
final class Sending implements AutoCloseable {
  private final Measures measures = new Measures(new SimpleMeterRegistry());
  private final Destination destination;
  private final Batcher batcher;
  private final Envelope envelope;

  Sending(HecConfiguration hec) {
    destination = Destinations.of(hec, measures);
    batcher =
        new Batcher(
            hec.batchBytes(),
            hec.linger(),
            hec.inFlightBytes(),
            hec.inFlightRequests(),
            new DestinationCarrier(destination));
    envelope = new Envelope(hec.index());
    destination.start();
  }

  Destination destination() {
    return destination;
  }

  Measures measures() {
    return measures;
  }

  Batcher batcher() {
    return batcher;
  }

  Envelope envelope() {
    return envelope;
  }

  /**
   * Waits until Splunk takes events.
   *
   * @throws IOException with a sentence, where it does not, or where a person must change something
   */
  void awaitUsable(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!destination.awaitUsable(Duration.ofMillis(200))) {
      boolean hopeless = destination.status().stream().allMatch(EndpointStatus::misconfigured);
      if (hopeless || System.nanoTime() >= end) {
        throw new IOException(
            destination.status().stream()
                .map(status -> status.address() + ": " + status.reason())
                .collect(Collectors.joining("\n", "Splunk takes no events:\n", "")));
      }
    }
  }

  @Override
  public void close() {
    batcher.close();
    destination.close();
  }
}
