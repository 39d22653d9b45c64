package dev.sightline.hunt;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.replay.LogFiles;
import dev.sightline.replay.LogSource;
import dev.sightline.spl.lookup.GeoDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How fast the hunt is, as a ratio to {@code gzip -dc} of the same files and to the same searches
 * one by one: {@code mvn -Phunt-bench -DskipTests -pl exporter/service -am test}. CPU seconds,
 * since a machine may be shared.
 */
final class HuntBench {
  private HuntBench() {}

  /** Its settings are system properties: sightline.bench.records, .folder and .each. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long records = Long.getLong("sightline.bench.records", 1_000_000);
    Path folder = Path.of(System.getProperty("sightline.bench.folder", "target/hunt-bench"));
    int threads = Runtime.getRuntime().availableProcessors();
    Files.createDirectories(folder);
    if (LogFiles.below(folder).logs().isEmpty()) {
      long bytes = OrganizationLogs.write(folder, records, 1);
      say("%,d records, %,d MB before compression, in %s", records, bytes / 1_000_000, folder);
    }
    LogFiles files = LogFiles.below(folder);
    double gzip = gunzipped(files);
    say("gzip -dc: %.1f CPU seconds", gzip);
    Catalog catalog = Catalog.shipped();
    double[] whole = hunt(catalog, files, Set.of(), threads);
    say(
        "the whole catalog in one reading: %.1f CPU seconds, %.1f s, %.0f records, %.0f hits: %.2f"
            + " times gzip -dc",
        whole[0], whole[1], whole[2], whole[3], whole[0] / gzip);
    say(
        "at most %,d MB of heap; peak resident: %s",
        Runtime.getRuntime().maxMemory() >> 20, peak());
    if (Boolean.parseBoolean(System.getProperty("sightline.bench.each", "true"))) {
      List<String> ids =
          catalog.items().stream().filter(Item::givesHits).map(Item::id).sorted().toList();
      double sum = 0;
      for (String id : ids) {
        double[] one = hunt(catalog, files, Set.of(id), threads);
        sum += one[0];
        say("  %-50s %.1f CPU seconds", id, one[0]);
      }
      say("one by one: %.1f CPU seconds, %.1f times the one reading", sum, sum / whole[0]);
    }
  }

  private static double[] hunt(Catalog catalog, LogFiles files, Set<String> only, int threads)
      throws InterruptedException {
    double before = cpuSeconds();
    long start = System.nanoTime();
    Hunt.Result result =
        new Hunt(
                catalog,
                LookupFiles.read(null, catalog.lookups(), HuntBench::say),
                GeoDatabase.NONE,
                InstantSource.system())
            .run(files, Scope.ALL, only, threads, Reading.Progress.NONE);
    result.failures().forEach(failure -> say("%s", failure));
    return new double[] {
      cpuSeconds() - before,
      (System.nanoTime() - start) / 1e9,
      result.tally().looked(),
      result.hits().size()
    };
  }

  private static double gunzipped(LogFiles files) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", "xargs gzip -dc > /dev/null; times")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      for (LogSource file : files.logs()) {
        in.write((Path.of(file.name()).toAbsolutePath() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    String times =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    // The second line is what the children took: user and system, as 0m1.234s.
    String[] children = times.lines().skip(1).findFirst().orElseThrow().split(" ", -1);
    return seconds(children[0]) + seconds(children[1]);
  }

  private static double seconds(String text) {
    String[] parts = text.replace("s", "").split("m", -1);
    return Integer.parseInt(parts[0]) * 60 + Double.parseDouble(parts[1]);
  }

  /** Of this process, by the operating system's accounting. */
  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos()
        / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("unknown")
        : "unknown on this system";
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
