package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.command.Service;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.NetworkFault;
import dev.sightline.stand.NetworkFault.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What networks do between the exporter and SQS, S3 and Splunk: nothing is lost by it. */
class NetworkFaultsTest {
  private static final int OBJECTS = 6;
  private static final int RECORDS = 300;

  private static Surroundings around;
  private static FaultProxy sqs;
  private static FaultProxy s3;
  private static FaultProxy hec;
  private static Service service;

  private final List<String> expected = new ArrayList<>();

  @BeforeAll
  static void start() {
    around = new Surroundings();
    sqs = FaultProxy.start(around.sqsServer.endpoint());
    s3 = FaultProxy.start(around.s3Server.endpoint());
    hec = FaultProxy.start(around.hec.endpoint());
    Map<String, Object> properties = new HashMap<>();
    properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
    properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
    properties.put("sightline.hec.url", hec.endpoint().toString());
    properties.put("sightline.hec.batch-bytes", "40KB");
    properties.put("sightline.hec.request-timeout", "1s");
    service = around.start(properties);
  }

  @AfterAll
  static void stop() {
    service.close();
    sqs.close();
    s3.close();
    hec.close();
    around.close();
  }

  @BeforeEach
  void begin_anew() throws InterruptedException {
    around.hec.clear();
    Surroundings.await("Splunk is usable", () -> service.exporter().destination().isUsable());
  }

  @AfterEach
  void everything_arrives_and_nothing_was_deleted_before_it() throws InterruptedException {
    sqs.heal();
    s3.heal();
    hec.heal();
    around.awaitEmptyQueue();
    assertEquals(
        expected.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
    var measures = service.exporter().measures();
    Surroundings.assertConserved(measures);
    assertEquals(0, measures.quarantineEntries());
  }

  @Test
  void answers_of_splunk_are_lost_on_their_way() throws InterruptedException {
    hec.set(new NetworkFault.Reset(Direction.TO_CLIENT, 0));
    put("answers");
    Thread.sleep(1_500);
    assertNothingIsDeleted();
  }

  @Test
  void requests_to_splunk_break_off() throws InterruptedException {
    hec.set(new NetworkFault.Reset(Direction.TO_SERVER, 10_000));
    put("requests");
    Thread.sleep(1_500);
    assertNothingIsDeleted();
  }

  @Test
  void splunk_falls_into_a_black_hole() throws InterruptedException {
    hec.set(new NetworkFault.BlackHole());
    put("hole");
    Thread.sleep(2_500);
    assertNothingIsDeleted();
  }

  @Test
  void connections_to_splunk_go_stale_in_the_pool() throws InterruptedException {
    hec.set(new NetworkFault.ResetsOnReuse());
    put("stale");
    Thread.sleep(1_000);
  }

  @Test
  void objects_break_off_again_and_again() throws InterruptedException {
    s3.set(new NetworkFault.Cut(Direction.TO_CLIENT, 40_000));
    put("objects");
    Thread.sleep(1_000);
    assertNothingIsDeleted();
  }

  @Test
  void s3_is_slow_and_far_away() throws InterruptedException {
    s3.set(new NetworkFault.Delay(Duration.ofMillis(100)));
    put("slow");
    around.awaitEmptyQueue();
  }

  @Test
  void sqs_does_not_answer_for_a_while() throws InterruptedException {
    put("unreachable");
    sqs.set(new NetworkFault.Refuse());
    Thread.sleep(1_500);
  }

  @Test
  void answers_of_sqs_are_lost_on_their_way() throws InterruptedException {
    // Among them those to deletes: what is deleted has arrived all the same.
    sqs.set(new NetworkFault.Reset(Direction.TO_CLIENT, 400));
    put("unheard");
    Thread.sleep(2_000);
  }

  private void put(String name) {
    for (int i = 0; i < OBJECTS; i++) {
      List<String> records = Logs.records(name + "-" + i, RECORDS);
      expected.addAll(records);
      around.putAndAnnounce(name + "-" + i + ".json", Logs.plain(records));
    }
  }

  private static void assertNothingIsDeleted() {
    assertEquals(OBJECTS, around.messages(around.queueUrl));
  }
}
