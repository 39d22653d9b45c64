package dev.sightline.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.SqsServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;

/** Against ElasticMQ, an SQS server that others wrote. */
class QueueTest {
  private static final AtomicInteger DELETES = new AtomicInteger();
  private static SqsServer server;
  private static SqsClient sqs;

  @BeforeAll
  static void start() {
    server = SqsServer.start();
    sqs =
        SqsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.of(SqsServer.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .overrideConfiguration(settings ->
                settings.addExecutionInterceptor(
                    new ExecutionInterceptor() {
                      @Override
                      public void beforeExecution(
                          Context.BeforeExecution context, ExecutionAttributes attributes) {
                        if (context.request() instanceof DeleteMessageBatchRequest) {
                          DELETES.incrementAndGet();
                        }
                      }
                    }))
            .build();
  }

  @AfterAll
  static void stop() {
    sqs.close();
    server.close();
  }

  private static Queue queue(String name) {
    String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
    return new Queue(sqs, URI.create(url), Duration.ofMinutes(5));
  }

  private static List<Message> sentAndReceived(Queue queue, int count) {
    for (int i = 0; i < count; i++) {
      queue.send("message " + i);
    }
    List<Message> received = new ArrayList<>();
    while (received.size() < count) {
      received.addAll(queue.receive(10, Duration.ofSeconds(1)));
    }
    return received;
  }

  @Test
  void messages_that_end_together_are_deleted_by_few_requests_and_none_comes_again()
      throws Exception {
    Queue queue = queue("together");
    List<Message> messages = sentAndReceived(queue, 60);
    int before = DELETES.get();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> deletes = new ArrayList<>();
      messages.forEach(message -> deletes.add(threads.submit(() -> queue.delete(message))));
      for (Future<?> delete : deletes) {
        delete.get(60, TimeUnit.SECONDS);
      }
    }
    assertTrue(DELETES.get() - before < 40, () -> DELETES.get() + " requests");
    String left =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue.url()).attributeNamesWithStrings("All"))
            .attributesAsStrings()
            .get("ApproximateNumberOfMessagesNotVisible");
    assertEquals("0", left);
  }

  @Test
  void a_receipt_that_sqs_does_not_honour_fails_its_message_alone() {
    Queue queue = queue("receipts");
    Message message = sentAndReceived(queue, 1).getFirst();
    Message strange = new Message("id", "no receipt of this queue", "", 1, false, -1, 0);
    assertThrows(SdkException.class, () -> queue.delete(strange));
    assertTrue(strange.isReceiptLost());
    queue.delete(message);
    assertFalse(message.isReceiptLost());
  }

  @Test
  void a_released_message_comes_again_and_a_lost_receipt_is_no_failure() {
    Queue queue = queue("released");
    Message message = sentAndReceived(queue, 1).getFirst();
    queue.release(message, Duration.ZERO);
    Message again = queue.receive(1, Duration.ofSeconds(20)).getFirst();
    assertEquals(2, again.receiveCount());
    Message strange = new Message("id", "no receipt of this queue", "", 1, false, -1, 0);
    queue.release(strange, Duration.ZERO);
    assertTrue(strange.isReceiptLost());
  }
}
