package dev.sightline.command;

import dev.sightline.configuration.Settings;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.inventory.InventoryConfiguration;
import dev.sightline.inventory.LookupStore;
import dev.sightline.inventory.Schedule;
import dev.sightline.inventory.StoreException;
import dev.sightline.inventory.store.EventStore;
import dev.sightline.inventory.store.KvStore;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.telemetry.InventoryMeasures;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The parts of the inventory, put together as the configuration says. */
final class Inventories {
  /** For Splunk to take the events, and then to confirm those of one lookup. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Inventories() {}

  /** A store with what must be closed after it. */
  record OpenStore(LookupStore store, AutoCloseable under) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
      try {
        under.close();
      } catch (Exception e) {
        throw new IllegalStateException("what sends the rows cannot be closed", e);
      }
    }
  }

  /** Notes what is missing for a refresh in the service. */
  static void check(Settings settings, Configuration configuration) {
    if (configuration.inventory().hasSource()) {
      checkDestination(settings, configuration.inventory(), configuration.splunk());
    }
  }

  static void checkDestination(
      Settings settings, InventoryConfiguration inventory, Optional<SplunkConfiguration> splunk) {
    if (inventory.writer() == InventoryConfiguration.Writer.COLLECTIONS
        && splunk.isEmpty()
        && settings.problems().stream()
            .noneMatch(problem -> problem.name().startsWith("sightline.splunk."))) {
      settings.problem(
          "sightline.splunk.url",
          "is missing: the inventory is written by Splunk's management port, such as"
              + " https://splunk.example.com:8089. Where that is closed, set"
              + " SIGHTLINE_INVENTORY_WRITER=events.");
    }
  }

  /** Where rows go. */
  static OpenStore store(
      InventoryConfiguration inventory,
      Optional<SplunkConfiguration> splunk,
      Optional<HecConfiguration> hec)
      throws StoreException {
    return switch (inventory.writer()) {
      case COLLECTIONS ->
          new OpenStore(new KvStore(splunk.orElseThrow(), Version.number()), () -> {});
      case EVENTS -> {
        Sending sending = new Sending(hec.orElseThrow());
        yield new OpenStore(
            new EventStore(
                sending.outlets().first().batcher(),
                hec.orElseThrow().index(),
                Destinations.hostName(),
                InstantSource.system(),
                PATIENCE),
            sending);
      }
    };
  }

  /** Starts refreshing on a schedule; what is returned stops it. */
  static AutoCloseable schedule(Configuration configuration, MeterRegistry meters) {
    OpenStore store;
    try {
      store =
          store(
              configuration.inventory(), configuration.splunk(), Optional.of(configuration.hec()));
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    }
    Schedule schedule =
        new Schedule(
            LookupFolder.shipped(),
            configuration.inventory(),
            store.store(),
            new InventoryMeasures(meters),
            InstantSource.system());
    schedule.start();
    return () -> {
      schedule.close();
      store.close();
    };
  }
}
