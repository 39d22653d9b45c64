package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Deadlines follow the monotonic clock: the wall clock may jump. */
class ClockJumpTest {

  @Test
  void a_clock_that_jumps_an_hour_ahead_and_back_loses_and_doubles_nothing() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (HecReceiver hec =
        HecReceiver.start(
            HecReceiver.Settings.of(Setup.TOKEN).withAckDelay(Duration.ofMillis(300)))) {
      Setup setup = Setup.of(hec);
      try (Destination destination =
          new Destination(
              setup.configuration(), HecObserver.NONE, now::get, "host", setup.pauses)) {
        destination.start();
        assertTrue(destination.awaitUsable(Duration.ofSeconds(20)));
        Load before = Load.start(destination, "before", 10);
        now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
        Load ahead = Load.start(destination, "ahead", 10);
        now.updateAndGet(instant -> instant.minus(Duration.ofHours(2)));
        Load back = Load.start(destination, "back", 10);
        for (Load load : new Load[] {before, ahead, back}) {
          load.await().assertNothingLost(hec);
        }
        assertEquals(0, hec.timesById().values().stream().filter(times -> times > 1).count());
      }
    }
  }
}
