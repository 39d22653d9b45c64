package dev.sightline.command;

import dev.sightline.hec.EndpointStatus;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.pipeline.Exporter;
import dev.sightline.telemetry.Measures;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures that are asked for when somebody looks: how endpoints and queues stand, and when
 * certificates and tokens expire, in seconds since 1970.
 */
final class Gauges {
  private Gauges() {}

  static void register(Exporter exporter, Optional<ManagementConfiguration> management) {
    Measures measures = exporter.measures();
    for (EndpointStatus status : exporter.destination().status()) {
      endpoint(exporter, status.address());
    }
    for (Exporter.QueueStatus status : exporter.queues()) {
      queue(exporter, status);
    }
    measures.gauge(
        "sightline.hec.guarantee",
        "guarantee",
        exporter.destination().guarantee().name().toLowerCase(Locale.ROOT),
        () -> 1);
    measures.gauge("sightline.bytes.in.flight", "of", "batches", exporter::inFlightBytes);
    exporter
        .destination()
        .clientCertificateEnd()
        .ifPresent(end ->
            measures.gauge("sightline.hec.client.certificate.expiry.seconds", () -> seconds(end)));
    management.ifPresent(splunk ->
        measures.gauge(
            "sightline.splunk.token.expiry.seconds",
            () -> seconds(splunk.tokenEnd().orElse(null))));
  }

  private static void endpoint(Exporter exporter, URI address) {
    gauge(exporter, "usable", address, status -> status.usable() ? 1 : 0);
    gauge(exporter, "misconfigured", address, status -> status.misconfigured() ? 1 : 0);
    gauge(
        exporter,
        "certificate.expiry.seconds",
        address,
        status -> seconds(status.certificateEnd()));
  }

  private static void gauge(
      Exporter exporter, String name, URI address, ToDoubleFunction<EndpointStatus> figure) {
    exporter
        .measures()
        .gauge(
            "sightline.hec." + name,
            "endpoint",
            address.toString(),
            () ->
                exporter.destination().status().stream()
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
