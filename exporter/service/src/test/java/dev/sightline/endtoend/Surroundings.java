package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.quarantine.Entry;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.S3Server;
import dev.sightline.stand.SqsServer;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS, S3 and HEC for one test: a bucket, a queue with a dead-letter queue, and a receiver. */
final class Surroundings implements AutoCloseable {
  static final String TOKEN = "11111111-2222-3333-4444-555555555555";
  static final String BUCKET = "trail-logs";
  static final int MAX_RECEIVE_COUNT = 4;

  /** A machine that is busy with other things starts a process in a minute. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

  static {
    // Where AWS's SDK looks for credentials when nobody hands it any.
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  final SqsServer sqsServer = SqsServer.start();
  final S3Server s3Server = S3Server.start();
  final HecReceiver hec;
  final SqsClient sqs;
  final S3Client s3;
  final String queueUrl;
  final String deadLetterQueueUrl;

  Surroundings() {
    this(HecReceiver.Settings.of(TOKEN));
  }

  Surroundings(HecReceiver.Settings settings) {
    this(settings, MAX_RECEIVE_COUNT);
  }

  /**
   * @param maxReceiveCount of the queue's redrive policy: one receive more, and SQS moves a message
   *     to the dead-letter queue
   */
  Surroundings(HecReceiver.Settings settings, int maxReceiveCount) {
    hec = HecReceiver.start(settings);
    sqs =
        SqsClient.builder()
            .endpointOverride(sqsServer.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .build();
    s3 =
        S3Client.builder()
            .endpointOverride(s3Server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .forcePathStyle(true)
            .build();
    s3.createBucket(request -> request.bucket(BUCKET));
    deadLetterQueueUrl = sqs.createQueue(request -> request.queueName("trail-dead")).queueUrl();
    String arn =
        sqs.getQueueAttributes(request ->
                request.queueUrl(deadLetterQueueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String redrive =
        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + maxReceiveCount + "}";
    queueUrl =
        sqs.createQueue(request ->
                request
                    .queueName("trail")
                    .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
            .queueUrl();
  }

  /** The settings under which the service works here. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("aws.endpoint-url-sqs", sqsServer.endpoint().toString());
    properties.put("aws.endpoint-url-s3", s3Server.endpoint().toString());
    properties.put("sightline.queue-url", queueUrl);
    properties.put("sightline.queue.visibility-timeout", "6s");
    properties.put("sightline.hec.url", hec.endpoint().toString());
    properties.put("sightline.hec.token", TOKEN);
    properties.put("micronaut.server.port", "-1");
    properties.put("micronaut.server.host", "127.0.0.1");
    return properties;
  }

  Service start() {
    return Service.start(properties());
  }

  Service start(Map<String, Object> changes) {
    Map<String, Object> properties = properties();
    properties.putAll(changes);
    return Service.start(properties);
  }

  /** The same settings as a process's environment names them. */
  static Map<String, String> environment(Map<String, Object> properties) {
    Map<String, String> environment = new HashMap<>();
    properties.forEach((name, value) ->
        environment.put(
            name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value.toString()));
    environment.putIfAbsent("AWS_ACCESS_KEY_ID", "key");
    environment.putIfAbsent("AWS_SECRET_ACCESS_KEY", "secret");
    environment.putIfAbsent("AWS_REGION", "us-east-1");
    return environment;
  }

  void put(String key, byte[] content) {
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
  }

  /** Puts an object and announces it as S3 does. */
  void putAndAnnounce(String key, byte[] content) {
    put(key, content);
    send(Notifications.s3(BUCKET, key));
  }

  /** The events that came with CloudTrail's sourcetype, without the exporter's own. */
  List<ReceivedEvent> received() {
    return hec.events().stream()
        .filter(event -> "aws:cloudtrail".equals(event.sourcetype()))
        .toList();
  }

  /** The CloudTrail events' text, sorted, so that two sets can be compared. */
  List<String> receivedTexts() {
    return received().stream().map(ReceivedEvent::event).sorted().toList();
  }

  /** How many ids came more than once. */
  long duplicates() {
    return received().stream()
        .collect(Collectors.groupingBy(ReceivedEvent::id, Collectors.counting()))
        .values()
        .stream()
        .filter(times -> times > 1)
        .count();
  }

  /** Messages that are in the queue, visible or not, or delayed. */
  int messages(String url) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  /** Messages that anybody could receive now. */
  int visibleMessages() {
    return Integer.parseInt(
        sqs.getQueueAttributes(request ->
                request
                    .queueUrl(queueUrl)
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  /** The bodies of up to 100 messages of the dead-letter queue, taken out of it. */
  List<String> quarantined() {
    List<String> bodies = new ArrayList<>();
    while (true) {
      var messages =
          sqs.receiveMessage(
                  request -> request.queueUrl(deadLetterQueueUrl).maxNumberOfMessages(10))
              .messages();
      if (messages.isEmpty()) {
        return bodies;
      }
      for (var message : messages) {
        bodies.add(message.body());
        sqs.deleteMessage(
            request -> request.queueUrl(deadLetterQueueUrl).receiptHandle(message.receiptHandle()));
      }
    }
  }

  /** What the quarantine keeps, taken out of it. */
  List<Entry> quarantineEntries() {
    return quarantined().stream().map(body -> Entry.parse(body, "trail")).toList();
  }

  /** Waits until the queue is empty, and says so if it does not come to be. */
  void awaitEmptyQueue() throws InterruptedException {
    await("the queue is empty", () -> messages(queueUrl) == 0);
  }

  /**
   * Waits until nothing is in flight, and holds the laws of conservation against what was counted.
   * An empty queue alone says too little: a message is deleted first and counted then.
   */
  static void assertConserved(Measures measures) throws InterruptedException {
    await("no message is in flight", () -> measures.messages().inFlight() == 0);
    await("no record is in flight", () -> measures.records().inFlight() == 0);
    assertTrue(measures.messages().isConserved(), "a message was counted twice or not at all");
    assertTrue(measures.records().isConserved(), "a record was counted twice or not at all");
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, PATIENCE, condition);
  }

  static void await(String what, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "within " + limit.toSeconds() + " s it does not come true that " + what);
      }
      Thread.sleep(25);
    }
  }

  @Override
  public void close() {
    sqs.close();
    s3.close();
    hec.close();
    s3Server.close();
    sqsServer.close();
  }
}
