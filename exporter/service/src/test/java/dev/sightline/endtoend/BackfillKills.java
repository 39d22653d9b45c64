package dev.sightline.endtoend;

import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.SearchHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backfill of many objects, a process of its own, is killed (SIGKILL) some times on its way and
 * started again: what was put is compared with what arrived, record by record. Described by system
 * properties: {@code sightline.backfill.objects} (10,000) and {@code sightline.kills} (5).
 */
final class BackfillKills {
  /** At a kill at most this many objects have arrived that the checkpoint does not name. */
  static final int UNREMEMBERED = 50;

  static final int RECORDS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern OBJECTS = Pattern.compile("\"objects\":(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("log-(\\d+)\\.json\\.gz$");
  private static final String PREFIX = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/";

  private final int objects;
  private final int kills;
  private final Consumer<String> progress;
  private final boolean asks;

  /**
   * What a run has shown.
   *
   * @param repeated events that came again
   * @param lastRun objects that the last run, which came to the end, still found to do
   */
  record Result(int kills, int objects, int records, int lost, int repeated, int lastRun) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d kills, %d objects with %d records; lost %d, sent again %d, left to the last run %d",
          kills,
          objects,
          records,
          lost,
          repeated,
          lastRun);
    }
  }

  /**
   * @param asks whether Splunk's management port is configured, and so asked when it goes on
   */
  BackfillKills(int objects, int kills, boolean asks, Consumer<String> progress) {
    this.asks = asks;
    this.objects = objects;
    this.kills = kills;
    this.progress = progress;
  }

  Result run() throws InterruptedException, IOException {
    Path folder = Files.createTempDirectory("backfill");
    Path checkpoint = folder.resolve("checkpoint.json");
    try (Surroundings around = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN));
        KvServer management = KvServer.start("sightline_aws", null)) {
      management.searches(new SearchHead(around.hec));
      Set<String> put = put(around);
      progress.accept(objects + " objects put");
      for (int kill = 1; kill <= kills; kill++) {
        int end = (int) ((long) kill * objects / (kills + 1));
        try (HttpFront s3 =
                HttpFront.start(around.s3Server.endpoint(), request -> fate(request, end));
            ExporterProcess process = start(around, s3, management, checkpoint)) {
          process.await(
              "it has come that far", LIMIT, () -> remembered(checkpoint) >= end - UNREMEMBERED);
          process.kill();
        }
        progress.accept("killed after " + arrived(around).size() + " records");
      }
      int before = around.received().size();
      try (HttpFront s3 = HttpFront.start(around.s3Server.endpoint(), _ -> new Fate.Passes());
          ExporterProcess process = start(around, s3, management, checkpoint)) {
        int code = process.ended();
        if (code != 0) {
          throw new AssertionError("the last run ended with " + code + ":\n" + process.log());
        }
      }
      List<ReceivedEvent> received = around.received();
      Set<String> arrived = arrived(around);
      Set<String> lost = new HashSet<>(put);
      lost.removeAll(arrived);
      return new Result(
          kills,
          objects,
          put.size(),
          lost.size(),
          received.size() - arrived.size(),
          (received.size() - before) / RECORDS);
    } finally {
      Files.deleteIfExists(checkpoint);
      Files.deleteIfExists(folder.resolve("checkpoint.json.next"));
      Files.delete(folder);
    }
  }

  private Set<String> put(Surroundings around) {
    Set<String> put = new HashSet<>();
    for (int i = 0; i < objects; i++) {
      String name = String.format(Locale.ROOT, "%02d/log-%06d", 1 + i * 28 / objects, i);
      List<String> records = Logs.records(name, RECORDS);
      around.put(PREFIX + name + ".json.gz", Logs.gzip(records));
      put.addAll(records);
    }
    return put;
  }

  private static Set<String> arrived(Surroundings around) {
    Set<String> arrived = new HashSet<>();
    around.received().forEach(event -> arrived.add(event.event()));
    return arrived;
  }

  /**
   * From this object on S3 is busy: it is killed somewhere before it. Busy, not silent, so that
   * those that come too early make way for those that may pass.
   */
  private static Fate fate(HttpFront.Request request, int end) {
    Matcher number = NUMBER.matcher(request.path());
    return number.find() && Integer.parseInt(number.group(1)) >= end
        ? new Fate.Answers(503, "")
        : new Fate.Passes();
  }

  private static long remembered(Path checkpoint) {
    try {
      Matcher number = OBJECTS.matcher(Files.readString(checkpoint));
      return number.find() ? Long.parseLong(number.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private ExporterProcess start(
      Surroundings around, HttpFront s3, KvServer management, Path checkpoint) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("backfill", "s3://" + Surroundings.BUCKET + "/AWSLogs/"));
    arguments.addAll(List.of("--checkpoint", checkpoint.toString()));
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
    if (asks) {
      properties.put("sightline.splunk.url", management.endpoint().toString());
      properties.put("sightline.splunk.token", KvServer.TOKEN);
      properties.put("sightline.hec.index", "trail");
    }
    return ExporterProcess.start(properties, "-Xmx256m", arguments);
  }

  /** Runs as long as it takes, and prints what it has shown. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException, IOException {
    boolean held = true;
    for (boolean asks : new boolean[] {false, true}) {
      Result result =
          new BackfillKills(
                  Integer.getInteger("sightline.backfill.objects", 10_000),
                  Integer.getInteger("sightline.kills", 5),
                  asks,
                  System.out::println)
              .run();
      System.out.println(result + (asks ? "; Splunk was asked" : ""));
      held &= result.lost() == 0 && (!asks || result.repeated() == 0);
    }
    System.exit(held ? 0 : 1);
  }
}
