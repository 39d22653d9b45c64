package dev.sightline.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  private static long millis(String time) {
    byte[] text = ("\"" + time + "\"").getBytes(UTF_8);
    return EventTime.millis(text, 1, text.length - 1);
  }

  @Test
  void every_day_from_1970_to_9999_has_its_milliseconds() {
    LocalDate last = LocalDate.of(9999, 12, 31);
    for (LocalDate day = LocalDate.EPOCH; !day.isAfter(last); day = day.plusDays(1)) {
      assertEquals(
          day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli(), millis(day + "T00:00:00Z"));
    }
  }

  @Property
  void every_millisecond_is_exact(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long time) {
    // Instant writes no fraction, or three digits.
    assertEquals(time, millis(Instant.ofEpochMilli(time).toString()));
  }

  @Test
  void a_fraction_is_cut_and_not_rounded() {
    assertEquals(100, millis("1970-01-01T00:00:00.1Z"));
    assertEquals(999, millis("1970-01-01T00:00:00.999999999Z"));
    assertEquals(0, millis("1970-01-01T00:00:00.000999Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-02",
        "2026-01-02T03:04:05",
        "2026-01-02t03:04:05Z",
        "2026-01-02T03:04:05z",
        "2026-13-02T03:04:05Z",
        "2026-00-02T03:04:05Z",
        "2026-01-00T03:04:05Z",
        "2026-01-32T03:04:05Z",
        "2026-02-29T03:04:05Z",
        "2100-02-29T03:04:05Z",
        "2026-04-31T03:04:05Z",
        "2026-01-02T24:00:00Z",
        "2026-01-02T23:60:00Z",
        "2026-01-02T23:59:60Z",
        "1969-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05.1234567890Z",
        "2026-01-02T03:04:05,5Z",
        "2026-01-02T03:04:05.1x2Z",
        "2026-01-02T03:04:05+00:00",
        " 2026-01-02T03:04:05Z",
        "2o26-01-02T03:04:05Z",
        "20-6-01-02T03:04:05Z",
        "2026-01-02T-3:04:05Z",
        "２０26-01-02T03:04:05Z"
      })
  void what_is_no_time_in_utc_is_unknown(String text) {
    assertEquals(EventTime.UNKNOWN, millis(text));
  }
}
