package dev.sightline.demo;

import dev.sightline.stand.CloudTrailServer;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.S3Server;
import dev.sightline.stand.SearchHead;
import dev.sightline.stand.SqsServer;
import dev.sightline.stand.TrailDigests;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * AWS and Splunk on free loopback ports of this machine: a bucket, a queue with a dead-letter
 * queue, and an event collector with acknowledgments.
 */
final class LocalCloud implements AutoCloseable {
  static final String BUCKET = "organization-trail-logs";
  static final String QUEUE = "trail-notifications";
  static final String REGION = SqsServer.REGION;

  /** Any will do: the servers check none. */
  static final String ACCESS_KEY = "demo";

  static final String SECRET_KEY = "demo";

  /** The receiver takes no other. */
  static final String TOKEN = "00000000-1111-2222-3333-444444444444";

  private static final String SOURCETYPE = "aws:cloudtrail";

  /** The exporter's own events, which are no records. */
  private static final String OWN_SOURCETYPE = "sightline:exporter";

  private static final int MAX_RECEIVE_COUNT = 4;
  private static final Duration ACK_DELAY = Duration.ofMillis(100);

  private final Opened opened;
  private final URI sqsEndpoint;
  private final URI s3Endpoint;
  private final HecReceiver hec;
  private final SqsClient sqs;
  private final S3Client s3;
  private final URI cloudTrailEndpoint;
  private final String queueUrl;
  private final String deadLetterQueueUrl;

  private LocalCloud(Opened opened) {
    this.opened = opened;
    sqsEndpoint = opened.add(SqsServer.start()).endpoint();
    s3Endpoint = opened.add(S3Server.start()).endpoint();
    cloudTrailEndpoint = opened.add(CloudTrailServer.start()).endpoint();
    hec = opened.add(HecReceiver.start(HecReceiver.Settings.of(TOKEN).withAckDelay(ACK_DELAY)));
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
    sqs =
        opened.add(
            SqsClient.builder()
                .endpointOverride(sqsEndpoint)
                .region(Region.of(REGION))
                .credentialsProvider(credentials)
                .build());
    s3 =
        opened.add(
            S3Client.builder()
                .endpointOverride(s3Endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(credentials)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .forcePathStyle(true)
                .build());
    s3.createBucket(request -> request.bucket(BUCKET));
    deadLetterQueueUrl = sqs.createQueue(request -> request.queueName(QUEUE + "-dead")).queueUrl();
    String redrive =
        Json.object(
                "deadLetterTargetArn",
                attribute(attributes(deadLetterQueueUrl), QueueAttributeName.QUEUE_ARN),
                "maxReceiveCount",
                MAX_RECEIVE_COUNT)
            .toString();
    queueUrl =
        sqs.createQueue(request ->
                request
                    .queueName(QUEUE)
                    .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
            .queueUrl();
  }

  /**
   * Starts all of it.
   *
   * @throws IllegalStateException where a server could not start or be reached, in one sentence;
   *     nothing stays open then
   */
  static LocalCloud start() {
    Opened opened = new Opened();
    try {
      return new LocalCloud(opened);
    } catch (SdkException e) {
      opened.close();
      IllegalStateException unreachable =
          new IllegalStateException(
              "The demo's servers listen on 127.0.0.1 and cannot be reached there ("
                  + e.getMessage()
                  + "): bring up the loopback interface, or let this process use it.");
      // Not the cause: AWS is not to blame, and whoever looks for causes would say so.
      unreachable.addSuppressed(e);
      throw unreachable;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  URI sqsEndpoint() {
    return sqsEndpoint;
  }

  URI s3Endpoint() {
    return s3Endpoint;
  }

  URI cloudTrailEndpoint() {
    return cloudTrailEndpoint;
  }

  S3Client s3() {
    return s3;
  }

  /** Searches over everything that arrived. */
  SearchHead searchHead() {
    return new SearchHead(hec);
  }

  URI hecEndpoint() {
    return hec.endpoint();
  }

  String queueUrl() {
    return queueUrl;
  }

  /** The exporter's settings, as an operator would write them for these servers. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("aws.endpoint-url-sqs", sqsEndpoint.toString());
    settings.put("aws.endpoint-url-s3", s3Endpoint.toString());
    settings.put("sightline.queue-url", queueUrl);
    settings.put("sightline.buckets", BUCKET);
    settings.put("sightline.hec.url", hec.endpoint().toString());
    settings.put("sightline.hec.token", TOKEN);
    settings.put("micronaut.server.host", "127.0.0.1");
    settings.put("micronaut.server.port", "-1");
    return settings;
  }

  /** Puts an object into the bucket; nobody is told. */
  StoredObject put(LogObject object) {
    PutObjectResponse response =
        s3.putObject(
            request -> request.bucket(BUCKET).key(object.key()),
            RequestBody.fromBytes(object.stored()));
    return new StoredObject(
        BUCKET, object.key(), object.stored().length, response.eTag().replace("\"", ""));
  }

  /** Puts a digest into the bucket. */
  void put(TrailDigests.Digest digest) {
    s3.putObject(
        request -> request.bucket(BUCKET).key(digest.key()).metadata(digest.metadata()),
        RequestBody.fromBytes(digest.stored()));
  }

  /** Sends a message to the queue. */
  void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
  }

  /** How many messages are in the queue, visible or not. */
  int waiting() {
    return messages(queueUrl);
  }

  /** How many messages the exporter or SQS gave up. */
  int dead() {
    return messages(deadLetterQueueUrl);
  }

  /** Everything that the receiver took, the exporter's events about itself left out. */
  List<Comparison.Arrival> arrivals() {
    return hec.events().stream()
        .filter(event -> !OWN_SOURCETYPE.equals(event.sourcetype()))
        .map(LocalCloud::arrival)
        .toList();
  }

  /** How many events the receiver took. */
  long taken() {
    return hec.count();
  }

  @Override
  public void close() {
    opened.close();
  }

  /** An event of another sourcetype than CloudTrail's is found by no search: it has no id. */
  private static Comparison.Arrival arrival(ReceivedEvent event) {
    return new Comparison.Arrival(
        event.host(), SOURCETYPE.equals(event.sourcetype()) ? event.id() : null, event.event());
  }

  private int messages(String url) {
    Map<QueueAttributeName, String> attributes = attributes(url);
    return Integer.parseInt(
            attribute(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attribute(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private Map<QueueAttributeName, String> attributes(String url) {
    return sqs.getQueueAttributes(
            request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  private static String attribute(
      Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    String value = attributes.get(name);
    if (value == null) {
      throw new IllegalStateException("The SQS server does not say a queue's " + name + ".");
    }
    return value;
  }
}
