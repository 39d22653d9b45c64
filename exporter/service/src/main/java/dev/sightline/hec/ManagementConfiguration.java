package dev.sightline.hec;

import dev.sightline.configuration.Secret;
import dev.sightline.configuration.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * Splunk's management port, where an index can be looked up: HEC itself acknowledges events for an
 * index that does not exist, and drops them after.
 *
 * @param address scheme, host and port, usually 8089
 * @param token an authentication token of Splunk, sent as a bearer token
 */
public record ManagementConfiguration(URI address, Secret token) {

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
