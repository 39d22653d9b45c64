package dev.sightline.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/**
 * The exporter's image, run as docs/container.md says: no root, no capability, nothing to write to.
 * The system property {@code sightline.image} names the image and {@code sightline.podman} the
 * command that runs containers, {@code podman} where it is not set.
 */
final class ExporterContainer implements AutoCloseable {
  private static final List<String> PODMAN =
      List.of(System.getProperty("sightline.podman", "podman").split(" ", -1));

  private final String name = "sightline-" + UUID.randomUUID();
  private final ExporterProcess process;
  private final int port;
  private final long startedNanos = System.nanoTime();

  private ExporterContainer(Map<String, String> environment, List<String> options) {
    port = freePort();
    List<String> command = new ArrayList<>(PODMAN);
    command.addAll(
        List.of("run", "--rm", "--name", name, "--network", "host", "--health-interval=disable"));
    command.addAll(List.of("--read-only", "--memory"));
    command.addAll(List.of("512m", "--read-only-tmpfs=false", "--cap-drop", "all"));
    command.addAll(List.of("--security-opt", "no-new-privileges", "--user", "65532:65532"));
    command.addAll(List.of("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096"));
    environment.forEach((variable, value) -> command.addAll(List.of("-e", variable + "=" + value)));
    command.addAll(List.of("-e", "SIGHTLINE_HTTP_PORT=" + port));
    command.addAll(options);
    command.add(image());
    process = ExporterProcess.start(command, Map.of());
  }

  /** Starts the image with these settings. */
  static ExporterContainer start(Map<String, Object> properties) {
    return start(properties, List.of());
  }

  /** The same with more options for whoever runs containers. */
  static ExporterContainer start(Map<String, Object> properties, List<String> options) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.remove("micronaut.server.port");
    return new ExporterContainer(Surroundings.environment(settings), options);
  }

  /** The image that the tests are about; without one the test is skipped. */
  static String image() {
    String image = System.getProperty("sightline.image", "");
    Assumptions.assumeFalse(
        image.isEmpty(), "no image is named: exporter/container/run.sh builds one and names it");
    return image;
  }

  /** What a command of whoever runs containers says; it must succeed. */
  static String podman(String... arguments) {
    Answer answer = asked(arguments);
    if (answer.code() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + answer.said());
    }
    return answer.said();
  }

  /** How a command ended, and what it said. */
  record Answer(int code, String said) {}

  private static Answer asked(String... arguments) {
    List<String> command = new ArrayList<>(PODMAN);
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), said.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command inside, and answers how it ended. */
  Answer inside(String... command) {
    List<String> arguments = new ArrayList<>(List.of("exec", name));
    arguments.addAll(List.of(command));
    return asked(arguments.toArray(String[]::new));
  }

  String name() {
    return name;
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    process.await(what, Duration.ofMinutes(2), condition);
  }

  /** Waits until a page answers with 200, and answers how long after the start that was. */
  Duration awaitPage(String path) throws InterruptedException {
    await(path + " answers", () -> status(path) == HttpURLConnection.HTTP_OK);
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** The text of a page. */
  String page(String path) throws IOException {
    try (var in = connection(path).getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The memory that is resident for the process inside, in bytes. */
  long residentBytes() throws IOException {
    String pid = podman("inspect", "--format", "{{.State.Pid}}", name);
    for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new AssertionError("the process has no resident memory");
  }

  /** Kills it (SIGKILL) and waits until it is gone. */
  void kill() throws InterruptedException {
    podman("kill", "--signal", "KILL", name);
    process.ended();
  }

  /** Asks it to stop as an orchestrator does (SIGTERM), and answers its exit code. */
  int terminate() throws InterruptedException {
    podman("kill", "--signal", "TERM", name);
    return process.ended();
  }

  /** Waits until it ends by itself, and answers its exit code. */
  int ended() throws InterruptedException {
    return process.ended();
  }

  String log() {
    return process.log();
  }

  private int status(String path) {
    try {
      return connection(path).getResponseCode();
    } catch (IOException e) {
      return -1; // Not yet.
    }
  }

  private HttpURLConnection connection(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(1_000);
    connection.setReadTimeout(10_000);
    return connection;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    asked("rm", "--force", "--ignore", name);
    process.close();
  }
}
