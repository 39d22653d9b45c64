package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsServerTest {
  private static SqsServer server;
  private static SqsClient sqs;

  @BeforeAll
  static void start() {
    server = SqsServer.start();
    sqs = client(server);
  }

  @AfterAll
  static void stop() {
    sqs.close();
    server.close();
  }

  private static SqsClient client(SqsServer server) {
    return SqsClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(SqsServer.REGION))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  @Test
  void a_message_is_received_and_deleted() {
    String queue = sqs.createQueue(r -> r.queueName("events")).queueUrl();
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("{\"k\":\"ü\"}"));

    List<Message> received =
        sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(1)).messages();
    assertEquals(List.of("{\"k\":\"ü\"}"), received.stream().map(Message::body).toList());
    sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(received.getFirst().receiptHandle()));

    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(r ->
                r.queueUrl(queue)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    assertEquals(
        List.of("0", "0"), attributes.values().stream().toList(), "nothing waits, nothing is out");
  }

  @Test
  void the_queue_url_leads_back_to_the_server() {
    String queue = sqs.createQueue(r -> r.queueName("url")).queueUrl();
    assertEquals(server.endpoint() + "/" + SqsServer.ACCOUNT + "/url", queue);
  }

  @Test
  void a_message_received_too_often_moves_to_the_dead_letter_queue() {
    String dead = sqs.createQueue(r -> r.queueName("dead")).queueUrl();
    String arn =
        sqs.getQueueAttributes(r -> r.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    assertEquals("arn:aws:sqs:us-east-1:000000000000:dead", arn);
    String queue =
        sqs.createQueue(r ->
                r.queueName("source")
                    .attributes(
                        Map.of(
                            QueueAttributeName.REDRIVE_POLICY,
                            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"1\"}"
                                .formatted(arn))))
            .queueUrl();
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("poison"));

    Message first = sqs.receiveMessage(r -> r.queueUrl(queue)).messages().getFirst();
    sqs.changeMessageVisibility(
        r -> r.queueUrl(queue).receiptHandle(first.receiptHandle()).visibilityTimeout(0));
    assertTrue(sqs.receiveMessage(r -> r.queueUrl(queue)).messages().isEmpty());

    assertEquals(
        "poison",
        sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(1)).messages().getFirst().body());
  }

  @Test
  void a_closed_server_listens_no_more_and_leaves_no_thread_that_holds_the_jvm() {
    SqsServer other = SqsServer.start();
    other.close();

    assertThrows(
        ConnectException.class,
        () -> new Socket(InetAddress.getLoopbackAddress(), other.endpoint().getPort()).close());
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("stand-sqs") && !thread.isDaemon()));
  }
}
