package dev.sightline.demo;

import dev.sightline.command.Service;
import dev.sightline.telemetry.Measures;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole flow in this JVM: AWS, the exporter as an operator starts it, and Splunk. */
final class Demo implements AutoCloseable {
  /** The demo has failed when so much time goes by in which nothing moves. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Opened opened;
  private final LocalCloud cloud;
  private final Inventory inventory;
  private final Service service;

  /**
   * How the story ended.
   *
   * @param announced how many messages announced objects, by their form
   * @param dead how many messages the exporter or SQS gave up
   * @param trouble what keeps the exporter from going on, or null
   */
  record Result(
      int objects,
      Comparison comparison,
      Map<NotificationForm, Integer> announced,
      int dead,
      @Nullable String trouble) {}

  /** How far it is; two that are equal mean that nothing moved. */
  private record Standing(int waiting, long inFlight, long taken) {}

  private Demo(Opened opened, LocalCloud cloud, Inventory inventory, Service service) {
    this.opened = opened;
    this.cloud = cloud;
    this.inventory = inventory;
    this.service = service;
  }

  /**
   * Starts the servers, then the exporter with its own wiring.
   *
   * @param changes settings of the exporter that replace the demo's
   * @throws RuntimeException where a part does not start; nothing stays open then
   */
  static Demo start(Progress progress, Map<String, Object> changes) {
    ReaderEnvironment.takeOverAwsSettings();
    Opened opened = new Opened();
    try {
      progress.say(
          "starting SQS, S3, PostgreSQL and an HTTP Event Collector on free loopback ports");
      LocalCloud cloud = opened.add(LocalCloud.start());
      Inventory inventory = opened.add(Inventory.start());
      inventory.searches(cloud.searchHead());
      progress.say("starting the exporter");
      Map<String, Object> settings =
          new HashMap<>(ReaderEnvironment.undone(System.getenv().keySet()));
      settings.putAll(cloud.settings());
      settings.putAll(inventory.settings());
      settings.putAll(changes);
      Service service = opened.add(Service.start(settings));
      return new Demo(opened, cloud, inventory, service);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Puts and announces every object, and waits until the exporter has nothing left to do. */
  Result play(Story story, long seed, Progress progress) throws InterruptedException {
    int total = story.records().size();
    progress.say(
        "putting %,d objects with %,d records into the bucket, and announcing them"
            .formatted(story.objects().size(), total));
    Map<NotificationForm, Integer> announced =
        Announcer.announce(story, cloud, seed, () -> progress.show(delivered(), total));
    Proof.write(story, cloud);
    awaitEnd(total, progress);
    progress.end();
    return new Result(
        story.objects().size(),
        Comparison.of(story.records(), cloud.arrivals()),
        announced,
        cloud.dead(),
        trouble());
  }

  LocalCloud cloud() {
    return cloud;
  }

  /** Whose the accounts and keys of the events are. */
  Inventory inventory() {
    return inventory;
  }

  /** Where health and metrics are. */
  URI address() {
    return service.address();
  }

  @Override
  public void close() {
    opened.close();
  }

  /** Waits until no message is in the queue or on its journey, or nothing moves any more. */
  private void awaitEnd(int total, Progress progress) throws InterruptedException {
    Standing before = standing();
    long moved = System.nanoTime();
    while (before.waiting() > 0 || before.inFlight() > 0) {
      progress.show(delivered(), total);
      Thread.sleep(LOOK);
      Standing now = standing();
      if (!now.equals(before)) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        return;
      }
      before = now;
    }
    progress.show(delivered(), total);
  }

  /** The queue is asked first: a message that leaves it meanwhile is seen in flight. */
  private Standing standing() {
    int waiting = cloud.waiting();
    return new Standing(
        waiting, service.exporter().measures().messages().inFlight(), cloud.taken());
  }

  private int delivered() {
    return (int) service.exporter().measures().records().left(Measures.RecordEnd.DELIVERED);
  }

  private @Nullable String trouble() {
    if (!service.exporter().troubles().isEmpty()) {
      return service.exporter().troubles().toString();
    }
    return service.exporter().destination().status().stream()
        .filter(status -> !status.usable())
        .map(status -> status.address() + " is not used: " + status.reason())
        .findFirst()
        .orElse(null);
  }
}
