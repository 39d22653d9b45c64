package dev.sightline.command;

import dev.sightline.configuration.Masking;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.pipeline.Exporter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Health as readiness: down while no endpoint takes events or a queue does not answer. It says
 * nothing of liveness, since a restart mends neither.
 */
@Singleton
@Readiness
@Requires(beans = Exporter.class)
final class ExporterHealth implements HealthIndicator {
  private final Exporter exporter;

  ExporterHealth(Exporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("guarantee", exporter.destination().guarantee().name().toLowerCase(Locale.ROOT));
    details.put("means", exporter.destination().means());
    Map<String, Object> endpoints = new LinkedHashMap<>();
    for (EndpointStatus status : exporter.destination().status()) {
      endpoints.put(
          status.address().toString(),
          status.usable() ? "takes events" : Masking.masked(status.reason()));
    }
    details.put("endpoints", endpoints);
    Map<String, String> troubles = new LinkedHashMap<>();
    exporter.troubles().forEach((queue, trouble) -> troubles.put(queue, Masking.masked(trouble)));
    details.put("queues", troubles);
    details.put("messages_in_flight", exporter.measures().messages().inFlight());
    boolean up = exporter.destination().isUsable() && exporter.troubles().isEmpty();
    return Publishers.just(
        HealthResult.builder("exporter", up ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }
}
