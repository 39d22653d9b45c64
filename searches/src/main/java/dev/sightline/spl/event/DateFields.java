package dev.sightline.spl.event;

import dev.sightline.spl.value.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an event's time that Splunk gives every event, in UTC, such as {@code date_hour}.
 */
final class DateFields {
  /** How their names begin. */
  static final String PREFIX = "date_";

  static final List<String> NAMES =
      List.of(
          "date_hour",
          "date_mday",
          "date_minute",
          "date_month",
          "date_second",
          "date_wday",
          "date_year",
          "date_zone");

  private DateFields() {}

  /** The part of that name; null where there is none, or the event has no time. */
  static @Nullable Value of(String name, double time) {
    if (Double.isNaN(time)) {
      return null;
    }
    ZonedDateTime at = Instant.ofEpochSecond((long) Math.floor(time)).atZone(ZoneOffset.UTC);
    return switch (name) {
      case "date_hour" -> Value.of((long) at.getHour());
      case "date_mday" -> Value.of((long) at.getDayOfMonth());
      case "date_minute" -> Value.of((long) at.getMinute());
      case "date_month" -> word(at.getMonth().name());
      case "date_second" -> Value.of((long) at.getSecond());
      case "date_wday" -> word(at.getDayOfWeek().name());
      case "date_year" -> Value.of((long) at.getYear());
      case "date_zone" -> Value.of(0L);
      default -> null;
    };
  }

  private static Value word(String name) {
    return Value.of(name.toLowerCase(Locale.ROOT));
  }
}
