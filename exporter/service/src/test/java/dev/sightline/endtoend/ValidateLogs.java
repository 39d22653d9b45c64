package dev.sightline.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.stand.CloudTrailServer;
import dev.sightline.stand.S3Server;
import dev.sightline.stand.TrailDigests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code sightline verify} beside {@code aws cloudtrail validate-logs}, on the same objects: what
 * both say of whole chains and of each damage, and what it costs them. The first argument is AWS's
 * command, the second {@code check} or {@code measure}, then the numbers of log files and of
 * records in each.
 */
final class ValidateLogs implements AutoCloseable {
  private static final String BUCKET = "trail-logs";
  private static final Instant START = Instant.parse("2026-01-02T00:00:00Z");
  private static final Pattern RATIO =
      Pattern.compile("(\\d+)/(\\d+) (digest|backfill digest|log) files (valid|INVALID)");
  private static final Pattern TIMES = Pattern.compile("CPU ([0-9.]+) ([0-9.]+) REAL ([0-9.]+)");

  private final S3Server server = S3Server.start();
  private final CloudTrailServer cloudTrail = CloudTrailServer.start();
  private final S3Client s3 =
      S3Client.builder()
          .endpointOverride(server.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .forcePathStyle(true)
          .build();
  private final ServerSocket distance = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
  private volatile int distanceMillis;
  private final Path folder = Files.createTempDirectory("sightline-validate-logs-");
  private final String aws;

  /** What a command says: kind to valid and invalid. */
  private record Said(Map<String, List<Integer>> counts, Timed run) {
    String output() {
      return run.output();
    }
  }

  private ValidateLogs(String aws) throws IOException {
    this.aws = aws;
    s3.createBucket(request -> request.bucket(BUCKET));
    Thread.ofVirtual().start(this::accept);
  }

  /** S3 is not on this machine: what is sent there takes its time. */
  private void accept() {
    while (!distance.isClosed()) {
      try {
        Socket client = distance.accept();
        Socket target = new Socket(server.endpoint().getHost(), server.endpoint().getPort());
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pass(client, target, true));
        Thread.ofVirtual().start(() -> pass(target, client, false));
      } catch (IOException e) {
        return; // It is closed.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean late) {
    byte[] buffer = new byte[64 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (late && distanceMillis > 0) {
          Thread.sleep(distanceMillis);
        }
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      return; // One of both has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean good;
    try (ValidateLogs beside = new ValidateLogs(arguments[0])) {
      good =
          arguments[1].equals("check")
              ? beside.check()
              : beside.measure(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    }
    System.exit(good ? 0 : 1);
  }

  /** One trail of an account of its own, to which something is done. */
  private final class Trail {
    private final String account;
    private final TrailDigests chain;
    private final List<TrailDigests.Digest> digests = new ArrayList<>();
    private int hour;

    Trail(int number) {
      account = String.format(Locale.ROOT, "%012d", 111_122_220_000L + number);
      chain = new TrailDigests(BUCKET, "AWSLogs/", account, "eu-west-1", "audit");
      for (int i = 0; i < 4; i++) {
        hour(i == 1 ? 0 : 2);
      }
    }

    void hour(int logs) {
      for (int i = 0; i < logs; i++) {
        put(log(hour, i), content(hour, i), Map.of());
        chain.delivered(log(hour, i), content(hour, i));
      }
      TrailDigests.Digest digest =
          chain.next(START.plus(Duration.ofHours(hour)), START.plus(Duration.ofHours(hour + 1L)));
      put(digest.key(), digest.stored(), digest.metadata());
      digests.add(digest);
      hour++;
    }

    String log(int of, int number) {
      return "AWSLogs/"
          + account
          + "/CloudTrail/eu-west-1/2026/01/02/hour-"
          + of
          + "-"
          + number
          + ".json.gz";
    }

    byte[] content(int of, int number) {
      return Logs.gzip(Logs.records("log-" + of + "-" + number, 3));
    }
  }

  /** What is done to a trail. */
  @FunctionalInterface
  private interface Damage {
    void to(Trail trail);
  }

  private Map<String, Damage> damages() {
    Map<String, Damage> damages = new LinkedHashMap<>();
    damages.put("nothing", trail -> {});
    damages.put("a log file is removed", trail -> remove(trail.log(2, 0)));
    damages.put(
        "a log file is changed by a byte",
        trail -> {
          byte[] changed = Logs.plain(Logs.records("log-2-0", 3));
          changed[changed.length - 5] ^= 1;
          put(trail.log(2, 0), Logs.gzip(changed), Map.of());
        });
    damages.put(
        "a byte of a stored log file is flipped",
        trail -> {
          byte[] stored = trail.content(2, 0);
          stored[stored.length / 2] ^= 1;
          put(trail.log(2, 0), stored, Map.of());
        });
    damages.put(
        "a gzip member is added to a log file",
        trail ->
            put(trail.log(2, 0), joined(trail.content(2, 0), Logs.gzip(new byte[0])), Map.of()));
    damages.put(
        "text is added to a log file",
        trail ->
            put(
                trail.log(2, 0),
                joined(trail.content(2, 0), "more".getBytes(StandardCharsets.UTF_8)),
                Map.of()));
    damages.put(
        "a log file is unpacked",
        trail -> put(trail.log(2, 0), Logs.plain(Logs.records("log-2-0", 3)), Map.of()));
    damages.put("a digest is removed", trail -> remove(trail.digests.get(1).key()));
    damages.put(
        "a digest has another's signature",
        trail -> {
          TrailDigests.Digest digest = trail.digests.get(2);
          put(digest.key(), digest.stored(), trail.digests.get(1).metadata());
        });
    damages.put(
        "a digest has no metadata",
        trail -> put(trail.digests.get(2).key(), trail.digests.get(2).stored(), Map.of()));
    damages.put(
        "a digest lies in another's place",
        trail -> {
          TrailDigests.Digest digest = trail.digests.get(1);
          put(trail.digests.get(2).key(), digest.stored(), digest.metadata());
        });
    damages.put(
        "a digest is no digest",
        trail ->
            put(
                trail.digests.get(2).key(),
                Logs.gzip("{}".getBytes(StandardCharsets.UTF_8)),
                trail.digests.get(2).metadata()));
    damages.put(
        "the trail was stopped for two hours",
        trail -> {
          trail.chain.stop();
          trail.hour += 2;
          trail.hour(1);
        });
    damages.put(
        "there is a backfill",
        trail -> {
          put(trail.log(9, 0), trail.content(9, 0), Map.of());
          trail.chain.delivered(trail.log(9, 0), trail.content(9, 0));
          TrailDigests.Digest late =
              trail.chain.backfill(
                  START, START.plus(Duration.ofHours(2)), START.plus(Duration.ofDays(9)));
          put(late.key(), late.stored(), late.metadata());
        });
    damages.put(
        "a backfill does not say when it was made",
        trail -> {
          TrailDigests.Digest late =
              trail.chain.backfill(
                  START, START.plus(Duration.ofHours(2)), START.plus(Duration.ofDays(9)));
          put(
              late.key(),
              late.stored(),
              Map.of("signature", late.signature(), "signature-algorithm", "SHA256withRSA"));
        });
    return damages;
  }

  private boolean check() throws IOException, InterruptedException {
    boolean good = true;
    int number = 0;
    for (Map.Entry<String, Damage> damage : damages().entrySet()) {
      Trail trail = new Trail(++number);
      damage.getValue().to(trail);
      String end = START.plus(Duration.ofHours(trail.hour)).toString();
      Said theirs = aws(trail.account, end);
      Said ours = sightline(trail.account, end);
      boolean same = theirs.counts().equals(ours.counts());
      good &= same;
      System.out.printf(
          Locale.ROOT,
          "%-9s %-42s AWS %s%s%n",
          same ? "the same:" : "DIFFERS:",
          damage.getKey(),
          theirs.counts(),
          same ? "" : ", Sightline " + ours.counts());
      if (!same) {
        System.out.println(theirs.output() + "\n" + ours.output());
      }
    }
    System.out.println(number + " trails were verified by both");
    return good;
  }

  /** Valid and invalid digests, backfill digests and log files. */
  private static Map<String, List<Integer>> counts() {
    Map<String, List<Integer>> counts = new LinkedHashMap<>();
    for (String kind : List.of("digest", "backfill digest", "log")) {
      counts.put(kind, List.of(0, 0));
    }
    return counts;
  }

  private Said aws(String account, String end) throws IOException, InterruptedException {
    Timed run =
        timed(
            List.of(
                aws,
                "cloudtrail",
                "validate-logs",
                "--trail-arn",
                "arn:aws:cloudtrail:us-east-1:" + account + ":trail/audit",
                "--start-time",
                START.toString(),
                "--end-time",
                end,
                "--s3-bucket",
                BUCKET,
                "--region",
                "eu-west-1"));
    Map<String, List<Integer>> counts = counts();
    Matcher ratio = RATIO.matcher(run.output());
    while (ratio.find()) {
      int part = Integer.parseInt(ratio.group(1));
      int whole = Integer.parseInt(ratio.group(2));
      int valid = ratio.group(4).equals("valid") ? part : whole - part;
      counts.put(ratio.group(3), List.of(valid, whole - valid));
    }
    return new Said(counts, run);
  }

  private Said sightline(String account, String end) throws IOException, InterruptedException {
    Timed run =
        timed(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + System.getProperty("sightline.tier", "4"),
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.sightline.command.Main",
                "verify",
                "s3://" + BUCKET + "/AWSLogs/",
                "--account",
                account,
                "--since",
                START.toString(),
                "--until",
                end,
                "--checkpoint",
                folder.resolve(account).toString(),
                "--json"));
    String text = run.output().strip();
    JsonNode json =
        new ObjectMapper()
            .readTree(
                text.lines()
                    .filter(line -> line.startsWith("{\"digests\""))
                    .findFirst()
                    .orElse("{}"));
    Map<String, List<Integer>> counts = counts();
    Map<String, String> names =
        Map.of("digest", "digests", "backfill digest", "backfill_digests", "log", "log_files");
    counts.replaceAll((kind, none) -> {
      JsonNode found = json.path(names.getOrDefault(kind, kind));
      return List.of(found.path("valid").asInt(-1), found.path("invalid").asInt(-1));
    });
    return new Said(counts, run);
  }

  private boolean measure(int files, int records) throws IOException, InterruptedException {
    String account = "111122223333";
    TrailDigests chain = new TrailDigests(BUCKET, "AWSLogs/", account, "eu-west-1", "audit");
    Random random = new Random(7);
    int hours = 24;
    long stored = 0;
    long inflated = 0;
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < files / hours; i++) {
        String key =
            "AWSLogs/"
                + account
                + "/CloudTrail/eu-west-1/2026/01/02/hour-"
                + hour
                + "-"
                + i
                + ".json.gz";
        byte[] plain = Logs.plain(records(random, records));
        byte[] gzip = Logs.gzip(plain);
        stored += gzip.length;
        inflated += plain.length;
        put(key, gzip, Map.of());
        chain.delivered(key, gzip);
      }
      TrailDigests.Digest digest =
          chain.next(START.plus(Duration.ofHours(hour)), START.plus(Duration.ofHours(hour + 1L)));
      put(digest.key(), digest.stored(), digest.metadata());
    }
    String end = START.plus(Duration.ofHours(hours)).toString();
    System.out.printf(
        Locale.ROOT,
        "%d log files of %d records in a day of digests: %.1f MB, %.1f MB inflated%n",
        files / hours * hours,
        records,
        stored / 1e6,
        inflated / 1e6);
    boolean same = true;
    for (int round = 1; round <= 3; round++) {
      distanceMillis = round < 3 ? 0 : 30;
      Said ours = sightline(account, end);
      Said theirs = aws(account, end);
      same &= ours.counts().equals(theirs.counts());
      System.out.printf(
          Locale.ROOT,
          "S3 %d ms away: aws cloudtrail validate-logs %.1f s, %.2f s of CPU; sightline verify %.1f"
              + " s, %.2f s of CPU: in %.1f and %.1f times less%s%n",
          distanceMillis,
          theirs.run().seconds(),
          theirs.run().cpuSeconds(),
          ours.run().seconds(),
          ours.run().cpuSeconds(),
          theirs.run().seconds() / ours.run().seconds(),
          theirs.run().cpuSeconds() / ours.run().cpuSeconds(),
          ours.counts().equals(theirs.counts())
              ? ""
              : ", but " + theirs.counts() + " and " + ours.counts());
    }
    return same;
  }

  /** Records as long as CloudTrail's are, with as much in them that repeats. */
  private static List<String> records(Random random, int count) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      String hex = HexFormat.of().formatHex(bytes);
      records.add(
          Logs.records(hex, 1)
              .getFirst()
              .replace(
                  "\"requestParameters\":{",
                  "\"userAgent\":\"aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1.0"
                      + " md/arch#x86_64 lang/python#3.13.7 cfg/retry-mode#standard\","
                      + "\"sourceIPAddress\":\"203.0.113.66\",\"requestID\":\""
                      + hex
                      + "\",\"readOnly\":true,\"managementEvent\":true,\"eventType\":\"AwsApiCall\","
                      + "\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":"
                      + "\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":"
                      + "\"ec2.eu-west-1.amazonaws.com\"},\"requestParameters\":{\"nextToken\":\""
                      + hex
                      + "\","));
    }
    return records;
  }

  private record Timed(String output, double cpuSeconds, double seconds) {}

  /** Runs a command under the shell's account of its processor time. */
  private Timed timed(List<String> command) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>();
    timed.addAll(List.of("bash", "-c", "TIMEFORMAT='CPU %U %S REAL %R'; time \"$@\"", "timed"));
    timed.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(timed).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + distance.getLocalPort(),
                "AWS_ENDPOINT_URL_CLOUDTRAIL", cloudTrail.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "us-east-1",
                "AWS_EC2_METADATA_DISABLED", "true",
                "LC_ALL", "C"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher times = TIMES.matcher(output);
    if (!times.find()) {
      throw new IOException("The shell told no times: " + output);
    }
    return new Timed(
        output,
        Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2)),
        Double.parseDouble(times.group(3)));
  }

  private void put(String key, byte[] stored, Map<String, String> metadata) {
    s3.putObject(
        request -> request.bucket(BUCKET).key(key).metadata(metadata),
        RequestBody.fromBytes(stored));
  }

  private void remove(String key) {
    s3.deleteObject(request -> request.bucket(BUCKET).key(key));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    distance.close();
    s3.close();
    cloudTrail.close();
    server.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
