package dev.sightline.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The exporter as a process of its own, as an operator runs it. */
final class ExporterProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ExporterProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code run} with these settings and nothing else that could configure it. */
  static ExporterProcess start(Map<String, Object> properties) {
    return start(properties, "-Xmx256m", List.of("run"));
  }

  /** The same with a heap of this size, such as {@code -Xmx128m}. */
  static ExporterProcess start(Map<String, Object> properties, String heap) {
    return start(properties, heap, List.of("run"));
  }

  /** Any command of the exporter. */
  static ExporterProcess start(
      Map<String, Object> properties, String heap, List<String> arguments) {
    // It lives for seconds: what the second compiler does would not pay off.
    return start(
        properties, List.of(heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
  }

  /** The same with these options for its JVM, and no others. */
  static ExporterProcess start(
      Map<String, Object> properties, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.sightline.command.Main"));
    command.addAll(arguments);
    return start(command, Surroundings.environment(properties));
  }

  /** Any command line that runs the exporter, with these variables and no other of its own. */
  static ExporterProcess start(List<String> command, Map<String, String> variables) {
    try {
      Path log = Files.createTempFile("exporter", ".log");
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("SIGHTLINE_"));
      environment.putAll(variables);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new ExporterProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The processor time that it has used so far, as the operating system counts it. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Waits until something comes true while it runs. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, Surroundings.PATIENCE, condition);
  }

  /** The same with another limit. */
  void await(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
    try {
      Surroundings.await(
          what,
          limit,
          () -> {
            boolean alive = process.isAlive();
            if (!condition.getAsBoolean()) {
              if (!alive) {
                throw new AssertionError("it ended with " + process.exitValue());
              }
              return false;
            }
            return true;
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; its log:\n" + log(), e);
    }
  }

  /** Kills it (SIGKILL) and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop (SIGTERM), waits until it has, and returns its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new AssertionError("3 minutes after SIGTERM it still runs:\n" + log());
    }
    return process.exitValue();
  }

  /** Waits until it ends by itself, and returns its exit code. */
  int ended() throws InterruptedException {
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      throw new AssertionError("after 10 minutes it still runs:\n" + log());
    }
    return process.exitValue();
  }

  /** What it has written so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      kill();
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
