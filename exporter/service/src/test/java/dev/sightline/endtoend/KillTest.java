package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Target;
import dev.sightline.stand.RequestKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The exporter, a process of its own, is killed (SIGKILL) at each point of a message's journey, and
 * another takes over: nothing is lost, and what comes twice was in flight. Where it is, is seen
 * from outside: at what it asks of SQS, S3 and Splunk.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
  private static final int RECORDS = 40;
  private static final List<String> SENT = Logs.records("log", RECORDS);

  private final Surroundings around = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN));
  private final CountDownLatch reached = new CountDownLatch(1);
  private final HttpFront sqs = HttpFront.start(around.sqsServer.endpoint(), KillTest::passes);
  private final HttpFront s3 = HttpFront.start(around.s3Server.endpoint(), KillTest::passes);

  @BeforeEach
  void announce_one_log() {
    around.putAndAnnounce("log.json", Logs.plain(SENT));
  }

  @AfterEach
  void stop() {
    sqs.close();
    s3.close();
    around.close();
  }

  @Test
  void killed_after_the_receive() throws InterruptedException {
    s3.judge(whereSeen(request -> request.method().equals("GET"), new Fate.Stalls(reached)));
    killAtThatPoint();
    assertTakenOver(0);
  }

  @Test
  void killed_after_the_open() throws InterruptedException {
    s3.judge(
        whereSeen(request -> request.method().equals("GET"), new Fate.StallsInAnswer(reached)));
    killAtThatPoint();
    // Half of the records may have been sent.
    assertTakenOver(RECORDS / 2);
  }

  @Test
  void killed_after_the_events_were_taken_and_before_the_answer() throws InterruptedException {
    try (ExporterProcess process = ExporterProcess.start(properties())) {
      awaitReady(process);
      around.hec.next(new HecFault.NeverAnswers(HecFault.Effect.TAKEN));
      s3.passEverything();
      process.await("Splunk has the events", () -> around.received().size() == RECORDS);
      process.kill();
    }
    around.hec.heal();
    assertTakenOver(RECORDS);
  }

  @Test
  void killed_after_the_answer_and_before_the_ack() throws InterruptedException {
    try (ExporterProcess process = ExporterProcess.start(properties())) {
      awaitReady(process);
      around.hec.always(
          Target.acks(),
          new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{}}"), HecFault.Effect.NOT_TAKEN));
      long asked = around.hec.requests(RequestKind.ACKS);
      s3.passEverything();
      process.await("Splunk has the events", () -> around.received().size() == RECORDS);
      process.await("their ack is asked for", () -> around.hec.requests(RequestKind.ACKS) > asked);
      process.kill();
    }
    around.hec.heal();
    assertTakenOver(RECORDS);
  }

  @Test
  void killed_after_the_ack_and_before_the_delete() throws InterruptedException {
    sqs.judge(
        whereSeen(request -> request.asksSqsTo("DeleteMessageBatch"), new Fate.Stalls(reached)));
    killAtThatPoint();
    assertEquals(0, around.hec.pendingAcks());
    assertTakenOver(RECORDS);
  }

  @Test
  void killed_after_the_delete() throws InterruptedException {
    sqs.judge(
        whereSeen(
            request -> request.asksSqsTo("DeleteMessageBatch"), new Fate.StallsAnswer(reached)));
    killAtThatPoint();
    assertEquals(0, around.messages(around.queueUrl));
    assertTakenOver(0);
  }

  private void killAtThatPoint() throws InterruptedException {
    try (ExporterProcess process = ExporterProcess.start(properties())) {
      process.await("it comes to that point", () -> reached.getCount() == 0);
      process.kill();
    }
  }

  /** The message is received and its object is not handed out yet. */
  private void awaitReady(ExporterProcess process) throws InterruptedException {
    s3.judge(request -> {
      reached.countDown();
      return new Fate.Answers(503, "");
    });
    process.await("it receives", () -> reached.getCount() == 0);
  }

  /** Another exporter brings everything to its end, and sends no more than so many again. */
  private void assertTakenOver(int mostTwice) throws InterruptedException {
    sqs.passEverything();
    s3.passEverything();
    try (Service service = around.start(properties())) {
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
    }
    assertEquals(
        SENT.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
    assertTrue(around.duplicates() <= mostTwice, around.duplicates() + " came twice");
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
    properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
    properties.put("sightline.queue.visibility-timeout", "3s");
    properties.put("sightline.hec.linger", Duration.ofMillis(20).toMillis() + "ms");
    return properties;
  }

  private static Function<HttpFront.Request, Fate> whereSeen(
      Function<HttpFront.Request, Boolean> point, Fate fate) {
    return request -> point.apply(request) ? fate : new Fate.Passes();
  }

  private static Fate passes(HttpFront.Request request) {
    return new Fate.Passes();
  }
}
