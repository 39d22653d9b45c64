package dev.sightline.redelivery;

import dev.sightline.configuration.Settings;
import java.time.Duration;

/**
 * Whether Splunk is asked before something is sent again.
 *
 * @param ask false for never, whatever else is configured
 * @param patience how long a message waits for the answer before it is sent without one
 * @param searchesAnHour how many searches Splunk is given for it in an hour, at most
 */
public record RedeliveryConfiguration(boolean ask, Duration patience, int searchesAnHour) {

  /** Reads {@code sightline.redelivery.*}. */
  public static RedeliveryConfiguration read(Settings settings) {
    return new RedeliveryConfiguration(
        settings.flag("sightline.redelivery.ask", true),
        settings.duration(
            "sightline.redelivery.patience",
            Duration.ofMinutes(2),
            Duration.ofSeconds(1),
            Duration.ofMinutes(30)),
        settings.number("sightline.redelivery.searches-an-hour", 600, 1, 100_000));
  }
}
