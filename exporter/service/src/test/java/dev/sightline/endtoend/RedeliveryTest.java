package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.SearchFault;
import dev.sightline.stand.SearchHead;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What one exporter sent and could not delete comes to another one. Where Splunk can be asked, only
 * what it does not have is sent; on any doubt everything is, as without asking.
 */
@Execution(ExecutionMode.CONCURRENT)
class RedeliveryTest {
  private static final int RECORDS = 40;
  private static final String INDEX = "trail";
  private static final List<String> SENT = Logs.records("log", RECORDS);

  private final Surroundings around = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN));
  private final SearchHead head = new SearchHead(around.hec);
  private final KvServer management = KvServer.start("sightline_aws", null);
  private final HttpFront sqs =
      HttpFront.start(around.sqsServer.endpoint(), RedeliveryTest::deletesNothing);

  RedeliveryTest() {
    management.searches(head);
  }

  @AfterEach
  void stop() {
    sqs.close();
    management.close();
    around.close();
  }

  private static Fate deletesNothing(HttpFront.Request request) {
    return request.asksSqsTo("DeleteMessageBatch") ? new Fate.Answers(500, "") : new Fate.Passes();
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.put("sightline.hec.index", INDEX);
    properties.put("sightline.hec.linger", "20ms");
    properties.put("sightline.queue.visibility-timeout", "3s");
    properties.put("sightline.splunk.url", management.endpoint().toString());
    properties.put("sightline.splunk.token", KvServer.TOKEN);
    return properties;
  }

  /** An exporter carries one log, and its message stays in the queue all the same. */
  private void oneLogIsCarriedAndNotDeleted() throws InterruptedException {
    around.putAndAnnounce("log.json.gz", Logs.gzip(SENT));
    carriedAndNotDeleted();
  }

  private void carriedAndNotDeleted() throws InterruptedException {
    Map<String, Object> properties = properties();
    properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
    try (Service service = Service.start(properties)) {
      Surroundings.await(
          "all is delivered and released",
          () ->
              service.exporter().measures().records().inFlight() == 0
                  && service.exporter().measures().messages().entered() > 0
                  && service.exporter().measures().messages().inFlight() == 0);
    }
    assertEquals(1, around.messages(around.queueUrl));
    assertEquals(List.of(), head.searches(), "what comes for the first time is not asked for");
  }

  /** Another exporter with these changes brings everything to its end. */
  private void takenOver(Map<String, Object> changes) throws InterruptedException {
    Map<String, Object> properties = properties();
    properties.putAll(changes);
    try (Service service = Service.start(properties)) {
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
    }
    assertEquals(
        SENT.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
  }

  private static boolean isOneOf(ReceivedEvent event, Set<Integer> ordinals) {
    String id = event.id();
    return id != null
        && "aws:cloudtrail".equals(event.sourcetype())
        && ordinals.contains(Integer.parseInt(id.substring(id.indexOf(':') + 1)));
  }

  @Test
  void what_splunk_has_is_not_sent_again() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    takenOver(Map.of());
    assertEquals(0, around.duplicates());
    assertTrue(head.searches().size() <= 10, head.searches().toString());
    assertEquals(0, head.jobs(), "no search is left behind");
  }

  @Test
  void what_splunk_lacks_is_sent_and_nothing_else() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    Set<Integer> lost = Set.of(0, 3, 4, 39);
    assertEquals(4, around.hec.remove(event -> isOneOf(event, lost)));
    takenOver(Map.of());
    assertEquals(0, around.duplicates());
    assertEquals(
        RECORDS,
        around.received().stream().map(ReceivedEvent::id).collect(Collectors.toSet()).size());
  }

  @Test
  void what_is_on_its_way_into_the_index_is_waited_for() throws InterruptedException {
    head.lag(Duration.ofSeconds(4));
    oneLogIsCarriedAndNotDeleted();
    takenOver(Map.of());
    assertEquals(0, around.duplicates());
  }

  @Test
  void an_event_that_a_message_itself_carries_is_looked_for_by_its_own_id()
      throws InterruptedException {
    around.send(
        "{\"version\":\"0\",\"id\":\"6a7e8feb-b491-4cf7-a9f1-bf3703467718\",\"detail-type\":\"AWS"
            + " API Call via"
            + " CloudTrail\",\"source\":\"aws.ec2\",\"account\":\"111122223333\",\"time\":"
            + "\"2026-01-02T03:04:05Z\",\"region\":\"eu-central-1\",\"resources\":[],\"detail\":"
            + SENT.getFirst()
            + "}");
    carriedAndNotDeleted();
    try (Service _ = Service.start(properties())) {
      around.awaitEmptyQueue();
    }
    assertEquals(1, around.received().size());
  }

  @Test
  void a_copy_that_an_exporter_put_back_is_asked_for_though_it_comes_for_the_first_time()
      throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    around.sqs.purgeQueue(request -> request.queueUrl(around.queueUrl));
    around.sqs.sendMessage(request ->
        request
            .queueUrl(around.queueUrl)
            .messageBody(Notifications.s3(Surroundings.BUCKET, "log.json.gz"))
            .messageAttributes(
                Map.of(
                    "sightline_copy",
                    MessageAttributeValue.builder().dataType("String").stringValue("1").build())));
    takenOver(Map.of());
    assertEquals(0, around.duplicates());
  }

  @Test
  void without_the_management_port_everything_is_sent_again() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    takenOver(Map.of("sightline.splunk.url", ""));
    assertEquals(RECORDS, around.duplicates());
    assertEquals(List.of(), head.searches());
  }

  @Test
  void where_it_is_switched_off_everything_is_sent_again() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    takenOver(Map.of("sightline.redelivery.ask", "false"));
    assertEquals(RECORDS, around.duplicates());
    assertEquals(List.of(), head.searches());
  }

  @Test
  void the_same_ids_in_another_index_prove_nothing() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    takenOver(Map.of("sightline.hec.index", "another"));
    assertEquals(RECORDS, around.duplicates());
  }

  @Test
  void what_the_index_has_aged_out_is_sent_again() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    around.hec.remove(event -> "aws:cloudtrail".equals(event.sourcetype()));
    takenOver(Map.of());
    assertEquals(RECORDS, around.received().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuses", "never ends", "fails", "partial", "ends early", "loses rows"})
  void on_any_doubt_everything_is_sent_again(String doubt) throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    SearchFault fault =
        switch (doubt) {
          case "refuses" -> new SearchFault.Refuses(503);
          case "never ends" -> new SearchFault.NeverEnds();
          case "fails" -> new SearchFault.Fails("no");
          case "partial" ->
              new SearchFault.Partial(
                  10, "WARN", "Search results might be incomplete: a peer is down");
          case "ends early" -> new SearchFault.Finalizes(10);
          default -> new SearchFault.LosesRows(10);
        };
    head.always(fault);
    takenOver(Map.of("sightline.redelivery.patience", "2s"));
    assertEquals(RECORDS, around.duplicates());
  }

  @Test
  void a_search_head_that_lags_for_longer_than_the_patience_is_not_waited_for()
      throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    head.lag(Duration.ofHours(1));
    takenOver(Map.of("sightline.redelivery.patience", "2s"));
    assertEquals(RECORDS, around.duplicates());
  }

  @Test
  void no_more_searches_are_made_than_an_hour_may_have() throws InterruptedException {
    oneLogIsCarriedAndNotDeleted();
    takenOver(
        Map.of(
            "sightline.redelivery.searches-an-hour", "1", "sightline.redelivery.patience", "10s"));
    assertEquals(RECORDS, around.duplicates());
    assertEquals(1, head.searches().size());
  }
}
