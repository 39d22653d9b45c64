package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A few kills of {@link RandomKills}, whose long form is a command of the build. */
class RandomKillsTest {

  @Test
  void exporters_that_are_killed_at_random_lose_nothing() throws InterruptedException {
    assertHolds(false);
  }

  @Test
  void where_splunk_is_asked_exporters_that_are_killed_at_random_send_nothing_twice()
      throws InterruptedException {
    RandomKills.Result result = assertHolds(true);
    assertEquals(0, result.repeated(), result.toString());
  }

  private static RandomKills.Result assertHolds(boolean asks) throws InterruptedException {
    long seed = Long.getLong("sightline.kills.seed", System.nanoTime());
    RandomKills.Result result =
        new RandomKills(seed, asks, line -> {}).run(2, Duration.ofMinutes(3));
    assertEquals(0, result.lost(), "lost; seed " + seed + ": " + result);
    assertTrue(result.records() > 0, result.toString());
    assertTrue(result.holds(), "seed " + seed + ": " + result);
    return result;
  }
}
