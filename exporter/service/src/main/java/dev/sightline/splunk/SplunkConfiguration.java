package dev.sightline.splunk;

import dev.sightline.configuration.Secret;
import dev.sightline.configuration.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Splunk's management port and the app whose collections are written.
 *
 * @param address scheme, host and port, usually 8089
 * @param credentials how to sign in
 * @param app the id of the app
 * @param certificateAuthority that signed Splunk's certificate, where no public one did
 * @param timeout for one request
 */
public record SplunkConfiguration(
    URI address,
    Credentials credentials,
    String app,
    @Nullable Path certificateAuthority,
    Duration timeout) {

  /** How to sign in. */
  public sealed interface Credentials {
    /** An authentication token, sent as a bearer token. */
    record Token(Secret token) implements Credentials {}

    /** A session is opened with these, and again when it has ended. */
    record Login(String user, Secret password) implements Credentials {}
  }

  /** Reads {@code sightline.splunk.*}; empty where no management port is configured. */
  public static Optional<SplunkConfiguration> read(Settings settings) {
    Optional<String> url = settings.text("sightline.splunk.url");
    Optional<Secret> token = settings.secret("sightline.splunk.token");
    Optional<String> user = settings.text("sightline.splunk.user");
    Optional<Secret> password = settings.secret("sightline.splunk.password");
    String app = settings.text("sightline.splunk.app").orElse("sightline_aws");
    if (!app.matches("[A-Za-z0-9_.-]+")) {
      settings.problem("sightline.splunk.app", "is no id of an app, such as sightline_aws.");
    }
    Optional<Path> authority =
        settings
            .file("sightline.splunk.certificate-authority")
            .or(() -> settings.file("sightline.hec.certificate-authority"));
    Duration timeout =
        settings.duration(
            "sightline.splunk.timeout",
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofMinutes(10));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Optional<Credentials> credentials =
        token
            .<Credentials>map(Credentials.Token::new)
            .or(() ->
                user.flatMap(name -> password.map(word -> new Credentials.Login(name, word))));
    if (credentials.isEmpty()) {
      if (settings.problems().stream()
          .noneMatch(problem -> problem.name().startsWith("sightline.splunk."))) {
        settings.problem(
            "sightline.splunk.token",
            "is missing: SIGHTLINE_SPLUNK_URL needs an authentication token of Splunk, or"
                + " SIGHTLINE_SPLUNK_USER and SIGHTLINE_SPLUNK_PASSWORD.");
      }
      return Optional.empty();
    }
    return settings
        .httpAddress("sightline.splunk.url", url.get())
        .map(address ->
            new SplunkConfiguration(
                address, credentials.get(), app, authority.orElse(null), timeout));
  }

  /** Where it is, for messages. */
  public String place() {
    return address.getHost() + ":" + port();
  }

  /** The port; 8089 where the address names none. */
  public int port() {
    return address.getPort() < 0 ? 8089 : address.getPort();
  }
}
