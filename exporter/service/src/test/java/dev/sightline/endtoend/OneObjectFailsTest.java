package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.quarantine.Entry;
import dev.sightline.telemetry.Measures.MessageEnd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One object of a message fails, and the others do not suffer. */
class OneObjectFailsTest {
  private static final Fate BUSY =
      new Fate.Answers(503, "<Error><Code>ServiceUnavailable</Code></Error>");

  private final Surroundings around = new Surroundings();
  private final HttpFront s3 =
      HttpFront.start(around.s3Server.endpoint(), request -> new Fate.Passes());
  private final List<String> expected = new ArrayList<>();

  @AfterEach
  void stop() {
    s3.close();
    around.close();
  }

  @Test
  void an_object_that_s3_hands_out_later_arrives_and_its_neighbours_come_once()
      throws InterruptedException {
    AtomicBoolean down = new AtomicBoolean(true);
    s3.judge(request ->
        request.path().endsWith("/late.json.gz") && down.get() ? BUSY : new Fate.Passes());
    put("before.json.gz", 10);
    put("late.json.gz", 10);
    put("after.json.gz", 10);
    around.put("poison.json.gz", "<html>".getBytes(StandardCharsets.UTF_8));
    around.send(
        Notifications.s3(
            Surroundings.BUCKET,
            List.of("before.json.gz", "poison.json.gz", "late.json.gz", "after.json.gz")));
    try (Service service = start()) {
      var messages = service.exporter().measures().messages();
      Surroundings.await("it is given back", () -> messages.left(MessageEnd.RELEASED) > 0);
      assertEquals(20, around.received().size());
      assertEquals(1, around.messages(around.queueUrl));
      down.set(false);
      around.awaitEmptyQueue();
      assertArrivedOnce();
      // What could not be kept with the first disposition is kept with the last.
      List<Entry> kept = around.quarantineEntries();
      assertEquals(
          List.of("s3://trail-logs/poison.json.gz"), kept.stream().map(Entry::place).toList());
      assertLaws(service);
    }
  }

  @Test
  void an_object_that_is_lost_for_good_is_kept_and_its_neighbours_come_once()
      throws InterruptedException {
    put("before.json.gz", 10);
    put("after.json.gz", 10);
    around.send(
        Notifications.s3(
            Surroundings.BUCKET, List.of("before.json.gz", "gone.json.gz", "after.json.gz")));
    try (Service service = start()) {
      around.awaitEmptyQueue();
      assertArrivedOnce();
      assertEquals(
          List.of("s3://trail-logs/gone.json.gz"),
          around.quarantineEntries().stream().map(Entry::place).toList());
      assertLaws(service);
    }
  }

  @Test
  void what_the_quarantine_does_not_take_is_not_deleted() throws InterruptedException {
    put("before.json.gz", 10);
    around.send(Notifications.s3(Surroundings.BUCKET, List.of("before.json.gz", "gone.json.gz")));
    try (Service service = start(Map.of("sightline.quarantine", "s3://kept-apart/entries"))) {
      var messages = service.exporter().measures().messages();
      Surroundings.await("it is given back", () -> messages.left(MessageEnd.RELEASED) > 0);
      assertEquals(1, around.messages(around.queueUrl));
      around.s3.createBucket(request -> request.bucket("kept-apart"));
      around.awaitEmptyQueue();
      var entries = around.s3.listObjectsV2(request -> request.bucket("kept-apart")).contents();
      assertEquals(1, entries.size());
      assertTrue(entries.getFirst().key().startsWith("entries/"), entries.toString());
      assertArrivedOnce();
      assertLaws(service);
    }
  }

  @Test
  void a_transfer_that_is_cut_is_taken_up_where_it_broke_off() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    s3.judge(request ->
        request.path().endsWith("/long.json") && asked.incrementAndGet() <= 2
            ? new Fate.CutsAnswer()
            : new Fate.Passes());
    List<String> records = Logs.records("long", 4_000);
    expected.addAll(records);
    around.putAndAnnounce("long.json", Logs.plain(records));
    try (Service service = start()) {
      around.awaitEmptyQueue();
      assertEquals(3, asked.get());
      assertArrivedOnce();
      assertEquals(records.size(), service.exporter().measures().records().entered());
      assertLaws(service);
    }
  }

  @Test
  void an_object_that_is_overwritten_while_it_is_read_arrives_whole() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    List<String> records = Logs.records("new", 1_000);
    s3.judge(request -> {
      if (request.path().endsWith("/changing.json") && asked.incrementAndGet() == 2) {
        around.put("changing.json", Logs.plain(records));
      }
      return asked.get() == 1 ? new Fate.CutsAnswer() : new Fate.Passes();
    });
    around.putAndAnnounce("changing.json", Logs.plain(Logs.records("old", 2_000)));
    try (Service service = start()) {
      around.awaitEmptyQueue();
      assertEquals(
          records.stream().sorted().toList(),
          around.receivedTexts().stream().filter(text -> text.contains("\"new-")).toList());
      assertEquals(0, around.duplicates());
      assertLaws(service);
    }
  }

  private Service start() {
    return start(Map.of());
  }

  private Service start(Map<String, Object> changes) {
    Map<String, Object> properties = around.properties();
    properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
    properties.putAll(changes);
    return Service.start(properties);
  }

  private void put(String key, int records) {
    List<String> log = Logs.records(key, records);
    expected.addAll(log);
    around.put(key, Logs.gzip(log));
  }

  private void assertArrivedOnce() {
    assertEquals(expected.stream().sorted().toList(), around.receivedTexts());
    assertEquals(0, around.duplicates());
  }

  private static void assertLaws(Service service) throws InterruptedException {
    var measures = service.exporter().measures();
    Surroundings.assertConserved(measures);
  }
}
