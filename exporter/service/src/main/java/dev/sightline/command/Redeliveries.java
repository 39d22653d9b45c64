package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.hec.Destination;
import dev.sightline.redelivery.Inquiry;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.ManagementPort;
import dev.sightline.splunk.Searches;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splunk, asked what it has of what comes again: where its management port is configured. */
final class Redeliveries {
  private static final Logger log = LoggerFactory.getLogger(Redeliveries.class);
  private static final int AT_ONCE = 2;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private Redeliveries() {}

  /**
   * @param named which Splunk; where its events name no index it is not asked
   * @param opened takes what is to be closed
   * @throws ConfigurationException where the certificate authority cannot be used
   */
  static Optional<Inquiry> of(
      RedeliveryConfiguration wanted,
      NamedDestination named,
      Destination destination,
      Measures measures,
      List<AutoCloseable> opened) {
    if (!wanted.ask() || named.splunk().isEmpty()) {
      return Optional.empty();
    }
    String index = named.hec().index();
    if (index == null) {
      // Whatever index they come to, the same id in another one would be no proof.
      log.info(
          "what comes again is sent again to {}: set SIGHTLINE_HEC_INDEX (or its 'index'), and it"
              + " is asked first what it has",
          named.name());
      return Optional.empty();
    }
    try {
      ManagementPort port = new ManagementPort(named.splunk().get());
      opened.add(port);
      Searches searches =
          new Searches(
              port, new Searches.Limits(wanted.patience().dividedBy(2), AT_ONCE, FIRST_PAUSE));
      Inquiry inquiry =
          new Inquiry(
              wanted,
              named.name(),
              each -> new IndexedRecords(searches, each),
              index,
              destination::tell,
              measures,
              InstantSource.system());
      opened.add(inquiry);
      return Optional.of(inquiry);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              Destinations.problem(
                  named,
                  "sightline.splunk.certificate-authority",
                  String.valueOf(e.getMessage()))));
    }
  }
}
