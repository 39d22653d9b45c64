package dev.sightline.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Masking;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.pipeline.Exporter;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.MessageEnd;
import dev.sightline.telemetry.Measures.RecordEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Splunk every few minutes how this exporter stands, so that the app's page of freshness
 * knows one that is alive and idle from one that is gone. Sourcetype {@code sightline:exporter},
 * field {@code event} is {@code status}; every count is since the start, as in the metrics.
 */
final class StatusEvents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusEvents.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Exporter exporter;
  private final Duration every;
  private final long startedNanos = System.nanoTime();
  private final Thread thread;
  private long delivered;

  /**
   * @param every the time between two events; the first comes after it
   */
  StatusEvents(Exporter exporter, Duration every) {
    this.exporter = exporter;
    this.every = every;
    this.thread = Thread.ofVirtual().name("status").start(this::run);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(every);
        String event = Masking.masked(JSON.writeValueAsString(event()));
        exporter.destination().tell(event.getBytes(StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        return;
      } catch (JsonProcessingException | RuntimeException e) {
        // The next one may succeed; the records do not depend on it.
        log.warn("the exporter's status could not be told: {}", e.toString());
      }
    }
  }

  private ObjectNode event() {
    Measures measures = exporter.measures();
    long now = measures.records().left(RecordEnd.DELIVERED);
    long underWay = 0;
    long age = 0;
    for (Exporter.QueueStatus queue : exporter.queues()) {
      underWay += queue.underWay();
      age = Math.max(age, queue.age().toSeconds());
    }
    String message =
        String.format(
            Locale.ROOT,
            "%,d records delivered in %s, %,d messages in flight",
            now - delivered,
            spoken(every),
            underWay);
    delivered = now;
    return JSON.createObjectNode()
        .put("event", "status")
        .put("message", message)
        .put("version", Version.number())
        .put("guarantee", exporter.destination().guarantee().name().toLowerCase(Locale.ROOT))
        .put("means", exporter.destination().means())
        .put("gateway", exporter.destination().gateway().orElse(""))
        .put("gateways_seen", exporter.destination().gatewaysSeen())
        .put("up_seconds", Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds())
        .put("every_seconds", every.toSeconds())
        .put(
            "endpoints_usable",
            exporter.destination().status().stream().filter(EndpointStatus::usable).count())
        .put("endpoints", exporter.destination().status().size())
        .put("queue_age_seconds", age)
        .put("messages_received", measures.messages().entered())
        .put("messages_deleted", measures.messages().left(MessageEnd.DELETED))
        .put("messages_released", measures.messages().left(MessageEnd.RELEASED))
        .put("messages_quarantined", measures.messages().left(MessageEnd.QUARANTINED))
        .put("messages_in_flight", underWay)
        .put("records_read", measures.records().entered())
        .put("records_delivered", now)
        .put("records_rejected", measures.records().left(RecordEnd.REJECTED))
        .put("records_unresolved", measures.records().left(RecordEnd.UNRESOLVED))
        .put("records_in_flight", measures.records().inFlight())
        .put("quarantine_entries", measures.quarantineEntries());
  }

  private static String spoken(Duration every) {
    return every.toSeconds() % 60 == 0 ? every.toMinutes() + " min" : every.toSeconds() + " s";
  }
}
