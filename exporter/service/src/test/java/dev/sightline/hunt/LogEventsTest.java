package dev.sightline.hunt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEventsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-10T09:00:00Z, 1773133200",
    "2026-03-10T09:00:00.250Z, 1773133200.25",
    "2026-03-10 09:00:00, 1773133200",
    "2026-03-10T10:00:00+01:00, 1773133200",
    "2026-03-10T10:00:00.000+0100, 1773133200",
    "1773133200, 1773133200",
    "1773133200.5, 1773133200.5",
    "1773133200250, 1773133200.25",
    "yesterday, NaN",
    "2026-13-40T00:00:00Z, NaN",
    "Infinity, NaN",
    "'', NaN"
  })
  void a_time_is_read_in_the_usual_forms(String text, double seconds) {
    assertEquals(seconds, LogEvents.seconds(text), 0.0005);
  }
}
