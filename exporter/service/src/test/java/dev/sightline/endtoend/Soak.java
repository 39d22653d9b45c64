package dev.sightline.endtoend;

import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.endtoend.HttpFront.Request;
import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.NetworkFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One exporter, held to a share of a core, first shows what it can carry, and then carries half of
 * that for a long time, while SQS, S3, HEC and the network fail now and then. At the end nothing
 * may be lost, the laws of conservation hold, and its heap, handles and threads are where they
 * were.
 *
 * <p>System properties: {@code sightline.soak.minutes} (60), {@code .quota} (percent of a core, 10)
 * and {@code .seed}. Every figure is printed; the end is 0 where all of it held.
 */
final class Soak {
  private static final int RECORDS = 100;
  private static final int BACKLOG = 400;
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration TOO_SHORT = Duration.ofMinutes(10);
  private static final Duration PROBE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration CALM = Duration.ofSeconds(20);
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** Out of so many requests to SQS and S3 one fails. */
  private static final int FAILS = 50;

  private static final Pattern METRIC = Pattern.compile("(?m)^([a-z_]+)(\\{[^}]*})? (\\S+)$");
  private static final Pattern ADDRESS = Pattern.compile("are at (http:[^\"\\s]+)");

  /**
   * What was seen at a moment.
   *
   * @param heap bytes in use
   */
  private record Sample(long heap, long handles, long threads, long resident) {}

  private final Duration length =
      Duration.ofMinutes(Integer.getInteger("sightline.soak.minutes", 60));
  private final int quota = Integer.getInteger("sightline.soak.quota", 10);
  private final long seed = Long.getLong("sightline.soak.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final byte[] log = Logs.gzip(Logs.records("log", RECORDS));

  /** The identities of all objects: what is kept of each record is its id, at the receiver. */
  private final Set<String> expected = new HashSet<>();

  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final List<Sample> samples = new ArrayList<>();
  private int objects;

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException, IOException {
    System.exit(new Soak().run() ? 0 : 1);
  }

  @SuppressWarnings("SystemOut")
  private boolean run() throws InterruptedException, IOException {
    HecReceiver.Settings settings =
        HecReceiver.Settings.of(Surroundings.TOKEN)
            .withAckDelay(Duration.ofMillis(500))
            .withoutBodies();
    try (Surroundings around = new Surroundings(settings, 1_000);
        HttpFront sqs = HttpFront.start(around.sqsServer.endpoint(), this::fate);
        HttpFront s3 = HttpFront.start(around.s3Server.endpoint(), this::fate);
        FaultProxy hec = FaultProxy.start(around.hec.endpoint());
        HttpClient client = HttpClient.newHttpClient()) {
      Map<String, Object> properties = new HashMap<>(around.properties());
      properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
      properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
      properties.put("sightline.hec.url", hec.endpoint().toString());
      properties.put("sightline.hec.request-timeout", "10s");
      properties.put("sightline.hec.ack-deadline", "20s");
      properties.put("sightline.queue.visibility-timeout", "30s");
      ExporterProcess exporter =
          ExporterProcess.start(
              properties, List.of("-Xmx128m", "-XX:+UseSerialGC"), List.of("run"));
      try {
        exporter.await("it is ready", () -> exporter.log().contains("accepts events"));
        CpuQuota held = CpuQuota.of(exporter.pid(), quota);
        try {
          URI metrics = URI.create(address(exporter) + "/prometheus");
          double capacity = capacity(around);
          System.out.printf(
              Locale.ROOT,
              "%.0f records a second at %d %% of a core (%s); half of it for %d minutes; seed %d%n",
              capacity,
              quota,
              held.by(),
              length.toMinutes(),
              seed);
          soak(around, hec, exporter, client, metrics, capacity / 2);
          return report(around, exporter, client, metrics);
        } finally {
          exporter.close();
          held.close();
        }
      } finally {
        exporter.close();
      }
    }
  }

  /** Records a second while there is always more to do, once the JVM has compiled what is used. */
  private double capacity(Surroundings around) throws InterruptedException {
    keepBusy(around, WARM_UP);
    long before = around.hec.count();
    long begun = System.nanoTime();
    keepBusy(around, PROBE);
    double carried = (around.hec.count() - before) / ((System.nanoTime() - begun) / 1e9);
    Surroundings.await("the probe is over", LIMIT, () -> around.messages(around.queueUrl) == 0);
    return carried;
  }

  private void keepBusy(Surroundings around, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      if (around.messages(around.queueUrl) < BACKLOG) {
        announce(around, BACKLOG / 2);
      }
      Thread.sleep(50);
    }
  }

  private void announce(Surroundings around, int count) {
    for (int i = 0; i < count; i++) {
      String key = "AWSLogs/log-" + objects++ + ".json.gz";
      String eTag =
          around
              .s3
              .putObject(
                  request -> request.bucket(Surroundings.BUCKET).key(key),
                  RequestBody.fromBytes(log))
              .eTag()
              .replace("\"", "");
      String identity = ObjectIdentity.of(Surroundings.BUCKET, key, eTag).text();
      expected.add(identity);
      around.send(Notifications.s3(Surroundings.BUCKET, key));
    }
  }

  private void soak(
      Surroundings around,
      FaultProxy hec,
      ExporterProcess exporter,
      HttpClient client,
      URI metrics,
      double recordsASecond)
      throws InterruptedException, IOException {
    long begun = System.nanoTime();
    long nextLook = begun;
    long nextFault = begun + CALM.toNanos();
    long healing = Long.MAX_VALUE;
    int first = objects;
    failing.set(true);
    while (System.nanoTime() - begun < length.toNanos()) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      announce(around, Math.max(0, (int) (seconds * recordsASecond / RECORDS) - (objects - first)));
      if (System.nanoTime() >= nextLook) {
        nextLook += LOOK.toNanos();
        look(exporter, client, metrics);
      }
      if (System.nanoTime() >= healing) {
        healing = Long.MAX_VALUE;
        nextFault = System.nanoTime() + CALM.toNanos();
        hec.heal();
        around.hec.heal();
      } else if (healing == Long.MAX_VALUE && System.nanoTime() >= nextFault) {
        fail(around, hec);
        healing = System.nanoTime() + Duration.ofSeconds(2 + random.nextInt(6)).toNanos();
      }
      Thread.sleep(100);
    }
    failing.set(false);
    hec.heal();
    around.hec.heal();
  }

  private void fail(Surroundings around, FaultProxy hec) {
    faults.incrementAndGet();
    switch (random.nextInt(6)) {
      case 0 -> hec.set(new NetworkFault.Refuse());
      case 1 -> hec.set(new NetworkFault.Delay(Duration.ofMillis(300)));
      case 2 -> hec.set(new NetworkFault.BlackHole());
      case 3 -> hec.set(new NetworkFault.Reset(NetworkFault.Direction.TO_SERVER, 20_000));
      case 4 ->
          around.hec.always(
              HecReceiver.Target.events(),
              new HecFault.Answers(
                  HecAnswer.json(503, "{\"text\":\"Server is busy\",\"code\":9}"),
                  HecFault.Effect.NOT_TAKEN));
      default ->
          around.hec.always(
              HecReceiver.Target.acks(),
              new HecFault.Answers(
                  HecAnswer.json(200, "{\"acks\":{}}"), HecFault.Effect.NOT_TAKEN));
    }
  }

  /** SQS and S3 refuse a request now and then, as they do when they are busy. */
  private synchronized Fate fate(Request request) {
    if (failing.get() && random.nextInt(FAILS) == 0) {
      faults.incrementAndGet();
      return new Fate.Answers(503, "");
    }
    return new Fate.Passes();
  }

  private void look(ExporterProcess exporter, HttpClient client, URI metrics)
      throws IOException, InterruptedException {
    Map<String, Double> told = metrics(client, metrics);
    samples.add(
        new Sample(
            told.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("jvm_memory_used_bytes"))
                .filter(entry -> entry.getKey().contains("area=\"heap\""))
                .mapToLong(entry -> entry.getValue().longValue())
                .sum(),
            entries("/proc/" + exporter.pid() + "/fd"),
            entries("/proc/" + exporter.pid() + "/task"),
            resident(exporter.pid())));
  }

  private static long entries(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(folder))) {
      return entries.count();
    }
  }

  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  private static Map<String, Double> metrics(HttpClient client, URI page)
      throws IOException, InterruptedException {
    String body =
        client
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    Map<String, Double> found = new HashMap<>();
    for (Matcher line = METRIC.matcher(body); line.find(); ) {
      String labels = line.group(2) == null ? "" : line.group(2);
      found.put(line.group(1) + labels, Double.parseDouble(line.group(3)));
    }
    return found;
  }

  private static String address(ExporterProcess exporter) {
    Matcher address = ADDRESS.matcher(exporter.log().replace("\\/", "/"));
    if (!address.find()) {
      throw new AssertionError("it does not say where its metrics are:\n" + exporter.log());
    }
    return address.group(1);
  }

  @SuppressWarnings("SystemOut")
  private boolean report(
      Surroundings around, ExporterProcess exporter, HttpClient client, URI metrics)
      throws InterruptedException, IOException {
    exporter.await("the queue is empty", LIMIT, () -> around.messages(around.queueUrl) == 0);
    // The queue forgets a message a moment before it is counted.
    Thread.sleep(Duration.ofSeconds(2));
    Map<String, Double> told = metrics(client, metrics);
    long again = 0;
    long found = 0;
    for (Map.Entry<String, Integer> id : around.hec.timesById().entrySet()) {
      int colon = id.getKey().indexOf(':');
      if (colon > 0 && expected.contains(id.getKey().substring(0, colon))) {
        found++;
        again += id.getValue() - 1;
      }
    }
    long wanted = (long) expected.size() * RECORDS;
    long lost = wanted - found;
    double messages = told.getOrDefault("sightline_messages_received_total", 0.0);
    double ended =
        sum(told, "sightline_messages_deleted_total")
            + sum(told, "sightline_messages_released_total")
            + sum(told, "sightline_messages_quarantined_total");
    double records = told.getOrDefault("sightline_records_read_total", 0.0);
    double settled =
        sum(told, "sightline_records_delivered_total")
            + sum(told, "sightline_records_rejected_total")
            + sum(told, "sightline_records_unresolved_total");
    boolean conserved = messages > 0 && messages == ended && records > 0 && records == settled;
    System.out.printf(
        Locale.ROOT,
        "%,d objects with %,d records; %,d faults; lost %d, sent again %,d, dead letters %d%n",
        objects,
        wanted,
        faults.get(),
        lost,
        again,
        around.messages(around.deadLetterQueueUrl));
    System.out.printf(
        Locale.ROOT,
        "messages %.0f = %.0f that ended, records %.0f = %.0f that ended: %s; %.0f s of processor"
            + " time%n",
        messages,
        ended,
        records,
        settled,
        conserved ? "conserved" : "NOT CONSERVED",
        exporter.cpu().toMillis() / 1e3);
    List<Boolean> flat =
        List.of(
            flat("heap, least in use (MB)", Sample::heap, 1e6, false, 8_000_000),
            flat("handles, most", Sample::handles, 1, true, 16),
            flat("threads, most", Sample::threads, 1, true, 8),
            flat("memory resident, most (MB)", Sample::resident, 1e6, true, 16_000_000));
    boolean held =
        lost == 0
            && conserved
            && !flat.contains(false)
            && around.messages(around.deadLetterQueueUrl) == 0;
    System.out.println(held ? "It held." : "IT DID NOT HOLD.");
    return held;
  }

  private static double sum(Map<String, Double> told, String name) {
    return told.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Compares the quarters of the run, the first left out: what it begins with is no growth. */
  @SuppressWarnings("SystemOut")
  private boolean flat(
      String what, ToLongFunction<Sample> figure, double unit, boolean most, long tolerance) {
    long[] quarters = new long[4];
    for (int i = 0; i < 4; i++) {
      List<Sample> quarter = samples.subList(samples.size() * i / 4, samples.size() * (i + 1) / 4);
      Comparator<Sample> order = Comparator.comparingLong(figure);
      quarters[i] =
          figure.applyAsLong(
              (most ? quarter.stream().max(order) : quarter.stream().min(order)).orElseThrow());
    }
    // Within minutes a heap shows when it was collected last, and nothing of its growth.
    boolean flat = length.compareTo(TOO_SHORT) < 0 || quarters[3] <= quarters[1] + tolerance;
    System.out.printf(
        Locale.ROOT,
        "%s by quarters of the run: %s: %s%n",
        what,
        String.join(
            ", ",
            Arrays.stream(quarters)
                .mapToObj(value -> String.format(Locale.ROOT, "%.0f", value / unit))
                .toList()),
        length.compareTo(TOO_SHORT) < 0 ? "too short a run to tell" : flat ? "flat" : "IT GROWS");
    return flat;
  }
}
