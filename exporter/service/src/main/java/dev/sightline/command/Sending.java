package dev.sightline.command;

import dev.sightline.content.ContentReader;
import dev.sightline.envelope.Envelope;
import dev.sightline.family.Families;
import dev.sightline.hec.Destination;
import dev.sightline.hec.EndpointStatus;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.pipeline.Outlet;
import dev.sightline.pipeline.Outlets;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.reduction.Unreduced;
import dev.sightline.route.Rules;
import dev.sightline.telemetry.Measures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a command needs to send events by itself, without a queue. */
final class Sending implements AutoCloseable {
  private final Measures measures = new Measures(new SimpleMeterRegistry());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Outlets outlets;
  private final Rules rules;
  private final @Nullable Unreduced unreduced;
  private final Envelope envelope;

  /** For what goes to the first Splunk alone. */
  Sending(HecConfiguration hec) {
    this(
        List.of(new NamedDestination(Outlet.FIRST, hec, Optional.empty(), Optional.empty())),
        Rules.NONE,
        Optional.empty());
  }

  /**
   * @param rules that say what goes where, until the end
   * @param redelivery whether each is asked what it has, where it can be
   */
  Sending(
      List<NamedDestination> destinations,
      Rules rules,
      Optional<RedeliveryConfiguration> redelivery) {
    this(destinations, rules, redelivery, null);
  }

  /**
   * @param unreduced which of the records that rules have reduced are sent whole, and nothing else;
   *     null for what rules leave
   */
  Sending(
      List<NamedDestination> destinations,
      Rules rules,
      Optional<RedeliveryConfiguration> redelivery,
      @Nullable Unreduced unreduced) {
    outlets = Outlets.patient(Destinations.outlets(destinations, redelivery, measures, opened));
    envelope = Destinations.envelope(destinations);
    this.rules = rules;
    this.unreduced = unreduced;
    outlets.start();
  }

  /** The first Splunk. */
  Destination destination() {
    return outlets.first().destination();
  }

  Measures measures() {
    return measures;
  }

  Outlets outlets() {
    return outlets;
  }

  /** Reads events, each for where the rules say that it goes. */
  ContentReader reader(Families families) {
    return new ContentReader(envelope, families, () -> rules, unreduced);
  }

  Envelope envelope() {
    return envelope;
  }

  /**
   * Waits until every Splunk takes events.
   *
   * @throws IOException with a sentence, where one does not, or where a person must change
   *     something
   */
  void awaitUsable(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Outlet outlet : outlets.all()) {
      String which = name(outlet);
      try (Waiting _ =
          Waiting.on(() ->
              which
                  + " to take events, for up to "
                  + atMost.toSeconds()
                  + " s: "
                  + reasons(outlet.destination(), ", "))) {
        awaitUsable(outlet, end);
      }
    }
  }

  private static String name(Outlet outlet) {
    return outlet.name().equals(Outlet.FIRST) ? "Splunk" : "'" + outlet.name() + "'";
  }

  private static void awaitUsable(Outlet outlet, long end)
      throws IOException, InterruptedException {
    Destination destination = outlet.destination();
    while (!destination.awaitUsable(Duration.ofMillis(200))) {
      boolean hopeless = destination.status().stream().allMatch(EndpointStatus::misconfigured);
      if (hopeless || System.nanoTime() >= end) {
        throw new IOException(name(outlet) + " takes no events:\n" + reasons(destination, "\n"));
      }
    }
  }

  /** What each endpoint says of itself. */
  static String reasons(Destination destination, String between) {
    return destination.status().stream()
        .map(status -> status.address() + ": " + status.reason())
        .collect(Collectors.joining(between));
  }

  @Override
  public void close() {
    outlets.close();
    Service.close(opened);
  }
}
