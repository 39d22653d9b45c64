package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.stand.HecReceiver;
import dev.sightline.telemetry.Measures.MessageEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Any number of exporters share a queue. */
class SeveralExportersTest {

  @Test
  void two_exporters_on_one_queue_send_every_record_once() throws InterruptedException {
    HecReceiver.Settings slowAcks =
        HecReceiver.Settings.of(Surroundings.TOKEN).withAckDelay(Duration.ofMillis(200));
    // With few places in flight, each leaves messages to the other.
    Map<String, Object> few =
        Map.of("sightline.queue.messages", "5", "sightline.queue.visibility-timeout", "20s");
    try (Surroundings around = new Surroundings(slowAcks);
        Service one = around.start(few);
        Service other = around.start(few)) {
      Surroundings.await(
          "both are ready",
          () ->
              one.exporter().destination().isUsable() && other.exporter().destination().isUsable());
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        List<String> records = Logs.records("log-" + i, 10);
        expected.addAll(records);
        around.putAndAnnounce("log-" + i + ".json.gz", Logs.gzip(records));
      }
      around.awaitEmptyQueue();
      assertEquals(expected.stream().sorted().toList(), around.receivedTexts());
      assertEquals(0, around.duplicates());
      long first = one.exporter().measures().messages().left(MessageEnd.DELETED);
      long second = other.exporter().measures().messages().left(MessageEnd.DELETED);
      assertTrue(first > 0 && second > 0, first + " and " + second);
    }
  }
}
