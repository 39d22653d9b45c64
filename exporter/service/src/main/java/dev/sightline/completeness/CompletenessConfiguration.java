package dev.sightline.completeness;

import dev.sightline.configuration.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is verified on a schedule.
 *
 * @param place the bucket and the prefix, as {@code s3://bucket/prefix}; empty for nothing
 * @param every the time between the ends of one check and the beginning of the next
 * @param reach how far back each looks
 */
public record CompletenessConfiguration(Optional<String> place, Duration every, Duration reach) {
  private static final String PREFIX = "sightline.completeness.prefix";

  /** Reads {@code sightline.completeness.*}. */
  public static CompletenessConfiguration read(Settings settings) {
    Optional<String> place = settings.text(PREFIX);
    if (place.isPresent() && !place.get().matches("s3://[^/]+(/.*)?")) {
      settings.problem(
          PREFIX, "'" + place.get() + "' is no place in S3: write s3://bucket/prefix.");
    }
    return new CompletenessConfiguration(
        place,
        settings.duration(
            "sightline.completeness.every",
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofDays(7)),
        settings.duration(
            "sightline.completeness.reach",
            Duration.ofHours(6),
            Duration.ofHours(3),
            Duration.ofDays(90)));
  }

  /** Whether anything is verified on a schedule. */
  public boolean isOn() {
    return place.isPresent();
  }

  /** The first hour of a check. */
  public Instant since(Instant now) {
    return now.minus(reach).truncatedTo(ChronoUnit.HOURS);
  }
}
