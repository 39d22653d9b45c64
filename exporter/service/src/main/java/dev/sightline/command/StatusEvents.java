package dev.sightline.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Masking;
import dev.sightline.hec.Destination;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.pipeline.Exporter;
import dev.sightline.pipeline.Outlet;
import dev.sightline.telemetry.Measures;
import dev.sightline.telemetry.Measures.MessageEnd;
import dev.sightline.telemetry.Measures.RecordEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param every the time between two events; the first comes after it
   */
  StatusEvents(Exporter exporter, Duration every) {
    this.exporter = exporter;
    this.every = every;
    for (Outlet outlet : exporter.outlets().all()) {
      // One that says nothing keeps no other from its news.
      threads.add(Thread.ofVirtual().name("status-" + outlet.name()).start(() -> run(outlet)));
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void run(Outlet outlet) {
    long delivered = 0;
    while (true) {
      try {
        Thread.sleep(every);
        long now = exporter.measures().records().left(RecordEnd.DELIVERED);
        String text =
            Masking.masked(JSON.writeValueAsString(to(outlet, event(now, now - delivered))));
        delivered = now;
        outlet.destination().tell(text.getBytes(StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        return;
      } catch (JsonProcessingException | RuntimeException e) {
        // The next one may succeed; the records do not depend on it.
        log.warn("the exporter's status could not be told: {}", e.toString());
      }
    }
  }

  /**
   * @param delivered records so far
   * @param lately those of them since the last event
   */
  private ObjectNode event(long delivered, long lately) {
    Measures measures = exporter.measures();
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
            lately,
            spoken(every),
            underWay);
    return JSON.createObjectNode()
        .put("event", "status")
        .put("message", message)
        .put("version", Version.number())
        .put("up_seconds", Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds())
        .put("every_seconds", every.toSeconds())
        .put("queue_age_seconds", age)
        .put("messages_received", measures.messages().entered())
        .put("messages_deleted", measures.messages().left(MessageEnd.DELETED))
        .put("messages_released", measures.messages().left(MessageEnd.RELEASED))
        .put("messages_quarantined", measures.messages().left(MessageEnd.QUARANTINED))
        .put("messages_in_flight", underWay)
        .put("records_read", measures.records().entered())
        .put("records_delivered", delivered)
        .put("records_rejected", measures.records().left(RecordEnd.REJECTED))
        .put("records_unresolved", measures.records().left(RecordEnd.UNRESOLVED))
        .put("records_in_flight", measures.records().inFlight())
        .put("rules_routes", exporter.rules().get().routes().size())
        .put("rules_reductions", exporter.rules().get().reductions().size())
        .put("rules_loads", exporter.rules().loads())
        .put("rules_trouble", exporter.rules().trouble().orElse(""))
        .put("reduced_events", measures.reductions().all().events())
        .put("reduced_bytes", measures.reductions().all().bytes())
        .<ObjectNode>set("reductions", reductions(measures))
        .put("quarantine_entries", measures.quarantineEntries());
  }

  /** What is told to one Splunk: the exporter's figures, its own, and how the others stand. */
  private ObjectNode to(Outlet outlet, ObjectNode event) {
    figures(outlet, event);
    if (exporter.outlets().all().size() > 1) {
      event.put("destination", outlet.name());
      ObjectNode all = event.putObject("destinations");
      for (Outlet each : exporter.outlets().all()) {
        ObjectNode one = all.putObject(each.name());
        figures(each, one);
        one.put("usable", each.destination().isUsable())
            .put("events_delivered", each.measures().ended(RecordEnd.DELIVERED))
            .put("events_rejected", each.measures().ended(RecordEnd.REJECTED))
            .put("events_unresolved", each.measures().ended(RecordEnd.UNRESOLVED))
            .put("messages_held", each.measures().timesHeld())
            .put("bytes_in_flight", each.inFlightBytes());
      }
    }
    return event;
  }

  private static void figures(Outlet outlet, ObjectNode event) {
    Destination destination = outlet.destination();
    List<EndpointStatus> endpoints = destination.status();
    event
        .put("guarantee", destination.guarantee().name().toLowerCase(Locale.ROOT))
        .put("means", destination.means())
        .put("gateway", destination.gateway().orElse(""))
        .put("gateways_seen", destination.gatewaysSeen())
        .put("endpoints_usable", endpoints.stream().filter(EndpointStatus::usable).count())
        .put("endpoints", endpoints.size());
  }

  /** What rules have left out, by rule. */
  private static ObjectNode reductions(Measures measures) {
    ObjectNode byRule = JSON.createObjectNode();
    measures
        .reductions()
        .byRule()
        .forEach((rule, leftOut) ->
            byRule.putObject(rule).put("events", leftOut.events()).put("bytes", leftOut.bytes()));
    return byRule;
  }

  private static String spoken(Duration every) {
    return every.toSeconds() % 60 == 0 ? every.toMinutes() + " min" : every.toSeconds() + " s";
  }
}
