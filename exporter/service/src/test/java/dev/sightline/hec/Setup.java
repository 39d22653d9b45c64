package dev.sightline.hec;

import dev.sightline.configuration.Secret;
import dev.sightline.stand.HecReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A destination's configuration with deadlines that a slow machine does not reach, to be changed
 * before it is started.
 */
final class Setup {
  static final String TOKEN = "11111111-2222-3333-4444-555555555555";

  final List<HecConfiguration.Target> targets = new ArrayList<>();
  Secret token = Secret.of(TOKEN);
  Guarantee guarantee = Guarantee.INDEXED;
  @Nullable String index;
  Compression compression = Compression.OFF;
  int connections = 4;
  Duration requestTimeout = Duration.ofSeconds(8);
  Duration ackDeadline = Duration.ofSeconds(15);
  Duration deliveryDeadline = Duration.ofSeconds(30);
  @Nullable Path certificateAuthority;
  @Nullable Path clientCertificate;
  @Nullable Path clientKey;
  @Nullable URI proxy;
  @Nullable String gateway;
  Pauses pauses = new Pauses(Duration.ofMillis(4), Duration.ofMillis(60), Duration.ofHours(1));

  /** How many events were sent again because nothing confirmed them. */
  final AtomicInteger resent = new AtomicInteger();

  static Setup of(HecReceiver... receivers) {
    Setup setup = new Setup();
    for (HecReceiver receiver : receivers) {
      setup.add(receiver.endpoint(), 1);
    }
    return setup;
  }

  Setup add(URI address, int weight) {
    targets.add(new HecConfiguration.Target(address, weight));
    return this;
  }

  HecConfiguration configuration() {
    return new HecConfiguration(
        targets,
        token,
        guarantee,
        index,
        compression,
        100_000,
        Duration.ofMillis(20),
        1_000_000,
        1_000,
        connections,
        requestTimeout,
        ackDeadline,
        deliveryDeadline,
        certificateAuthority,
        clientCertificate,
        clientKey,
        proxy,
        gateway);
  }

  /** Starts a destination; it need not be usable yet. */
  Destination start() {
    HecObserver observer =
        new HecObserver() {
          @Override
          public void attempted(URI endpoint, Batch batch, Delivery delivery) {}

          @Override
          public void polled(URI endpoint) {}

          @Override
          public void resent(int events) {
            resent.addAndGet(events);
          }
        };
    Destination destination =
        new Destination(configuration(), observer, InstantSource.system(), "here", pauses);
    destination.start();
    return destination;
  }

  /** Starts a destination and waits until it takes events. */
  Destination startUsable() throws InterruptedException {
    Destination destination = start();
    if (!destination.awaitUsable(Duration.ofSeconds(20))) {
      throw new AssertionError("not usable: " + destination.status());
    }
    return destination;
  }
}
