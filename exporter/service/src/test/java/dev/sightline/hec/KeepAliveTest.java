package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.NetworkFault;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Splunk under load closes a connection on which nothing came for 12 s. */
@Timeout(120)
class KeepAliveTest {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(12);

  @Test
  void a_pool_that_rested_for_longer_than_the_server_waits_loses_and_doubles_nothing()
      throws Exception {
    try (HecReceiver hec = HecReceiver.start(HecReceiver.Settings.of(Setup.TOKEN));
        FaultProxy server = FaultProxy.start(hec.endpoint())) {
      server.set(new NetworkFault.CutsIdle(KEEP_ALIVE));
      try (Destination destination = new Setup().add(server.endpoint(), 1).startUsable()) {
        // Around the moment at which the server gives up: just before, at it, and just after.
        for (long rest : new long[] {0, KEEP_ALIVE.toMillis() - 20, KEEP_ALIVE.toMillis() + 20}) {
          Thread.sleep(rest);
          Load.start(destination, "after-" + rest + "-", 12).await().assertNothingLost(hec);
        }
        assertEquals(Set.of(), Told.duplicates(hec));
      }
    }
  }
}
