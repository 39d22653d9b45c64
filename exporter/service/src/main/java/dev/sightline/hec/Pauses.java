package dev.sightline.hec;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before trying again.
 *
 * @param first doubles with every failure
 * @param longest until here
 * @param health between two looks at the health of an endpoint that is used
 */
record Pauses(Duration first, Duration longest, Duration health) {
  static final Pauses USUAL =
      new Pauses(Duration.ofMillis(200), Duration.ofSeconds(15), Duration.ofSeconds(15));

  /** From half to the whole of the doubled pause, so that many do not come back at once. */
  Duration after(int failures) {
    long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(10, failures));
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }
}
