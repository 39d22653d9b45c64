package dev.sightline.endtoend;

import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.endtoend.HttpFront.Request;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.RequestKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several exporters, each under a quota of CPU, work off one queue; when half of the records have
 * arrived one is killed (SIGKILL). Prints what one CPU-second of an exporter carries, what was lost
 * and sent again, and the requests to SQS, S3 and HEC for each thousand objects. Processor time and
 * counts only: wall time says nothing on a machine that is shared. System properties: {@code
 * sightline.scale.exporters} (3), {@code .quota} (percent of a core, 40), {@code .objects} (2,000),
 * {@code .records} (in each object, 400) and {@code .ack} (milliseconds until Splunk acknowledges,
 * 500).
 */
final class Scale {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final int exporters = Integer.getInteger("sightline.scale.exporters", 3);
  private final int quota = Integer.getInteger("sightline.scale.quota", 40);
  private final int objects = Integer.getInteger("sightline.scale.objects", 2_000);
  private final int records = Integer.getInteger("sightline.scale.records", 400);
  private final int ack = Integer.getInteger("sightline.scale.ack", 500);

  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
  private long inflated;
  private long stored;

  /** One exporter, held to its quota. */
  private record Held(ExporterProcess process, CpuQuota quota) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
      quota.close();
    }
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException, IOException {
    System.exit(new Scale().run() ? 0 : 1);
  }

  /** Whether nothing was lost. */
  @SuppressWarnings("SystemOut")
  private boolean run() throws InterruptedException, IOException {
    HecReceiver.Settings settings =
        HecReceiver.Settings.of(Surroundings.TOKEN)
            .withAckDelay(Duration.ofMillis(ack))
            .withoutBodies();
    List<Held> running = new ArrayList<>();
    try (Surroundings around = new Surroundings(settings, 1_000);
        HttpFront sqs = front(around.sqsServer.endpoint(), Scale::sqsAction);
        HttpFront s3 = front(around.s3Server.endpoint(), request -> "S3 " + request.method())) {
      put(around);
      Map<String, Object> properties = new HashMap<>(around.properties());
      properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
      properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
      properties.put("sightline.queue.visibility-timeout", "20s");
      properties.put("sightline.queue.messages", "100");
      for (int i = 0; i < exporters; i++) {
        ExporterProcess process =
            ExporterProcess.start(
                properties, List.of("-Xmx256m", "-XX:+UseSerialGC"), List.of("run"));
        running.add(new Held(process, CpuQuota.of(process.pid(), quota)));
      }
      String by = running.getFirst().quota().by();
      long wanted = (long) objects * records;
      running.getFirst().process().await("half has come", LIMIT, () -> ids(around) * 2 >= wanted);

      Held victim = running.removeFirst();
      Duration firstHalf = cpu(running).plus(victim.process().cpu());
      int underWay = notVisible(around);
      victim.process().kill();
      long before = ids(around);
      Duration survivors = cpu(running);
      long peak = peak(running);
      victim.close();
      running
          .getFirst()
          .process()
          .await("the queue is empty", LIMIT, () -> around.messages(around.queueUrl) == 0);
      Duration secondHalf = cpu(running).minus(survivors);
      peak = Math.max(peak, peak(running));
      return report(around, by, new Halves(before, firstHalf, secondHalf), wanted, underWay, peak);
    } finally {
      running.forEach(Held::close);
    }
  }

  private record Halves(long records, Duration first, Duration second) {}

  @SuppressWarnings("SystemOut")
  private boolean report(
      Surroundings around, String by, Halves halves, long wanted, int underWay, long peak) {
    Set<String> complete = new HashSet<>();
    long again = 0;
    for (Map.Entry<String, Integer> id : around.hec.timesById().entrySet()) {
      if (!id.getKey().startsWith("exporter:")) {
        complete.add(id.getKey());
        again += id.getValue() - 1;
      }
    }
    long lost = wanted - complete.size();
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d exporters, each held to %d %% of a core (%s), one killed at half",
            exporters,
            quota,
            by));
    System.out.println(
        String.format(
            Locale.ROOT,
            "%,d objects with %,d records, %,d bytes each, gzip 1:%.1f; acknowledged after %d ms",
            objects,
            wanted,
            inflated / wanted,
            (double) inflated / stored,
            ack));
    System.out.println(
        String.format(
            Locale.ROOT,
            "lost %,d; sent again %,d (%.2f %%), with %d messages in flight at the kill, of all"
                + " exporters",
            lost,
            again,
            100.0 * again / wanted,
            underWay));
    System.out.println(
        String.format(
            Locale.ROOT,
            "records for each CPU-second of the exporters: first half %,.0f (starting and warming"
                + " up), second half %,.0f",
            halves.records() / seconds(halves.first()),
            (wanted + again - halves.records()) / seconds(halves.second())));
    System.out.println(
        String.format(
            Locale.ROOT,
            "CPU-seconds: first half %.1f, second half %.1f",
            seconds(halves.first()),
            seconds(halves.second())));
    System.out.println(
        String.format(Locale.ROOT, "peak memory of one exporter: %,d MB", peak / 1_000));
    System.out.println(String.format(Locale.ROOT, "requests for each thousand objects:"));
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((name, count) -> counts.put(name, count.get()));
    counts.put("HEC event", around.hec.requests(RequestKind.EVENTS));
    counts.put("HEC ack", around.hec.requests(RequestKind.ACKS));
    counts.put("HEC health", around.hec.requests(RequestKind.HEALTH));
    counts.forEach((name, count) ->
        System.out.println(
            String.format(Locale.ROOT, "  %-28s %,9.1f", name, 1000.0 * count / objects)));
    return lost == 0;
  }

  private HttpFront front(URI upstream, Function<Request, String> name) {
    return HttpFront.start(
        upstream,
        request -> {
          requests.computeIfAbsent(name.apply(request), any -> new AtomicLong()).incrementAndGet();
          return new Fate.Passes();
        });
  }

  private static String sqsAction(Request request) {
    return request.operation().replace("AmazonSQS.", "SQS ");
  }

  private static long ids(Surroundings around) {
    return around.hec.count();
  }

  private static Duration cpu(List<Held> running) {
    return running.stream().map(held -> held.process().cpu()).reduce(Duration.ZERO, Duration::plus);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static int notVisible(Surroundings around) {
    return around.messages(around.queueUrl) - around.visibleMessages();
  }

  /** In kilobytes. */
  private static long peak(List<Held> running) throws IOException {
    long peak = 0;
    for (Held held : running) {
      Path status = Path.of("/proc", Long.toString(held.process().pid()), "status");
      Matcher line = PEAK.matcher(Files.exists(status) ? Files.readString(status) : "");
      peak = Math.max(peak, line.find() ? Long.parseLong(line.group(1)) : 0);
    }
    return peak;
  }

  private void put(Surroundings around) {
    Random random = new Random(7);
    // Fifty contents under many keys: an object's records are told apart by its key.
    List<byte[]> plains = new ArrayList<>();
    List<byte[]> gzips = new ArrayList<>();
    for (int i = 0; i < Math.min(50, objects); i++) {
      byte[] content = Logs.plain(LargerRecords.of(random, records));
      plains.add(content);
      gzips.add(Logs.gzip(content));
    }
    for (int i = 0; i < objects; i++) {
      String key =
          String.format(
              Locale.ROOT,
              "AWSLogs/o-exampleorg/%012d/CloudTrail/eu-central-1/2026/01/02/log-%06d.json.gz",
              111_122_220_000L + i % 40,
              i);
      byte[] gzip = gzips.get(i % gzips.size());
      inflated += plains.get(i % plains.size()).length;
      stored += gzip.length;
      around.putAndAnnounce(key, gzip);
    }
  }
}
