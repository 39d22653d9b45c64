package dev.sightline.hec;

import dev.sightline.configuration.Secret;
import dev.sightline.configuration.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splunk's management port, where an index can be looked up: HEC itself acknowledges events for an
 * index that does not exist, and drops them after.
 *
 * @param address scheme, host and port, usually 8089
 * @param token an authentication token of Splunk, sent as a bearer token
 */
public record ManagementConfiguration(URI address, Secret token) {
  private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})\\b");

  /**
   * When the token expires. Splunk's authentication tokens are JSON Web Tokens, whose {@code exp}
   * says so without a question; the signature is Splunk's to judge. Empty where it never expires,
   * or is no such token. HEC's tokens never expire.
   */
  public Optional<Instant> tokenEnd() {
    String[] parts = token.value().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      Matcher expiry = EXPIRY.matcher(claims);
      return expiry.find()
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(expiry.group(1))))
              .filter(end -> end.getEpochSecond() > 0)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads {@code sightline.splunk.*}; empty where no management port is configured. */
  public static Optional<ManagementConfiguration> read(Settings settings) {
    Optional<String> url = settings.text("sightline.splunk.url");
    Optional<Secret> token = settings.secret("sightline.splunk.token");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (token.isEmpty() && settings.text("sightline.splunk.user").isPresent()) {
      // A login serves the inventory; an index is looked up with a token only.
      return Optional.empty();
    }
    if (token.isEmpty()) {
      settings.problem(
          "sightline.splunk.token",
          "is missing: SIGHTLINE_SPLUNK_URL needs an authentication token of Splunk.");
      return Optional.empty();
    }
    return settings
        .httpAddress("sightline.splunk.url", url.get())
        .map(address -> new ManagementConfiguration(address, token.get()));
  }
}
