package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.stand.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every form in which AWS announces an object leads to its records in Splunk, once. */
class NotificationFormsTest {
  private static final String KEY = "AWSLogs/111122223333/CloudTrail/eu-central-1/log.json.gz";

  @Test
  void an_s3_event_notification_is_carried() throws InterruptedException {
    carriesOneLog(Notifications.s3(Surroundings.BUCKET, KEY));
  }

  @Test
  void an_s3_event_notification_inside_sns_is_carried() throws InterruptedException {
    carriesOneLog(Notifications.sns(Notifications.s3(Surroundings.BUCKET, KEY)));
  }

  @Test
  void an_eventbridge_event_is_carried() throws InterruptedException {
    carriesOneLog(Notifications.eventBridge(Surroundings.BUCKET, KEY));
  }

  @Test
  void a_notification_of_cloudtrail_itself_is_carried() throws InterruptedException {
    carriesOneLog(Notifications.cloudTrail(Surroundings.BUCKET, List.of(KEY)));
  }

  @Test
  void a_notification_of_cloudtrail_itself_inside_sns_is_carried() throws InterruptedException {
    carriesOneLog(Notifications.sns(Notifications.cloudTrail(Surroundings.BUCKET, List.of(KEY))));
  }

  private static void carriesOneLog(String message) throws InterruptedException {
    try (Surroundings around = new Surroundings()) {
      List<String> records = Logs.records("log", 30);
      around.put(KEY, Logs.gzip(records));
      around.send(message);
      try (Service service = around.start()) {
        around.awaitEmptyQueue();
        assertEquals(records.stream().sorted().toList(), around.receivedTexts());
        ReceivedEvent event = around.received().getFirst();
        assertEquals("111122223333", event.host());
        assertEquals("aws_cloudtrail", event.source());
        Surroundings.assertConserved(service.exporter().measures());
      }
    }
  }

  @Test
  void several_objects_with_odd_keys_in_one_message_all_arrive() throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      List<String> keys = List.of("a b/log+1.json.gz", "ünï/%2B.json.gz", "plain.json");
      List<String> expected = new ArrayList<>();
      for (String key : keys) {
        List<String> records = Logs.records(key, 5);
        expected.addAll(records);
        around.put(key, key.endsWith(".gz") ? Logs.gzip(records) : Logs.plain(records));
      }
      around.send(Notifications.s3(Surroundings.BUCKET, keys));
      around.awaitEmptyQueue();
      assertEquals(expected.stream().sorted().toList(), around.receivedTexts());
      assertEquals(0, service.exporter().measures().quarantineEntries());
    }
  }

  @Test
  void what_brings_nothing_is_deleted_and_counted_by_its_name() throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.send(Notifications.test(Surroundings.BUCKET));
      around.send(Notifications.s3Event("ObjectRemoved:Delete", Surroundings.BUCKET, KEY));
      around.send(Notifications.s3Event("ObjectRestore:Post", Surroundings.BUCKET, KEY));
      around.send(Notifications.s3Event("LifecycleExpiration:Delete", Surroundings.BUCKET, KEY));
      around.awaitEmptyQueue();
      assertEquals(1, service.exporter().measures().nothings("test-event"));
      assertEquals(2, service.exporter().measures().nothings("removed"));
      assertEquals(1, service.exporter().measures().nothings("restore"));
      assertEquals(0, around.messages(around.deadLetterQueueUrl));
    }
  }

  @Test
  void a_message_that_nobody_knows_is_kept_and_never_deleted_silently()
      throws InterruptedException {
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      around.send("hello");
      around.send("{\"some\":\"thing\"}");
      around.awaitEmptyQueue();
      List<String> kept = around.quarantined();
      assertEquals(2, kept.size());
      assertTrue(kept.stream().anyMatch(entry -> entry.contains("hello")), kept.toString());
      Surroundings.assertConserved(service.exporter().measures());
    }
  }
}
