package dev.sightline.command;

import dev.sightline.hec.Destination;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.pipeline.Exporter;
import dev.sightline.pipeline.Outlet;
import dev.sightline.telemetry.Measures;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures that are asked for when somebody looks: how endpoints and queues stand, and when
 * certificates and tokens expire, in seconds since 1970.
 */
final class Gauges {
  private static final String DESTINATION = "destination";

  private Gauges() {}

  /**
   * @param destinations in the order of the exporter's
   */
  static void register(Exporter exporter, List<NamedDestination> destinations) {
    Measures measures = exporter.measures();
    for (int i = 0; i < destinations.size(); i++) {
      Outlet outlet = exporter.outlets().all().get(i);
      destination(measures, outlet);
      ManagementConfiguration management = destinations.get(i).management().orElse(null);
      if (management != null) {
        measures.gauge(
            "sightline.splunk.token.expiry.seconds",
            DESTINATION,
            outlet.name(),
            () -> seconds(management.tokenEnd().orElse(null)));
      }
    }
    for (Exporter.QueueStatus status : exporter.queues()) {
      queue(exporter, status);
    }
    measures.gauge("sightline.rules.refused", () -> exporter.rules().trouble().isPresent() ? 1 : 0);
    measures.gauge("sightline.rules.loads", () -> exporter.rules().loads());
    measures.gauge("sightline.bytes.in.flight", "of", "batches", exporter::inFlightBytes);
  }

  private static void destination(Measures measures, Outlet outlet) {
    Destination destination = outlet.destination();
    measures.gauge(
        "sightline.destination.usable",
        DESTINATION,
        outlet.name(),
        () -> destination.isUsable() ? 1 : 0);
    measures.gauge(
        "sightline.destination.bytes.in.flight", DESTINATION, outlet.name(), outlet::inFlightBytes);
    measures.guarantee(outlet.name(), destination.guarantee().name().toLowerCase(Locale.ROOT));
    for (EndpointStatus status : destination.status()) {
      endpoint(measures, outlet, status.address());
    }
    destination
        .clientCertificateEnd()
        .ifPresent(end ->
            measures.gauge(
                "sightline.hec.client.certificate.expiry.seconds",
                DESTINATION,
                outlet.name(),
                () -> seconds(end)));
  }

  private static void endpoint(Measures measures, Outlet outlet, URI address) {
    gauge(measures, "usable", outlet, address, status -> status.usable() ? 1 : 0);
    gauge(measures, "misconfigured", outlet, address, status -> status.misconfigured() ? 1 : 0);
    gauge(
        measures,
        "certificate.expiry.seconds",
        outlet,
        address,
        status -> seconds(status.certificateEnd()));
  }

  private static void gauge(
      Measures measures,
      String name,
      Outlet outlet,
      URI address,
      ToDoubleFunction<EndpointStatus> figure) {
    measures.endpointGauge(
        "sightline.hec." + name,
        outlet.name(),
        address.toString(),
        () ->
            outlet.destination().status().stream()
                .filter(status -> status.address().equals(address))
                .mapToDouble(figure)
                .findFirst()
                .orElse(Double.NaN));
  }

  private static void queue(Exporter exporter, Exporter.QueueStatus queue) {
    gauge(exporter, "age.seconds", queue.name(), status -> status.age().toSeconds());
    gauge(exporter, "under.way", queue.name(), Exporter.QueueStatus::underWay);
    gauge(exporter, "received", queue.name(), status -> status.trouble().isEmpty() ? 1 : 0);
    Duration retention = queue.retention();
    if (retention != null) {
      gauge(exporter, "retention.seconds", queue.name(), status -> retention.toSeconds());
    }
  }

  private static void gauge(
      Exporter exporter, String name, String queue, ToDoubleFunction<Exporter.QueueStatus> figure) {
    exporter
        .measures()
        .gauge(
            "sightline.queue." + name,
            "queue",
            queue,
            () ->
                exporter.queues().stream()
                    .filter(status -> status.name().equals(queue))
                    .mapToDouble(figure)
                    .max()
                    .orElse(Double.NaN));
  }

  private static double seconds(@Nullable Instant time) {
    return time == null ? Double.NaN : time.getEpochSecond();
  }
}
