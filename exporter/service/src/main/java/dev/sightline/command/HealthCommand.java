package dev.sightline.command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sightline health}: asks a running service on this machine whether it lives. It is what a
 * container's health check runs: it needs nothing but the JVM that is there, and starts no
 * Micronaut.
 */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the service that runs on this machine whether it lives, or with --ready whether it",
      "carries: Splunk takes events and the queue answers. Where an answer of no means a restart,",
      "ask for the first: a restart mends neither Splunk nor a queue."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  sightline health && echo it lives",
      "",
      "The port is SIGHTLINE_HTTP_PORT's, else 8080. Exit code 0: yes; 1: no, or no answer."
    })
final class HealthCommand implements Callable<Integer> {
  private static final int LIMIT_MILLIS = 4_000;
  private static final String USUAL_PORT = "8080";

  private final Map<String, String> environment;

  @Option(names = "--ready", description = "Whether it carries, not only whether it lives.")
  private boolean ready;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  HealthCommand() {
    this(System.getenv());
  }

  /**
   * @param environment where the service's address is set, if it is
   */
  HealthCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    String address = address();
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      int status = connection.getResponseCode();
      connection.disconnect();
      if (status == HttpURLConnection.HTTP_OK) {
        spec.commandLine().getOut().println("UP");
        return ExitCode.DONE;
      }
      say("DOWN: " + address + " answers " + status + "; the page /health says why.");
    } catch (IOException | IllegalArgumentException e) {
      say(
          "No service answers at "
              + address
              + " ("
              + e.getMessage()
              + "): is 'sightline run' running, and is its port that of SIGHTLINE_HTTP_PORT?");
    }
    return ExitCode.FAILED;
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println(sentence);
  }

  /** A service that listens everywhere is asked at the loopback address. */
  private String address() {
    String host = environment.getOrDefault("SIGHTLINE_HTTP_HOST", "").strip();
    if (host.isEmpty() || host.equals("0.0.0.0") || host.equals("::")) {
      host = "127.0.0.1";
    }
    String port = environment.getOrDefault("SIGHTLINE_HTTP_PORT", "").strip();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + (port.isEmpty() ? USUAL_PORT : port)
        + "/health/"
        + (ready ? "readiness" : "liveness");
  }
}
