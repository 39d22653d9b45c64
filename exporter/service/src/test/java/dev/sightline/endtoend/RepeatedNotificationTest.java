package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.command.Service;
import dev.sightline.stand.HecReceiver;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SQS and S3 both announce at least once; an object is sent once, and a new one every time. */
class RepeatedNotificationTest {
  private static Surroundings around;
  private static Service service;

  private long repeatedBefore;

  @BeforeAll
  static void start() {
    // Slow acks keep a message in flight while the next one comes.
    around =
        new Surroundings(
            HecReceiver.Settings.of(Surroundings.TOKEN).withAckDelay(Duration.ofMillis(300)));
    service = around.start();
  }

  @AfterAll
  static void stop() {
    service.close();
    around.close();
  }

  @BeforeEach
  void begin_anew() {
    around.hec.clear();
    repeatedBefore = service.exporter().measures().objectsRepeated();
  }

  @Test
  void one_after_the_other() throws InterruptedException {
    List<String> records = put("one-after-the-other.json.gz", "a");
    for (int i = 0; i < 3; i++) {
      around.send(Notifications.s3(Surroundings.BUCKET, "one-after-the-other.json.gz"));
      around.awaitEmptyQueue();
    }
    assertCameOnce(records, 2);
  }

  @Test
  void at_once_and_in_every_form() throws InterruptedException {
    String key = "at-once.json.gz";
    List<String> records = put(key, "b");
    around.send(Notifications.s3(Surroundings.BUCKET, key));
    around.send(Notifications.s3(Surroundings.BUCKET, key));
    around.send(Notifications.eventBridge(Surroundings.BUCKET, key));
    around.send(Notifications.cloudTrail(Surroundings.BUCKET, List.of(key)));
    around.send(Notifications.sns(Notifications.cloudTrail(Surroundings.BUCKET, List.of(key))));
    around.awaitEmptyQueue();
    assertCameOnce(records, 4);
  }

  @Test
  void twice_in_one_message() throws InterruptedException {
    String key = "twice.json.gz";
    List<String> records = put(key, "c");
    around.send(Notifications.cloudTrail(Surroundings.BUCKET, List.of(key, key)));
    String named = Notifications.s3(Surroundings.BUCKET, key, eTag(key));
    around.send(Notifications.together(List.of(named, Notifications.s3(Surroundings.BUCKET, key))));
    around.awaitEmptyQueue();
    assertCameOnce(records, 2);
  }

  @Test
  void two_messages_that_name_the_same_objects_in_opposite_order_do_not_wait_for_each_other()
      throws InterruptedException {
    List<String> first = put("first.json.gz", "d");
    List<String> second = put("second.json.gz", "e");
    for (int i = 0; i < 4; i++) {
      List<String> keys = List.of("first.json.gz", "second.json.gz");
      around.send(Notifications.s3(Surroundings.BUCKET, i % 2 == 0 ? keys : keys.reversed()));
    }
    around.awaitEmptyQueue();
    assertCameOnce(Stream.concat(first.stream(), second.stream()).toList(), 6);
  }

  @Test
  void damage_that_is_announced_twice_is_kept_once() throws InterruptedException {
    around.put("page.json.gz", Logs.gzip(new byte[] {'<'}));
    around.send(Notifications.s3(Surroundings.BUCKET, "page.json.gz"));
    around.awaitEmptyQueue();
    around.send(Notifications.s3(Surroundings.BUCKET, "page.json.gz"));
    around.awaitEmptyQueue();
    assertEquals(1, around.quarantineEntries().size());
    assertCameOnce(List.of(), 1);
  }

  @Test
  void an_object_that_was_overwritten_is_sent_again() throws InterruptedException {
    String key = "overwritten.json.gz";
    List<String> old = put(key, "f");
    around.send(Notifications.s3(Surroundings.BUCKET, key, eTag(key)));
    around.awaitEmptyQueue();
    List<String> written = put(key, "g");
    around.send(Notifications.s3(Surroundings.BUCKET, key, eTag(key)));
    around.awaitEmptyQueue();
    assertCameOnce(Stream.concat(old.stream(), written.stream()).toList(), 0);
  }

  @Test
  void an_object_that_was_overwritten_is_sent_again_though_cloudtrail_names_no_entity_tag()
      throws InterruptedException {
    String key = "rewritten.json.gz";
    List<String> old = put(key, "h");
    around.send(Notifications.cloudTrail(Surroundings.BUCKET, List.of(key)));
    around.awaitEmptyQueue();
    List<String> written = put(key, "i");
    around.send(Notifications.cloudTrail(Surroundings.BUCKET, List.of(key)));
    around.awaitEmptyQueue();
    assertCameOnce(Stream.concat(old.stream(), written.stream()).toList(), 0);
  }

  private static List<String> put(String key, String name) {
    List<String> records = Logs.records(name, 12);
    around.put(key, Logs.gzip(records));
    return records;
  }

  private static String eTag(String key) {
    return around
        .s3
        .headObject(request -> request.bucket(Surroundings.BUCKET).key(key))
        .eTag()
        .replace("\"", "");
  }

  private void assertCameOnce(List<String> records, long repeated) {
    assertEquals(records.stream().sorted().toList(), around.receivedTexts());
    assertEquals(
        repeatedBefore + repeated, service.exporter().measures().objectsRepeated(), "repeated");
  }
}
