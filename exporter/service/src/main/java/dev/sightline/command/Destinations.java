package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.envelope.Envelope;
import dev.sightline.hec.Batch;
import dev.sightline.hec.Delivery;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecObserver;
import dev.sightline.hec.IndexLookup;
import dev.sightline.pipeline.Outlet;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.telemetry.Measures;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
  static Destination of(NamedDestination named, Measures measures) {
    try {
      return new Destination(
          named.hec(), new Observer(measures, named.name()), InstantSource.system(), hostName());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              problem(
                  named, "sightline.hec.certificate-authority", String.valueOf(e.getMessage()))));
    }
  }

  /** What is wrong with a destination, under the setting that made it. */
  static Problem problem(NamedDestination named, String setting, String what) {
    return named.name().equals(Outlet.FIRST)
        ? new Problem(setting, what)
        : new Problem(
            NamedDestinations.RULES,
            "destination '" + named.name() + "', " + NamedDestinations.key(setting) + ": " + what);
  }

  /** Wraps events for each destination, with its own index where no route names one. */
  static Envelope envelope(List<NamedDestination> all) {
    return new Envelope(
        all.stream().map(named -> Optional.ofNullable(named.hec().index())).toList());
  }

  /**
   * The destinations with what is on its way to each, in their order.
   *
   * @param redelivery whether each is asked what it has, where it can be
   * @param opened takes what is to be closed
   * @throws ConfigurationException where one cannot be used as it is configured
   */
  static List<Outlet> outlets(
      List<NamedDestination> all,
      Optional<RedeliveryConfiguration> redelivery,
      Measures measures,
      List<AutoCloseable> opened) {
    List<Outlet> outlets = new ArrayList<>();
    for (NamedDestination named : all) {
      Destination destination = of(named, measures);
      outlets.add(
          new Outlet(
              named.name(),
              named.hec(),
              destination,
              measures,
              redelivery
                  .flatMap(wanted -> Redeliveries.of(wanted, named, destination, measures, opened))
                  .orElse(null)));
    }
    return outlets;
  }

  /**
   * Where the management port is configured, events are sent only to an index that exists.
   *
   * @throws ConfigurationException where Splunk says that it does not
   */
  static void checkIndex(NamedDestination named) {
    String index = named.hec().index();
    if (index == null || named.management().isEmpty()) {
      return;
    }
    try {
      switch (IndexLookup.look(named.management().get(), named.hec(), index)) {
        case IndexLookup.State.Exists _ -> log.info("the index '{}' exists", index);
        case IndexLookup.State.Unknown unknown ->
            log.warn("whether the index '{}' exists is not known: {}", index, unknown.reason());
        case IndexLookup.State.Missing missing ->
            throw new ConfigurationException(
                List.of(problem(named, "sightline.hec.index", missing.reason() + ".")));
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
  static void refuseUnnamedGateway(NamedDestination named, Destination destination) {
    try {
      Optional<String> unnamed = destination.unnamedGateway(LOOK);
      if (unnamed.isPresent()) {
        destination.close();
        throw new ConfigurationException(
            List.of(
                problem(
                    named, HecConfiguration.GATEWAY, "is not set, but " + unnamed.get() + ".")));
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
  private record Observer(Measures measures, String name) implements HecObserver {

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
      measures.request(name, endpoint.toString(), outcome, batch.size());
    }

    @Override
    public void polled(URI endpoint) {
      measures.ackPoll(name, endpoint.toString());
    }

    @Override
    public void resent(int events) {
      measures.resent(events);
    }
  }
}
