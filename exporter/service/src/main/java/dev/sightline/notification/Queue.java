package dev.sightline.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.permission.MissingPermission;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * One queue. Every method is one call of SQS at most, throws {@link SdkException} where SQS refuses
 * or does not answer, and is safe for any number of threads.
 */
public final class Queue {
  private static final Logger log = LoggerFactory.getLogger(Queue.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_IN_A_CALL = 10;
  private static final int LONGEST_DELAY_SECONDS = 900;

  /** The attribute of a message that takes the place of one that was received before. */
  private static final String COPY = "sightline_copy";

  private static final String NO_RECEIPT = "sightline-check";

  /** A character that no message may have. */
  private static final String IMPOSSIBLE_BODY = "\uffff";

  private static final String IMPOSSIBLE_POLICY = "no policy";

  private final SqsClient sqs;
  private final String url;
  private final Duration visibilityTimeout;
  private final TogetherCall<Message> deletes = new TogetherCall<>(MOST_IN_A_CALL, this::deleteAll);
  private final TogetherCall<Released> releases =
      new TogetherCall<>(MOST_IN_A_CALL, this::releaseAll);

  private record Released(Message message, Duration delay) {}

  public Queue(SqsClient sqs, URI url, Duration visibilityTimeout) {
    this.sqs = sqs;
    this.url = url.toString();
    this.visibilityTimeout = visibilityTimeout;
  }

  public String url() {
    return url;
  }

  /** The queue's name: the last part of its address. */
  public String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /**
   * Waits for messages.
   *
   * @param most 1 to 10
   * @param wait how long to wait for the first one, at most 20 s
   */
  public List<Message> receive(int most, Duration wait) {
    ReceiveMessageRequest request =
        ReceiveMessageRequest.builder()
            .queueUrl(url)
            .maxNumberOfMessages(Math.min(most, MOST_IN_A_CALL))
            .waitTimeSeconds((int) wait.toSeconds())
            .visibilityTimeout((int) visibilityTimeout.toSeconds())
            .messageSystemAttributeNames(
                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                MessageSystemAttributeName.SENT_TIMESTAMP)
            .messageAttributeNames(COPY)
            .build();
    List<Message> messages = new ArrayList<>();
    for (var received : sqs.receiveMessage(request).messages()) {
      messages.add(
          new Message(
              received.messageId(),
              received.receiptHandle(),
              received.body(),
              (int) number(received, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, 1),
              received.messageAttributes().containsKey(COPY),
              number(received, MessageSystemAttributeName.SENT_TIMESTAMP, -1),
              System.nanoTime()));
    }
    return messages;
  }

  /** Deletes a message whose fate is known, in one request with others that end now. */
  public void delete(Message message) {
    makeOrRepeat(deletes, message);
  }

  /** What SQS itself failed at is tried once more, as the SDK does with a whole request. */
  private static <T> void makeOrRepeat(TogetherCall<T> call, T thing) {
    try {
      call.make(thing);
    } catch (FailedInBatch e) {
      if (e.ours) {
        throw e;
      }
      call.make(thing);
    }
  }

  private List<@Nullable RuntimeException> deleteAll(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      String handle = messages.get(i).receiptHandle();
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(handle)
              .build());
    }
    DeleteMessageBatchResponse response =
        sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
    List<String> done =
        response.successful().stream().map(DeleteMessageBatchResultEntry::id).toList();
    return outcomes(messages, done, response.failed());
  }

  /**
   * Makes a message visible again after the delay, for any consumer, in one request with others
   * that end now.
   */
  public void release(Message message, Duration delay) {
    try {
      makeOrRepeat(releases, new Released(message, delay));
    } catch (SdkException e) {
      if (!message.isReceiptLost()) {
        throw e;
      }
    }
  }

  private List<@Nullable RuntimeException> releaseAll(List<Released> released) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < released.size(); i++) {
      entries.add(
          invisible(i, released.get(i).message(), (int) released.get(i).delay().toSeconds()));
    }
    ChangeMessageVisibilityBatchResponse response =
        sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries));
    List<String> done =
        response.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id).toList();
    return outcomes(released.stream().map(Released::message).toList(), done, response.failed());
  }

  /** Why a batch failed for each message; null where SQS says that it did not. */
  private static List<@Nullable RuntimeException> outcomes(
      List<Message> messages, List<String> done, List<BatchResultErrorEntry> failed) {
    List<@Nullable RuntimeException> outcomes = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      String id = Integer.toString(i);
      outcomes.add(
          done.contains(id) ? null : new FailedInBatch("SQS said nothing of this message.", false));
    }
    for (BatchResultErrorEntry failure : failed) {
      int index = index(failure.id(), messages.size());
      if (index >= 0) {
        boolean ours = Boolean.TRUE.equals(failure.senderFault());
        if (ours) {
          messages.get(index).receiptIsLost();
        }
        outcomes.set(index, new FailedInBatch(failure.code() + ": " + failure.message(), ours));
      }
    }
    return outcomes;
  }

  /** Which message an answer is about; -1 where none. */
  private static int index(String id, int size) {
    for (int i = 0; i < size; i++) {
      if (Integer.toString(i).equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static final class FailedInBatch extends SdkException {
    private static final long serialVersionUID = 1;

    private final boolean ours;

    FailedInBatch(String reason, boolean ours) {
      super(SdkException.builder().message(reason));
      this.ours = ours;
    }
  }

  /**
   * Puts a copy at the queue's end and deletes the message: like a release, but the copy's receives
   * count from 0. If the delete fails, the message comes twice, which is recognised.
   *
   * @param delay until the copy can be received, at most 15 minutes. Meanwhile it is none of the
   *     120,000 messages that SQS lets be received and not deleted
   */
  public void startOver(Message message, Duration delay) {
    send(message.body(), delay);
    delete(message);
  }

  /** Puts a message at the queue's end again, marked as one of which some may have been sent. */
  public void send(String body) {
    send(body, Duration.ZERO);
  }

  private void send(String body, Duration delay) {
    sqs.sendMessage(request ->
        request
            .queueUrl(url)
            .messageBody(body)
            .delaySeconds(delay.isZero() ? null : (int) delay.toSeconds())
            .messageAttributes(
                Map.of(
                    COPY,
                    MessageAttributeValue.builder().dataType("String").stringValue("1").build())));
  }

  /** Renews the invisibility of messages; one whose receipt SQS no longer honours is told so. */
  void extend(List<Message> messages) {
    for (int from = 0; from < messages.size(); from += MOST_IN_A_CALL) {
      List<Message> some = messages.subList(from, Math.min(messages.size(), from + MOST_IN_A_CALL));
      try {
        extendSome(some);
      } catch (SdkException e) {
        log.warn(
            "{}: visibility could not be renewed: {}",
            name(),
            MissingPermission.said(e, "sqs:ChangeMessageVisibility", name()));
      }
    }
  }

  private void extendSome(List<Message> some) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      entries.add(invisible(i, some.get(i), (int) visibilityTimeout.toSeconds()));
    }
    ChangeMessageVisibilityBatchResponse response =
        sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries));
    for (BatchResultErrorEntry failed : response.failed()) {
      int index = index(failed.id(), some.size());
      if (index >= 0 && Boolean.TRUE.equals(failed.senderFault())) {
        some.get(index).receiptIsLost();
      }
    }
  }

  private static ChangeMessageVisibilityBatchRequestEntry invisible(
      int index, Message message, int seconds) {
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(Integer.toString(index))
        .receiptHandle(message.receiptHandle())
        .visibilityTimeout(seconds)
        .build();
  }

  /**
   * Asks SQS about the queue and its dead-letter queue.
   *
   * @throws SdkException where the queue does not exist or may not be asked
   */
  public QueueFacts facts() {
    GetQueueAttributesResponse response = asked(url);
    Map<QueueAttributeName, String> attributes = response.attributes();
    String policy = attributes.get(QueueAttributeName.REDRIVE_POLICY);
    String arn = null;
    int maxReceiveCount = 0;
    if (policy != null && !policy.isBlank()) {
      try {
        JsonNode json = JSON.readTree(policy);
        arn = json.path("deadLetterTargetArn").asText(null);
        maxReceiveCount = json.path("maxReceiveCount").asInt(0);
      } catch (JsonProcessingException e) {
        log.warn("{}: the redrive policy cannot be read: {}", name(), e.getOriginalMessage());
      }
    }
    String deadLetterUrl = null;
    Duration deadLetterRetention = null;
    String problem = null;
    String action = "sqs:GetQueueUrl";
    if (arn != null) {
      String queueName = arn.substring(arn.lastIndexOf(':') + 1);
      try {
        deadLetterUrl = sqs.getQueueUrl(request -> request.queueName(queueName)).queueUrl();
        action = "sqs:GetQueueAttributes";
        deadLetterRetention = retention(asked(deadLetterUrl).attributes());
      } catch (SqsException e) {
        problem =
            MissingPermission.in(e, action, arn)
                .map(MissingPermission::sentence)
                .orElse(arn + " cannot be asked (" + e.getMessage() + "): is it gone?");
        log.warn("the dead-letter queue of {}: {}", name(), problem);
      }
    }
    return new QueueFacts(
        retention(attributes),
        arn,
        deadLetterUrl,
        maxReceiveCount,
        deadLetterRetention,
        problem,
        attributes.get(QueueAttributeName.POLICY),
        serverTime(response));
  }

  /**
   * What is refused to us of what the exporter does with its queue. Nothing is received, deleted or
   * sent: each request is one that SQS cannot carry out, and a refusal comes before that is found.
   */
  public List<MissingPermission> missingToReceive() {
    List<MissingPermission> missing = new ArrayList<>();
    attempt(
        "sqs:ReceiveMessage",
        missing,
        () ->
            sqs.receiveMessage(request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(MOST_IN_A_CALL + 1)
                    .visibilityTimeout(0)));
    attempt(
        "sqs:ChangeMessageVisibility",
        missing,
        () ->
            sqs.changeMessageVisibility(
                request -> request.queueUrl(url).receiptHandle(NO_RECEIPT).visibilityTimeout(0)));
    attempt(
        "sqs:DeleteMessage",
        missing,
        () -> sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(NO_RECEIPT)));
    missing.addAll(missingToSend());
    return missing;
  }

  /**
   * What is allowed to us and never needed. Nothing is changed: what is tried is an attribute that
   * no queue can have, and only where SQS finds fault with its value was the action allowed.
   */
  public List<String> neverNeeded() {
    try {
      sqs.setQueueAttributes(request ->
          request.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, IMPOSSIBLE_POLICY)));
    } catch (SqsException e) {
      String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
      return code != null && code.contains("InvalidAttributeValue")
          ? List.of("sqs:SetQueueAttributes")
          : List.of();
    } catch (SdkException e) {
      return List.of();
    }
    return List.of();
  }

  /** The same for putting a message at the queue's end. */
  public List<MissingPermission> missingToSend() {
    List<MissingPermission> missing = new ArrayList<>();
    attempt(
        "sqs:SendMessage",
        missing,
        () ->
            sqs.sendMessage(request ->
                request
                    .queueUrl(url)
                    .messageBody(IMPOSSIBLE_BODY)
                    .delaySeconds(LONGEST_DELAY_SECONDS + 1)));
    return missing;
  }

  private void attempt(String action, List<MissingPermission> missing, Runnable call) {
    try {
      call.run();
    } catch (SdkException e) {
      // Any other failure was to be expected.
      MissingPermission.in(e, action, name()).ifPresent(missing::add);
    }
  }

  /** Whether SQS says that there is no such queue; not every server leads to the SDK's own type. */
  public static boolean isMissing(SdkException e) {
    return e instanceof QueueDoesNotExistException
        || (e instanceof SqsException refused
            && refused.awsErrorDetails() != null
            && String.valueOf(refused.awsErrorDetails().errorCode()).contains("NonExistentQueue"));
  }

  private GetQueueAttributesResponse asked(String of) {
    return sqs.getQueueAttributes(
        request -> request.queueUrl(of).attributeNames(QueueAttributeName.ALL));
  }

  private static @Nullable Instant serverTime(GetQueueAttributesResponse response) {
    return response
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .flatMap(Queue::parsed)
        .orElse(null);
  }

  private static Optional<Instant> parsed(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Duration retention(Map<QueueAttributeName, String> attributes) {
    String seconds = attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD);
    try {
      return seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds.strip()));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static long number(
      software.amazon.awssdk.services.sqs.model.Message received,
      MessageSystemAttributeName name,
      long otherwise) {
    String text = received.attributes().get(name);
    try {
      return text == null ? otherwise : Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
