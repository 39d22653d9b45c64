package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A few kills of {@link RandomKills}, whose long form is a command of the build. */
class RandomKillsTest {

  @Test
  void exporters_that_are_killed_at_random_lose_nothing() throws InterruptedException {
    long seed = Long.getLong("sightline.kills.seed", System.nanoTime());
    RandomKills.Result result = new RandomKills(seed, line -> {}).run(2, Duration.ofMinutes(3));
    assertEquals(0, result.lost(), "lost; seed " + seed + ": " + result);
    assertTrue(result.records() > 0, result.toString());
    assertTrue(result.holds(), "seed " + seed + ": " + result);
  }
}
