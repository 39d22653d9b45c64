package dev.sightline.endtoend;

import dev.sightline.stand.CloudTrailServer;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.SearchHead;
import dev.sightline.stand.TrailDigests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.sync.RequestBody;

/** A trail with digests in S3, CloudTrail's API, and a Splunk that can be searched. */
final class ProvenTrail implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-02T03:00:00Z");
  private static final Duration ACK_DEADLINE = Duration.ofMillis(100);
  static final String LOGS = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/";

  final Surroundings around = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN));
  final SearchHead head = new SearchHead(around.hec);
  final KvServer splunk = KvServer.start("sightline_aws", null);
  final CloudTrailServer cloudTrail = CloudTrailServer.start();
  final TrailDigests chain = chain("AWSLogs/", "111122223333", "eu-west-1");
  final List<TrailDigests.Digest> digests = new ArrayList<>();
  final Map<String, Object> properties;
  private final Path folder;
  private final Instant start;
  private int hour;
  private long put = System.nanoTime();

  ProvenTrail(Path folder) {
    this(folder, START);
  }

  /**
   * @param start of the first hour
   */
  ProvenTrail(Path folder, Instant start) {
    this.folder = folder;
    this.start = start;
    splunk.searches(head);
    cloudTrail.inPages();
    properties = around.properties();
    properties.put("aws.endpoint-url-cloudtrail", cloudTrail.endpoint().toString());
    properties.put("aws.region", "us-east-1");
    properties.put("sightline.splunk.url", splunk.endpoint().toString());
    properties.put("sightline.splunk.token", KvServer.TOKEN);
    properties.put("sightline.hec.ack-deadline", ACK_DEADLINE.toMillis() + "ms");
  }

  static TrailDigests chain(String root, String account, String region) {
    return new TrailDigests(Surroundings.BUCKET, root, account, region, "audit");
  }

  /** An hour with logs of so many records each. */
  TrailDigests.Digest hour(int... records) {
    for (int i = 0; i < records.length; i++) {
      log(chain, LOGS + "hour-" + hour + "-" + i + ".json.gz", records[i]);
    }
    TrailDigests.Digest digest = chain.next(end(0), end(1));
    hour++;
    put(digest);
    digests.add(digest);
    return digest;
  }

  /** An hour of which there is no digest. */
  void silence() {
    hour++;
  }

  /** The end of the hours so far, and of some more. */
  Instant end(int more) {
    return start.plus(Duration.ofHours(hour + (long) more));
  }

  void log(TrailDigests to, String key, int records) {
    log(to, key, Logs.records(key, records));
  }

  void log(TrailDigests to, String key, List<String> records) {
    byte[] stored = Logs.gzip(records);
    around.put(key, stored);
    to.delivered(key, stored);
  }

  void put(TrailDigests.Digest digest) {
    put(digest.key(), digest.stored(), digest.metadata());
  }

  void put(String key, byte[] stored, Map<String, String> metadata) {
    around.s3.putObject(
        request -> request.bucket(Surroundings.BUCKET).key(key).metadata(metadata),
        RequestBody.fromBytes(stored));
    put = System.nanoTime();
  }

  void remove(String key) {
    around.s3.deleteObject(request -> request.bucket(Surroundings.BUCKET).key(key));
  }

  /** Carries every log into Splunk, as the service would. */
  void carry() {
    CommandRun run =
        CommandRun.of(
            properties,
            "backfill",
            "s3://" + Surroundings.BUCKET + "/AWSLogs/",
            "--checkpoint",
            folder.resolve("backfill.json").toString());
    if (run.exitCode() != 0) {
      throw new AssertionError(run.output());
    }
  }

  /** Verifies up to the end of the hours. */
  CommandRun verify(String... more) {
    growOld();
    List<String> arguments =
        new ArrayList<>(List.of("verify", "s3://" + Surroundings.BUCKET + "/AWSLogs/", "--json"));
    Collections.addAll(arguments, more);
    arguments.addAll(List.of("--checkpoint", folder.resolve("verify.json").toString()));
    if (!arguments.contains("--until")) {
      arguments.addAll(List.of("--until", end(0).toString()));
    }
    return CommandRun.of(properties, arguments.toArray(String[]::new));
  }

  /** What was put last is older than the ack deadline: what lacks is not under way. */
  private void growOld() {
    long left;
    while ((left = put + ACK_DEADLINE.multipliedBy(2).toNanos() - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
    }
  }

  /** The index loses these events, told by their ids; returns how many it lost. */
  int lose(Set<String> ids) {
    return around.hec.remove(event -> event.id() != null && ids.contains(event.id()));
  }

  /** The ids of an object's events, by their ordinals. */
  Map<Integer, String> ids(String eventIdPrefix) {
    Map<Integer, String> ids = new TreeMap<>();
    around.received().stream()
        .filter(event -> event.event().contains("\"eventID\":\"" + eventIdPrefix + "-"))
        .forEach(event -> {
          String id = String.valueOf(event.id());
          ids.put(Integer.parseInt(id.substring(17)), id);
        });
    return ids;
  }

  @Override
  public void close() {
    cloudTrail.close();
    splunk.close();
    around.close();
  }
}
