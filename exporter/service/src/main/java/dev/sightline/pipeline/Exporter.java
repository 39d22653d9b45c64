package dev.sightline.pipeline;

import dev.sightline.content.ContentReader;
import dev.sightline.envelope.Envelope;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.hec.Destination;
import dev.sightline.notification.NotificationDecoder;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.object.AllowList;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectStore;
import dev.sightline.quarantine.Quarantine;
import dev.sightline.route.CurrentRules;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service: a lane for each queue, and the destinations that they share. */
public final class Exporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Exporter.class);
  private static final int LEDGER = 100_000;
  private static final int EVENT_LEDGER = 50_000;

  private final Outlets outlets;
  private final Measures measures;
  private final CurrentRules rules;
  private final QueueConfiguration queues;
  private final List<Lane> lanes = new ArrayList<>();
  private final @Nullable GuardDutyLane guardDuty;
  private boolean closed;

  /**
   * One queue to consume.
   *
   * @param maxReceiveCount after so many receives SQS moves a message to the dead-letter queue; 0
   *     for never
   * @param retention how long SQS keeps a message; null where it does not say
   */
  public record Source(
      Queue queue, Quarantine quarantine, int maxReceiveCount, @Nullable Duration retention) {}

  /**
   * How one queue stands.
   *
   * @param retention how long SQS keeps a message; null where it does not say
   * @param age how old its oldest message may be, see {@link QueueAge}
   * @param underWay messages that are received and not at their end, counted by those that are
   *     there, and not by what came and went
   * @param trouble why nothing is received; empty where all is well
   */
  public record QueueStatus(
      String name, @Nullable Duration retention, Duration age, int underWay, String trouble) {}

  /**
   * GuardDuty's API.
   *
   * @param regions where to ask
   * @param account the account that asks, or {@code unknown}
   */
  public record Findings(
      List<GuardDutyRegion> regions, String account, GuardDutyConfiguration configuration) {
    public Findings {
      regions = List.copyOf(regions);
    }
  }

  public Exporter(
      List<Source> sources,
      Optional<Findings> findings,
      QueueConfiguration queues,
      ObjectConfiguration objects,
      ObjectStore store,
      Envelope envelope,
      CurrentRules rules,
      Outlets outlets,
      Measures measures,
      InstantSource clock) {
    this.queues = queues;
    this.outlets = outlets;
    this.measures = measures;
    this.rules = rules;
    ContentReader reader = new ContentReader(envelope, objects.families(), rules);
    EventLedger eventLedger = new EventLedger(EVENT_LEDGER);
    EventJourney events = new EventJourney(reader, outlets, eventLedger, measures, clock);
    ObjectJourney journey =
        new ObjectJourney(
            store,
            reader,
            outlets,
            new Ledger(LEDGER),
            eventLedger,
            new Semaphore(objects.open()),
            measures,
            clock);
    FindingPoll poll = new FindingPoll(reader, envelope, outlets, eventLedger, measures, clock);
    this.guardDuty =
        findings
            .map(of ->
                new GuardDutyLane(
                    of.regions(), of.configuration(), of.account(), poll, outlets, measures, clock))
            .orElse(null);
    for (Source source : sources) {
      MessageJourney messages =
          new MessageJourney(
              new NotificationDecoder(),
              AllowList.of(objects.buckets()),
              objects.keys(),
              journey,
              events,
              source.quarantine(),
              measures,
              clock,
              source.queue().name());
      lanes.add(
          new Lane(
              source.queue(),
              queues,
              source.maxReceiveCount(),
              source.retention(),
              messages,
              outlets,
              measures,
              clock));
    }
  }

  /** Starts to probe Splunk, and to receive once it takes events. */
  public void start() {
    outlets.start();
    lanes.forEach(Lane::start);
    if (guardDuty != null) {
      guardDuty.start();
    }
  }

  /** Every Splunk that events go to. */
  public Outlets outlets() {
    return outlets;
  }

  /** The first of them, which is the only one without a file of rules. */
  public Destination destination() {
    return outlets.first().destination();
  }

  public Measures measures() {
    return measures;
  }

  /** What goes where. */
  public CurrentRules rules() {
    return rules;
  }

  /** How each queue stands. */
  public List<QueueStatus> queues() {
    return lanes.stream().map(Lane::status).toList();
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
    return outlets.inFlightBytes();
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
    if (guardDuty != null) {
      guardDuty.close();
    }
    outlets.flush();
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
    outlets.close();
    lanes.forEach(Lane::close);
    log.info(
        "stopped: {} messages released to the queue, {} deleted, {} records delivered",
        released,
        measures.messages().left(Measures.MessageEnd.DELETED),
        measures.records().left(Measures.RecordEnd.DELIVERED));
  }
}
