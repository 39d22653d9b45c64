package dev.sightline.guardduty;

import dev.sightline.configuration.Settings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service asks GuardDuty's API for.
 *
 * @param poll how often to look for findings that came by no other way, or null for never
 * @param lookback how far back the first poll after a start looks
 * @param coverage whether to say every day, for each account and region, whether GuardDuty is on
 * @param regions where to ask, or empty for everywhere in the partition
 */
public record GuardDutyConfiguration(
    @Nullable Duration poll, Duration lookback, boolean coverage, List<String> regions) {

  public GuardDutyConfiguration {
    regions = List.copyOf(regions);
  }

  /** Whether the service needs the API at all. */
  public boolean isOn() {
    return poll != null || coverage;
  }

  /** Reads {@code sightline.guardduty.*}. */
  public static GuardDutyConfiguration read(Settings settings) {
    String name = "sightline.guardduty.poll";
    boolean off = settings.text(name).orElse("off").equalsIgnoreCase("off");
    Duration poll =
        off
            ? null
            : settings.duration(
                name, Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofDays(1));
    return new GuardDutyConfiguration(
        poll,
        settings.duration(
            "sightline.guardduty.lookback",
            Duration.ofHours(24),
            Duration.ofMinutes(1),
            Duration.ofDays(90)),
        settings.flag("sightline.guardduty.coverage", poll != null),
        settings.list("sightline.guardduty.regions"));
  }
}
