package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.hec.Batch;
import dev.sightline.hec.Delivery;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecObserver;
import dev.sightline.hec.IndexLookup;
import dev.sightline.telemetry.Measures;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splunk, counted. */
final class Destinations {
  private static final Logger log = LoggerFactory.getLogger(Destinations.class);

  /** One that hangs must not keep the service from its start. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  private Destinations() {}

  /**
   * A destination that tells the measures what happens.
   *
   * @throws ConfigurationException where TLS cannot be set up from the configured files
   */
  static Destination of(HecConfiguration configuration, Measures measures) {
    try {
      return new Destination(
          configuration, new Observer(measures), InstantSource.system(), hostName());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              new Problem("sightline.hec.certificate-authority", String.valueOf(e.getMessage()))));
    }
  }

  /**
   * Where the management port is configured, events are sent only to an index that exists.
   *
   * @throws ConfigurationException where Splunk says that it does not
   */
  static void checkIndex(Configuration configuration) {
    String index = configuration.hec().index();
    if (index == null || configuration.management().isEmpty()) {
      return;
    }
    try {
      switch (IndexLookup.look(configuration.management().get(), configuration.hec(), index)) {
        case IndexLookup.State.Exists _ -> log.info("the index '{}' exists", index);
        case IndexLookup.State.Unknown unknown ->
            log.warn("whether the index '{}' exists is not known: {}", index, unknown.reason());
        case IndexLookup.State.Missing missing ->
            throw new ConfigurationException(
                List.of(new Problem("sightline.hec.index", missing.reason() + ".")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where a gateway answers acknowledgments itself, nothing may be called indexed.
   *
   * @throws ConfigurationException where one does that the operator did not name
   */
  static void refuseUnnamedGateway(Destination destination) {
    try {
      Optional<String> unnamed = destination.unnamedGateway(LOOK);
      if (unnamed.isPresent()) {
        destination.close();
        throw new ConfigurationException(
            List.of(
                new Problem(HecConfiguration.GATEWAY, "is not set, but " + unnamed.get() + ".")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "sightline";
    }
  }

  /** Counts what HEC's client tells. */
  private record Observer(Measures measures) implements HecObserver {

    @Override
    public void attempted(URI endpoint, Batch batch, Delivery delivery) {
      String outcome =
          switch (delivery) {
            case Delivery.Acknowledged _ -> "acknowledged";
            case Delivery.Unresolved _ -> "unresolved";
            case Delivery.Unavailable _ -> "unavailable";
            case Delivery.Misconfigured _ -> "misconfigured";
            case Delivery.Rejected _ -> "rejected";
            case Delivery.TooLarge _ -> "too-large";
          };
      measures.request(endpoint.toString(), outcome, batch.size());
    }

    @Override
    public void polled(URI endpoint) {
      measures.ackPoll(endpoint.toString());
    }

    @Override
    public void resent(int events) {
      measures.resent(events);
    }
  }
}
