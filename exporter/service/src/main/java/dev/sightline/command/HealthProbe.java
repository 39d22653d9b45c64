package dev.sightline.command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;

/**
 * Asks the service of this machine for its health. It is a program of its own, too, for a
 * container's health check: twice a minute, so it does without the command line's other classes.
 */
public final class HealthProbe {
  private static final int LIMIT_MILLIS = 4_000;
  private static final String USUAL_PORT = "8080";

  private HealthProbe() {}

  /**
   * What was found.
   *
   * @param said a sentence
   */
  record Answer(boolean healthy, String said) {}

  /** Ends with 0 where the service lives, else with 1 and a sentence. */
  public static void main(String[] arguments) {
    Answer answer = ask(System.getenv(), false);
    (answer.healthy() ? System.out : System.err).println(answer.said());
    System.exit(answer.healthy() ? ExitCode.DONE : ExitCode.FAILED);
  }

  /**
   * Asks once.
   *
   * @param environment where the service's address is set, if it is
   * @param ready whether it carries, not only whether it lives
   */
  static Answer ask(Map<String, String> environment, boolean ready) {
    String address = address(environment, ready);
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK
          ? new Answer(true, "UP")
          : new Answer(false, "DOWN: " + address + " answers " + status + "; its log says why.");
    } catch (IOException | IllegalArgumentException e) {
      return new Answer(
          false,
          "No service answers at "
              + address
              + " ("
              + e.getMessage()
              + "): is 'sightline run' running, and is its port that of SIGHTLINE_HTTP_PORT?");
    }
  }

  /** A service that listens everywhere is asked at the loopback address. */
  private static String address(Map<String, String> environment, boolean ready) {
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
