package dev.sightline.command;

import dev.sightline.configuration.Masking;
import dev.sightline.hec.Destination;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.pipeline.Exporter;
import dev.sightline.pipeline.Outlet;
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
 * Health as readiness: down while no destination takes events or a queue does not answer. One of
 * several that is down holds up its own messages only, and is an alert's matter. It says nothing of
 * liveness, since a restart mends neither. Endpoints and reasons are for those only whom a setting
 * lets see them: the port asks for no password.
 */
@Singleton
@Readiness
@Requires(beans = Exporter.class)
final class ExporterHealth implements HealthIndicator {
  private final Exporter exporter;
  private final HealthDetails details;

  ExporterHealth(Exporter exporter, HealthDetails details) {
    this.exporter = exporter;
    this.details = details;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean up = exporter.outlets().isUsable() && exporter.troubles().isEmpty();
    HealthResult.Builder result =
        HealthResult.builder("exporter", up ? HealthStatus.UP : HealthStatus.DOWN);
    return Publishers.just((details.shown() ? result.details(details()) : result).build());
  }

  private Map<String, Object> details() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("guarantee", exporter.destination().guarantee().name().toLowerCase(Locale.ROOT));
    told.put("means", exporter.destination().means());
    told.put("endpoints", endpoints(exporter.destination()));
    if (exporter.outlets().all().size() > 1) {
      Map<String, Object> destinations = new LinkedHashMap<>();
      for (Outlet outlet : exporter.outlets().all()) {
        destinations.put(outlet.name(), endpoints(outlet.destination()));
      }
      told.put("destinations", destinations);
    }
    Map<String, String> troubles = new LinkedHashMap<>();
    exporter.troubles().forEach((queue, trouble) -> troubles.put(queue, Masking.masked(trouble)));
    told.put("queues", troubles);
    told.put(
        "rules",
        exporter.rules().trouble().map(Masking::masked).orElse("as in their file, or none"));
    told.put("messages_in_flight", exporter.measures().messages().inFlight());
    return told;
  }

  private static Map<String, Object> endpoints(Destination destination) {
    Map<String, Object> endpoints = new LinkedHashMap<>();
    for (EndpointStatus status : destination.status()) {
      endpoints.put(
          status.address().toString(),
          status.usable() ? "takes events" : Masking.masked(status.reason()));
    }
    return endpoints;
  }
}
