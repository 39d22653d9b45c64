package dev.sightline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The benchmark's command line: {@code WORKLOAD ROUNDS NAME=COMMAND …}, where a workload is {@code
 * large}, {@code small}, or objects and records as in {@code 600x750}. A command is split at
 * spaces; {@code KEY=VALUE} words before the program are its environment. In each round every
 * exporter carries the workload once, between two runs of {@code gzip -dc} over the same files.
 */
@SuppressWarnings("SystemOut") // A program for a terminal.
public final class Bench {
  private static final int CONTENTS = 64;

  private Bench() {}

  /** Ends with 0 where every exporter brought each event exactly once. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      if (arguments.length < 3) {
        throw new IllegalArgumentException("a workload, rounds and an exporter are needed");
      }
      Workload workload = workload(arguments[0]);
      int rounds = number(arguments[1], "rounds");
      measure(workload, rounds, exporters(Arrays.asList(arguments).subList(2, arguments.length)));
    } catch (IllegalArgumentException e) {
      System.err.println(
          e.getMessage()
              + "\nusage: WORKLOAD ROUNDS NAME=COMMAND …, as in: small 3 'new=./sightline run'");
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Map<String, List<String>> exporters(List<String> arguments) {
    Map<String, List<String>> exporters = new LinkedHashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length < 2 || parts[1].isBlank() || !parts[0].matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException("an exporter is NAME=COMMAND, not: " + argument);
      }
      exporters.put(parts[0], List.of(parts[1].strip().split("\\s+")));
    }
    return exporters;
  }

  private static Workload workload(String name) {
    return switch (name) {
      case "large" -> Workload.of(name, 2_400, 750, CONTENTS);
      case "small" -> Workload.of(name, 20_000, 5, CONTENTS);
      default -> {
        String[] numbers = name.split("x", -1);
        if (numbers.length != 2) {
          throw new IllegalArgumentException(
              "a workload is large, small, or objects and records as in 600x750, not: " + name);
        }
        yield Workload.of(
            name, number(numbers[0], "objects"), number(numbers[1], "records"), CONTENTS);
      }
    };
  }

  private static int number(String text, String what) {
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(what + " are a number from 1 on, not: " + text);
    }
    return Integer.parseInt(text);
  }

  private static void measure(Workload workload, int rounds, Map<String, List<String>> exporters)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sightline-bench");
    List<String> gzip = new ArrayList<>(List.of("gzip", "-dc"));
    gzip.addAll(workload.files(folder));
    long events = workload.events();
    System.out.printf(
        Locale.ROOT,
        "%s: %,d objects, %,d events of %.0f bytes; Java %s, %d processors%n",
        workload.name(),
        workload.objects(),
        events,
        workload.eventBytes(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      double before = gzip(gzip);
      for (Map.Entry<String, List<String>> exporter : exporters.entrySet()) {
        Path log = folder.resolve(exporter.getKey() + ".log");
        Run run = run(exporter.getValue(), workload, log);
        double after = gzip(gzip);
        double unpacking = (before + after) / 2 * 1e6 / events;
        before = after;
        runs.computeIfAbsent(exporter.getKey(), _ -> new ArrayList<>()).add(run);
        report(round, exporter.getKey(), run, workload, unpacking);
      }
    }
    runs.forEach((name, all) ->
        System.out.printf(
            Locale.ROOT,
            "median %-8s whole %7.2f s, steady %6.2f us an event%n",
            name,
            median(all.stream().mapToDouble(Run::whole).toArray()),
            median(all.stream().mapToDouble(Run::steady).toArray())));
  }

  private static void report(int round, String name, Run run, Workload workload, double unpacking) {
    long events = workload.events();
    System.out.printf(
        Locale.ROOT,
        "%d %-8s whole %6.2f s = %6.2f us/event %5.2fx gzip | steady %6.2f us/event %5.2fx gzip"
            + " (%.2f) | JIT %4.1f s | first %.2f s %.2f CPU-s | %d MB | SQS %.3f S3 %.3f HEC"
            + " %.3f/object %s%n",
        round,
        name,
        run.whole(),
        run.whole() * 1e6 / events,
        run.whole() * 1e6 / events / unpacking,
        run.steady(),
        run.steady() / unpacking,
        unpacking,
        run.compilers(),
        run.firstSeconds(),
        run.firstCpu(),
        run.peakMegabytes(),
        run.requestsEach("SQS", workload.objects()),
        run.requestsEach("S3", workload.objects()),
        run.requestsEach("HEC", workload.objects()),
        run.requests());
  }

  private static Run run(List<String> words, Workload workload, Path log)
      throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>();
    int program = 0;
    while (program < words.size() - 1 && words.get(program).matches("[A-Z_]+=.*")) {
      String[] setting = words.get(program++).split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    return Run.of(words.subList(program, words.size()), workload, log, settings);
  }

  private static double gzip(List<String> command) throws IOException, InterruptedException {
    double before = Usage.endedChildrenSeconds();
    int code =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("gzip -dc ended with " + code);
    }
    return Usage.endedChildrenSeconds() - before;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
