package dev.sightline.pipeline;

import dev.sightline.batch.Batcher;
import dev.sightline.cloudtrail.CloudTrailReader;
import dev.sightline.envelope.Envelope;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.notification.NotificationDecoder;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.object.AllowList;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectStore;
import dev.sightline.quarantine.Quarantine;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service: a lane for each queue, and one destination that they share. */
public final class Exporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Exporter.class);
  private static final int LEDGER = 100_000;

  private final Destination destination;
  private final Batcher batcher;
  private final Measures measures;
  private final QueueConfiguration queues;
  private final List<Lane> lanes = new ArrayList<>();
  private boolean closed;

  /**
   * One queue to consume.
   *
   * @param maxReceiveCount after so many receives SQS moves a message to the dead-letter queue; 0
   *     for never
   */
  public record Source(Queue queue, Quarantine quarantine, int maxReceiveCount) {}

  public Exporter(
      List<Source> sources,
      QueueConfiguration queues,
      ObjectConfiguration objects,
      ObjectStore store,
      HecConfiguration hec,
      Destination destination,
      Measures measures,
      InstantSource clock) {
    this.queues = queues;
    this.destination = destination;
    this.measures = measures;
    this.batcher =
        new Batcher(
            hec.batchBytes(),
            hec.linger(),
            hec.inFlightBytes(),
            hec.inFlightRequests(),
            new DestinationCarrier(destination));
    ObjectJourney journey =
        new ObjectJourney(
            store,
            new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES),
            new Envelope(hec.index()),
            batcher,
            new Ledger(LEDGER),
            new Semaphore(objects.open()),
            measures,
            clock);
    for (Source source : sources) {
      MessageJourney messages =
          new MessageJourney(
              new NotificationDecoder(),
              AllowList.of(objects.buckets()),
              journey,
              source.quarantine(),
              measures,
              clock,
              source.queue().name());
      lanes.add(
          new Lane(
              source.queue(),
              queues,
              source.maxReceiveCount(),
              messages,
              destination,
              measures,
              clock));
    }
  }

  /** Starts to probe Splunk, and to receive once it takes events. */
  public void start() {
    destination.start();
    lanes.forEach(Lane::start);
  }

  public Destination destination() {
    return destination;
  }

  public Measures measures() {
    return measures;
  }

  /** What keeps each queue from being received, by its name; empty where all is well. */
  public Map<String, String> troubles() {
    Map<String, String> troubles = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      String trouble = lane.trouble();
      if (trouble != null) {
        troubles.put(lane.name(), trouble);
      }
    }
    return troubles;
  }

  /** Bytes that are read and not settled. */
  public long inFlightBytes() {
    return batcher.inFlight();
  }

  /**
   * Drains: receives no more, waits for what is in flight up to the drain limit, and releases the
   * rest, which others receive at once.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    lanes.forEach(Lane::stopReceiving);
    batcher.flush();
    int released = 0;
    try {
      long deadline = System.nanoTime() + queues.drainLimit().toNanos();
      int inFlight = 0;
      for (Lane lane : lanes) {
        inFlight += lane.inFlight();
      }
      if (inFlight > 0) {
        log.info("stopping: {} messages are in flight", inFlight);
      }
      for (Lane lane : lanes) {
        lane.awaitEmpty(deadline);
      }
      for (Lane lane : lanes) {
        lane.awaitReceiver();
        released += lane.inFlight();
      }
      lanes.forEach(Lane::interruptJourneys);
      long limit = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      for (Lane lane : lanes) {
        lane.awaitEmpty(limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    batcher.close();
    destination.close();
    lanes.forEach(Lane::close);
    log.info(
        "stopped: {} messages released to the queue, {} deleted, {} records delivered",
        released,
        measures.messages().left(Measures.MessageEnd.DELETED),
        measures.records().left(Measures.RecordEnd.DELIVERED));
  }
}
