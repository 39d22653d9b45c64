package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sightline.stand.HecReceiver;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AckChannelsTest {
  private static final HecObserver NOBODY =
      new HecObserver() {
        @Override
        public void attempted(URI endpoint, Batch batch, Delivery delivery) {}

        @Override
        public void polled(URI endpoint) {}

        @Override
        public void resent(int events) {}
      };

  @Test
  void what_is_taken_while_the_endpoint_stops_leaves_nobody_waiting() {
    try (HecReceiver hec = HecReceiver.start(HecReceiver.Settings.of(Setup.TOKEN));
        HecHttp http = new HecHttp(Setup.of(hec).configuration())) {
      AckChannels channels = new AckChannels(hec.endpoint(), http, NOBODY, Duration.ofMinutes(5));
      channels.abandon();
      AckChannel late = new AckChannel();
      channels.await(late, 0);
      assertFalse(late.outcome.getNow(true));
    }
  }
}
