package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.hec.Batch;
import dev.sightline.hec.Delivery;
import dev.sightline.hec.Destination;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.HecObserver;
import dev.sightline.telemetry.Measures;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;

/** Splunk, counted. */
final class Destinations {
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

  private static String hostName() {
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
