package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecFault.Effect;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The ways in which collectors in wide use lose what S3 announced, each tried on ours. Those on the
 * way to HEC alone are with the HEC client.
 */
@Timeout(120)
class LossPathsTest {
  private static final String KEY = "AWSLogs/111122223333/CloudTrail/eu-central-1/log.json.gz";

  /** Splunk's add-on for AWS deletes when the data reached its own pipe. */
  @Test
  void a_message_is_not_deleted_when_hec_took_its_events_but_when_they_are_indexed()
      throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.hec.always(
          Target.acks(),
          new HecFault.Answers(HecAnswer.acks(Map.of(0L, false, 1L, false)), Effect.NOT_TAKEN));
      List<String> records = Logs.records("log", 12);
      around.putAndAnnounce(KEY, Logs.gzip(records));
      Surroundings.await("HEC took the records", () -> around.received().size() == 12);
      Thread.sleep(500);
      assertEquals(1, around.messages(around.queueUrl));
      assertEquals(0, service.exporter().measures().messages().left(Measures.MessageEnd.DELETED));
      around.hec.heal();
      around.awaitEmptyQueue();
      assertEquals(records.stream().sorted().toList(), around.receivedTexts());
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  /** Filebeat's keep-alive of a message stops before the output's ack arrives. */
  @Test
  void a_message_stays_hidden_for_as_long_as_its_ack_takes() throws InterruptedException {
    HecReceiver.Settings slow =
        HecReceiver.Settings.of(Surroundings.TOKEN).withAckDelay(Duration.ofSeconds(6));
    try (Surroundings around = new Surroundings(slow);
        Service service = around.start(Map.of("sightline.queue.visibility-timeout", "2s"))) {
      List<String> records = Logs.records("log", 12);
      around.putAndAnnounce(KEY, Logs.gzip(records));
      around.awaitEmptyQueue();
      assertEquals(records.stream().sorted().toList(), around.receivedTexts());
      assertEquals(0, around.duplicates());
      assertEquals(0, around.messages(around.deadLetterQueueUrl));
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  /** Filebeat deletes a message that it cannot read. */
  @Test
  void a_message_that_cannot_be_read_is_kept_and_its_neighbours_arrive()
      throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.send("{\"Records\":[{\"s3\":{}}]}");
      around.putAndAnnounce(KEY, Logs.gzip(Logs.records("log", 3)));
      around.awaitEmptyQueue();
      assertEquals(3, around.received().size());
      assertEquals(1, around.quarantined().size());
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  /** The OpenTelemetry S3 receiver deletes the message of an object that is not there. */
  @Test
  void a_message_whose_object_is_missing_is_not_deleted_silently() throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.send(Notifications.s3(Surroundings.BUCKET, KEY));
      around.awaitEmptyQueue();
      List<String> kept = around.quarantined();
      assertEquals(1, kept.size());
      assertTrue(kept.getFirst().contains(KEY), kept.getFirst());
      assertEquals(0, service.exporter().measures().messages().left(Measures.MessageEnd.DELETED));
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  /** Fluentd's S3 input reads the first entry of a notification, and its key undecoded. */
  @Test
  void every_entry_of_a_notification_is_carried_whatever_its_key_is() throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      List<String> keys = List.of("first.json.gz", "a b/ü+1.json.gz", "100%/%41.json.gz");
      List<String> expected = new ArrayList<>();
      for (String key : keys) {
        List<String> records = Logs.records(key, 4);
        expected.addAll(records);
        around.put(key, Logs.gzip(records));
      }
      around.send(Notifications.s3(Surroundings.BUCKET, keys));
      around.awaitEmptyQueue();
      assertEquals(expected.stream().sorted().toList(), around.receivedTexts());
      assertEquals(0, around.duplicates());
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  /** A refused record takes neither its log nor its message with it. */
  @Test
  void a_record_that_splunk_refuses_is_kept_and_the_rest_of_its_log_arrives()
      throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.hec.always(
          HecFault.RefusesEvents.containing("\"log-7\"", HecCode.INVALID_DATA_FORMAT));
      around.putAndAnnounce(KEY, Logs.gzip(Logs.records("log", 20)));
      around.awaitEmptyQueue();
      assertEquals(19, around.receivedTexts().stream().distinct().count());
      List<String> kept = around.quarantined();
      assertEquals(1, kept.size());
      assertTrue(kept.getFirst().contains("log-7"), kept.getFirst());
      Surroundings.assertConserved(service.exporter().measures());
    }
  }
}
