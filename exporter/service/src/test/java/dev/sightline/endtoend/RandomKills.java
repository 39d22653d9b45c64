package dev.sightline.endtoend;

import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.SearchHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Objects keep being put while exporters, each a process of its own, are killed (SIGKILL) at random
 * moments and others take their place. What was put is compared with what arrived, record by
 * record: nothing may be lost, and no more may have come twice than was in flight at the kills.
 *
 * <p>Always two exporters share the queue, so that one carries while the other starts. The run is
 * described by system properties: {@code sightline.kills} (how many, 50), {@code
 * sightline.kills.duration} (seconds; ends the run even if fewer were killed, 86,400) and {@code
 * sightline.kills.seed}. The timing of processes is their own: a seed repeats the choices, not the
 * moments.
 *
 * <p>It runs in two ways: as always, or with Splunk's management port, whose search head lags
 * behind the indexers; then nothing may come twice.
 */
final class RandomKills {
  private static final int MOST_RECORDS = 60;
  private static final int EXPORTERS = 2;

  /** Far more receives than kills: SQS may not give up a message because it was met often. */
  private static final int MAX_RECEIVE_COUNT = 1_000;

  /** How far the search head is behind. */
  private static final Duration LAG = Duration.ofMillis(700);

  /**
   * What a run has shown.
   *
   * @param searches that Splunk was given, or -1 where it was not to be asked
   */
  record Result(
      int kills,
      int killsInFlight,
      int objects,
      int records,
      int lost,
      int foreign,
      int repeated,
      long inFlightAtKills,
      int deadLetters,
      int searches) {

    /** Whether the guarantee held. */
    boolean holds() {
      return lost == 0
          && foreign == 0
          && deadLetters == 0
          && repeated <= (searches < 0 ? inFlightAtKills : 0);
    }

    @Override
    public String toString() {
      return "%d kills, %d of them with messages in flight; %d objects with %d records put; lost %d,"
              .formatted(kills, killsInFlight, objects, records, lost)
          + " never put %d, sent again %d (in flight at the kills: at most %d), dead letters %d"
              .formatted(foreign, repeated, inFlightAtKills, deadLetters)
          + (searches < 0 ? "; Splunk was not asked" : "; " + searches + " searches");
    }
  }

  private final Random random;
  private final Set<String> put = new HashSet<>();
  private int objects;
  private long inFlightAtKills;
  private int killsInFlight;

  private final Consumer<String> progress;
  private final boolean asks;

  /**
   * @param asks whether Splunk's management port is configured, and so asked
   * @param progress told a line every ten kills
   */
  RandomKills(long seed, boolean asks, Consumer<String> progress) {
    this.asks = asks;
    this.random = new Random(seed);
    this.progress = progress;
  }

  /** Runs as the system properties say, and exits with 0 where the guarantee held. */
  public static void main(String[] arguments) throws InterruptedException {
    long seed = Long.getLong("sightline.kills.seed", System.nanoTime());
    int kills = Integer.getInteger("sightline.kills", 50);
    Duration limit = Duration.ofSeconds(Long.getLong("sightline.kills.duration", 86_400));
    System.out.println(
        "seed " + seed + ": -Dsightline.kills.seed=" + seed + " repeats its choices");
    boolean held = true;
    for (boolean asks : new boolean[] {false, true}) {
      Result result = new RandomKills(seed, asks, System.out::println).run(kills, limit);
      System.out.println(result);
      System.out.println(result.holds() ? "The guarantee held." : "THE GUARANTEE DID NOT HOLD.");
      held &= result.holds();
    }
    System.exit(held ? 0 : 1);
  }

  /** Kills so often, or until the time is over, then lets everything come to its end. */
  Result run(int kills, Duration limit) throws InterruptedException {
    HecReceiver.Settings slowAcks =
        HecReceiver.Settings.of(Surroundings.TOKEN).withAckDelay(Duration.ofMillis(150));
    try (Surroundings around = new Surroundings(slowAcks, MAX_RECEIVE_COUNT);
        KvServer management = KvServer.start("sightline_aws", null)) {
      SearchHead head = new SearchHead(around.hec);
      head.lag(LAG);
      management.searches(head);
      Map<String, Object> properties = properties(around, management);
      int killed = 0;
      List<ExporterProcess> exporters = new ArrayList<>();
      try {
        for (int i = 0; i < EXPORTERS; i++) {
          exporters.add(ExporterProcess.start(properties));
        }
        long end = System.nanoTime() + limit.toNanos();
        AtomicBoolean done = new AtomicBoolean();
        Random sizes = new Random(random.nextLong());
        Thread putting = Thread.ofVirtual().start(() -> keepPutting(around, sizes, done));
        try {
          while (killed < kills && System.nanoTime() < end) {
            killOne(around, exporters, properties);
            if (++killed % 10 == 0) {
              progress.accept(killed + " kills, " + around.received().size() + " records arrived");
            }
          }
        } finally {
          done.set(true);
          putting.join();
        }
        around.awaitEmptyQueue();
      } finally {
        exporters.forEach(ExporterProcess::close);
      }
      return result(around, killed, asks ? head.searches().size() : -1);
    }
  }

  /** The oldest exporter is killed at a moment of its work, and another one is started. */
  private void killOne(
      Surroundings around, List<ExporterProcess> exporters, Map<String, Object> properties)
      throws InterruptedException {
    ExporterProcess oldest = exporters.getFirst();
    oldest.await("it takes part", () -> oldest.log().contains("accepts events"));
    Thread.sleep(random.nextInt(1_200));
    oldest.kill();
    oldest.close();
    exporters.removeFirst();
    // Whatever the dead one had is still invisible; the other's is counted too.
    int messages = notVisible(around);
    inFlightAtKills += (long) messages * 3 * MOST_RECORDS;
    killsInFlight += messages > 0 ? 1 : 0;
    exporters.add(ExporterProcess.start(properties));
  }

  /** Some objects a message, some messages a second, until told to stop. */
  private void keepPutting(Surroundings around, Random sizes, AtomicBoolean done) {
    try {
      while (!done.get()) {
        List<String> keys = new ArrayList<>();
        for (int i = 1 + sizes.nextInt(3); i > 0; i--) {
          String name = "log-" + objects++;
          List<String> records = Logs.records(name, 1 + sizes.nextInt(MOST_RECORDS));
          put.addAll(records);
          around.put(name + ".json.gz", Logs.gzip(records));
          keys.add(name + ".json.gz");
        }
        around.send(Notifications.s3(Surroundings.BUCKET, keys));
        Thread.sleep(20 + sizes.nextInt(100));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int notVisible(Surroundings around) {
    return Integer.parseInt(
        around
            .sqs
            .getQueueAttributes(request ->
                request
                    .queueUrl(around.queueUrl)
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private Result result(Surroundings around, int killed, int searches) {
    List<ReceivedEvent> received = around.received();
    Set<String> arrived = new HashSet<>();
    received.forEach(event -> arrived.add(event.event()));
    Set<String> lost = new HashSet<>(put);
    lost.removeAll(arrived);
    Set<String> foreign = new HashSet<>(arrived);
    foreign.removeAll(put);
    return new Result(
        killed,
        killsInFlight,
        objects,
        put.size(),
        lost.size(),
        foreign.size(),
        received.size() - arrived.size(),
        inFlightAtKills,
        around.messages(around.deadLetterQueueUrl),
        searches);
  }

  private Map<String, Object> properties(Surroundings around, KvServer management) {
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.put("sightline.queue.visibility-timeout", "6s");
    properties.put("sightline.queue.messages", "40");
    properties.put("sightline.hec.linger", "50ms");
    if (asks) {
      properties.put("sightline.splunk.url", management.endpoint().toString());
      properties.put("sightline.splunk.token", KvServer.TOKEN);
      properties.put("sightline.hec.index", "trail");
    }
    return properties;
  }
}
