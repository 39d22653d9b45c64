package dev.sightline.demo;

import dev.sightline.command.Logging;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Plays the demo's story to an exporter that is a process of its own, so that the process does what
 * it will do every day: the image's build lets a JVM learn from it (an AOT cache). The arguments
 * are the command that starts the exporter; its settings are in its environment. Ends with 0 where
 * every record arrived exactly once and the exporter, asked to stop, ended with 0.
 */
public final class Training {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 50;
  private static final List<String> PAGES = List.of("/health", "/prometheus");

  private Training() {}

  /** Plays the story once. */
  public static void main(String[] command) throws IOException, InterruptedException {
    if (command.length == 0) {
      System.err.println("Training needs the command that starts the exporter: java … Main run");
      System.exit(2);
    }
    Logging.start();
    ReaderEnvironment.takeOverAwsSettings();
    boolean learned;
    try (LocalCloud cloud = LocalCloud.start()) {
      learned = play(List.of(command), cloud);
    }
    System.exit(learned ? 0 : 1);
  }

  private static boolean play(List<String> command, LocalCloud cloud)
      throws IOException, InterruptedException {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment(cloud, port));
    Process process = builder.start();
    try {
      Story story = Story.of(Story.SEED);
      Announcer.announce(story, cloud, Story.SEED, () -> {});
      await("the queue is empty", process, () -> cloud.waiting() == 0);
      for (String page : PAGES) {
        URI address = URI.create("http://127.0.0.1:" + port + page);
        await(address + " answers", process, () -> answers(address));
      }
      Comparison comparison = Comparison.of(story.records(), cloud.arrivals());
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The exporter does not end after SIGTERM.");
      }
      System.out.printf(
          Locale.ROOT,
          "%,d records of %,d objects: %d missing, %d twice; the exporter ended with %d%n",
          comparison.records(),
          story.objects().size(),
          comparison.missing().size(),
          comparison.duplicates(),
          process.exitValue());
      return comparison.isExactlyOnce() && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<String, String> environment(LocalCloud cloud, int port) {
    Map<String, String> environment = new HashMap<>();
    cloud
        .settings()
        .forEach((name, value) ->
            environment.put(
                name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'),
                value.toString()));
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    environment.put("AWS_ACCESS_KEY_ID", LocalCloud.ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", LocalCloud.SECRET_KEY);
    environment.put("AWS_REGION", LocalCloud.REGION);
    return environment;
  }

  private static void await(String what, Process process, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "Before " + what + ", the exporter ended with " + process.exitValue() + ".");
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Within " + PATIENCE.toSeconds() + " s it does not come true that " + what + ".");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static boolean answers(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(10_000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // Not yet: it is asked again.
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
