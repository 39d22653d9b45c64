package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.ExitCode;
import dev.sightline.command.Service;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIGTERM comes while events are sent and not acknowledged. */
@Execution(ExecutionMode.CONCURRENT)
class TakeOverTest {

  @Test
  void what_is_not_acknowledged_in_time_is_released_and_another_exporter_takes_over()
      throws InterruptedException {
    try (Surroundings around = surroundings(Duration.ZERO)) {
      List<String> records;
      try (ExporterProcess process = ExporterProcess.start(properties(around, "300ms"))) {
        process.await("it is ready", () -> process.log().contains("accepts events"));
        around.hec.always(
            Target.acks(),
            new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{}}"), HecFault.Effect.NOT_TAKEN));
        records = sendTwoLogs(around);
        process.await("it is sent", () -> around.received().size() == records.size());
        assertEquals(ExitCode.DONE, process.terminate());
        assertTrue(process.log().contains("2 messages are in flight"), process.log());
        assertTrue(process.log().contains("2 messages released"), process.log());
        assertTrue(process.log().contains("is released: the exporter stops"), process.log());
      }
      assertEquals(2, around.visibleMessages(), "at once, not when the timeout has passed");
      around.hec.heal();
      try (Service service = around.start()) {
        around.awaitEmptyQueue();
        Surroundings.assertConserved(service.exporter().measures());
      }
      assertArrived(records, around);
      assertEquals(records.size(), around.duplicates());
    }
  }

  @Test
  void what_is_acknowledged_in_time_is_deleted_before_the_end() throws InterruptedException {
    try (Surroundings around = surroundings(Duration.ofSeconds(1))) {
      List<String> records = sendTwoLogs(around);
      try (ExporterProcess process = ExporterProcess.start(properties(around, "50s"))) {
        process.await("it is sent", () -> around.received().size() == records.size());
        assertEquals(ExitCode.DONE, process.terminate());
        assertTrue(process.log().contains("0 messages released"), process.log());
      }
      assertEquals(0, around.messages(around.queueUrl));
      assertArrived(records, around);
      assertEquals(0, around.duplicates());
    }
  }

  private static Surroundings surroundings(Duration ackDelay) {
    return new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN).withAckDelay(ackDelay));
  }

  private static List<String> sendTwoLogs(Surroundings around) {
    List<String> first = Logs.records("first", 20);
    List<String> second = Logs.records("second", 30);
    around.putAndAnnounce("first.json.gz", Logs.gzip(first));
    around.putAndAnnounce("second.json.gz", Logs.gzip(second));
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static void assertArrived(List<String> records, Surroundings around) {
    assertEquals(
        records.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
  }

  private static Map<String, Object> properties(Surroundings around, String drainLimit) {
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.put("sightline.queue.visibility-timeout", "20s");
    properties.put("sightline.queue.drain-limit", drainLimit);
    return properties;
  }
}
