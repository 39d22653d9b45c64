package dev.sightline.inventory.steampipe;

import dev.sightline.configuration.Secret;
import dev.sightline.configuration.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Steampipe is.
 *
 * @param sslMode as PostgreSQL's clients know it; without one it is {@code require}, on this
 *     machine {@code prefer}: the service would also talk in the clear
 * @param rootCertificate for {@code verify-ca} and {@code verify-full}; the service signs its own
 * @param timeout for which a statement may be silent: a plugin that hangs says nothing, and older
 *     services cannot cancel it
 * @param parallelism statements at once
 * @param organization the connection of the management account, where it cannot be found by itself
 */
public record SteampipeConfiguration(
    String host,
    int port,
    String database,
    String user,
    Optional<Secret> password,
    String sslMode,
    @Nullable Path rootCertificate,
    Duration timeout,
    int parallelism,
    Optional<String> organization) {
  private static final String URL = "sightline.steampipe.url";
  private static final List<String> MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** Reads {@code sightline.steampipe.*}; empty where no Steampipe is configured. */
  public static Optional<SteampipeConfiguration> read(Settings settings) {
    Optional<String> url = settings.text(URL);
    Optional<Secret> password = settings.secret("sightline.steampipe.password");
    Optional<Path> root = settings.file("sightline.steampipe.root-certificate");
    Duration timeout =
        settings.duration(
            "sightline.steampipe.timeout",
            Duration.ofMinutes(10),
            Duration.ofMillis(100),
            Duration.ofHours(2));
    int parallelism = settings.number("sightline.steampipe.parallelism", 4, 1, 64);
    Optional<String> organization = settings.text("sightline.steampipe.organization");
    return url.flatMap(text -> parsed(settings, text))
        .map(uri -> {
          String host = uri.getHost();
          Map<String, String> parameters = parameters(settings, uri);
          String fallback = isLoopback(host) ? "prefer" : "require";
          String mode = parameters.getOrDefault("sslmode", fallback);
          if (!MODES.contains(mode)) {
            settings.problem(URL, "sslmode is one of " + String.join(", ", MODES) + ".");
            mode = fallback;
          }
          String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
          String user = uri.getUserInfo();
          return new SteampipeConfiguration(
              host,
              uri.getPort() < 0 ? 9193 : uri.getPort(),
              path.isEmpty() ? "steampipe" : path,
              user == null || user.isEmpty() ? "steampipe" : user,
              password,
              mode,
              root.orElse(null),
              timeout,
              parallelism,
              organization);
        });
  }

  private static Optional<URI> parsed(Settings settings, String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    try {
      URI uri = new URI(plain);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("postgres") && !scheme.equals("postgresql")) {
        settings.problem(
            URL,
            "does not begin with postgres://, such as"
                + " postgres://steampipe@steampipe.example.com:9193/steampipe.");
      } else if (uri.getHost() == null) {
        settings.problem(URL, "names no host.");
      } else if (uri.getUserInfo() != null && uri.getUserInfo().contains(":")) {
        settings.problem(
            URL, "holds a password: give it by SIGHTLINE_STEAMPIPE_PASSWORD or its _FILE form.");
      } else {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      settings.problem(
          URL, "is no address: " + e.getReason() + " at character " + e.getIndex() + ".");
    }
    return Optional.empty();
  }

  private static Map<String, String> parameters(Settings settings, URI uri) {
    Map<String, String> parameters = new HashMap<>();
    String query = uri.getRawQuery();
    for (String part : query == null ? List.<String>of() : List.of(query.split("&"))) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      switch (name) {
        case "sslmode" -> parameters.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
        case "user" -> settings.problem(URL, "has the user as a parameter: write user@host.");
        case "password" ->
            settings.problem(
                URL,
                "holds a password: give it by SIGHTLINE_STEAMPIPE_PASSWORD or its _FILE form.");
        default ->
            settings.problem(
                URL, "has a parameter that is not known here: only sslmode may stand there.");
      }
    }
    return parameters;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Where it is, for messages: no user, no password. */
  String place() {
    return host + ":" + port;
  }
}
