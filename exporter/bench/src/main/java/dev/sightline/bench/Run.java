package dev.sightline.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one exporter did with one workload.
 *
 * @param whole CPU seconds of everything, from its start until the queue was empty
 * @param steady CPU microseconds of an event, from half of the events on
 * @param compilers of the whole, the JVM's compilers
 * @param firstSeconds from the start until the first event was acknowledged
 * @param firstCpu CPU seconds by then
 */
record Run(
    double whole,
    double steady,
    double compilers,
    long peakMegabytes,
    double firstSeconds,
    double firstCpu,
    Map<String, Long> requests) {
  private static final long LIMIT_NANOS = Duration.ofMinutes(15).toNanos();

  /** Starts the command, gives it the workload, and ends it when the queue is empty. */
  static Run of(List<String> command, Workload workload, Path log, Map<String, String> settings)
      throws IOException, InterruptedException {
    long events = workload.events();
    try (Stand stand = new Stand(workload, 500)) {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment(stand));
      builder.environment().putAll(settings);
      File to = log.toFile();
      builder.redirectErrorStream(true).redirectOutput(to);
      long start = System.nanoTime();
      Process process = builder.start();
      try {
        long pid = process.pid();
        double halfCpu = 0;
        long half = 0;
        double firstCpu = 0;
        while (!stand.queue().isEmpty()) {
          if (!process.isAlive() || System.nanoTime() - start > LIMIT_NANOS) {
            throw new IOException("the exporter ended or is too slow: see " + log);
          }
          if (half == 0 && stand.arrivals().distinct() * 2 >= events) {
            halfCpu = Usage.cpuSeconds(pid);
            half = stand.arrivals().distinct();
          }
          if (firstCpu == 0 && stand.firstAckNanos() != 0) {
            firstCpu = Usage.cpuSeconds(pid);
          }
          Thread.sleep(5);
        }
        double whole = Usage.cpuSeconds(pid);
        prove(stand.arrivals(), events);
        return new Run(
            whole,
            (whole - halfCpu) * 1e6 / (events - half),
            Usage.compilerSeconds(pid),
            Usage.peakMegabytes(pid),
            (stand.firstAckNanos() - start) / 1e9,
            firstCpu,
            stand.requests());
      } finally {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    }
  }

  /** The requests whose name begins so, for each object. */
  double requestsEach(String prefix, int objects) {
    return (double)
            requests.entrySet().stream()
                .filter(request -> request.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum()
        / objects;
  }

  private static void prove(Arrivals arrivals, long events) throws IOException {
    if (arrivals.distinct() != events || arrivals.again() != 0 || arrivals.different() != 0) {
      throw new IOException(
          "of "
              + events
              + " events "
              + arrivals.distinct()
              + " arrived, "
              + arrivals.again()
              + " of them again, "
              + arrivals.different()
              + " not as they were");
    }
  }

  private static Map<String, String> environment(Stand stand) {
    String address = stand.address().toString();
    return Map.ofEntries(
        Map.entry("AWS_ENDPOINT_URL", address),
        Map.entry("AWS_REGION", "eu-central-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "none"),
        Map.entry("SIGHTLINE_QUEUE_URL", address + "/111122223333/trail"),
        Map.entry("SIGHTLINE_DLQ_WAIVED", "true"),
        Map.entry("SIGHTLINE_HEC_URL", address),
        Map.entry("SIGHTLINE_HEC_TOKEN", "11111111-2222-3333-4444-555555555555"),
        Map.entry("SIGHTLINE_HTTP_PORT", "0"),
        Map.entry("SIGHTLINE_HTTP_HOST", "127.0.0.1"));
  }
}
