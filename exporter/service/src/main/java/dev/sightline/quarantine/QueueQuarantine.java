package dev.sightline.quarantine;

import dev.sightline.permission.MissingPermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Entries as messages of a queue, by default the source's dead-letter queue. */
public final class QueueQuarantine implements Quarantine {
  /** SQS takes 256 KiB and more; what HEC refused is kept up to 200 KB. */
  static final int MOST_BYTES = 200_000;

  /** How long an entry is hidden from others while a person looks at it or replays it. */
  private static final int HIDDEN_SECONDS = 300;

  private final SqsClient sqs;
  private final String url;

  public QueueQuarantine(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  @Override
  public void store(Entry entry) throws QuarantineException {
    String body = entry.json(MOST_BYTES);
    try {
      sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
    } catch (SdkException e) {
      throw new QuarantineException(
          "SQS does not keep it in "
              + url
              + ": "
              + MissingPermission.said(e, "sqs:SendMessage", url),
          e);
    }
  }

  @Override
  public List<Kept> list(int most) throws QuarantineException {
    List<Kept> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String queue = url.substring(url.lastIndexOf('/') + 1);
    try {
      int empty = 0;
      // SQS answers from a part of its servers: two empty answers in a row are the end.
      while (found.size() < most && empty < 2) {
        List<Message> messages =
            sqs.receiveMessage(request ->
                    request
                        .queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(1)
                        .visibilityTimeout(HIDDEN_SECONDS))
                .messages();
        empty = messages.isEmpty() ? empty + 1 : 0;
        for (Message message : messages) {
          if (seen.add(message.messageId())) {
            found.add(
                new Kept(
                    message.messageId(),
                    Entry.parse(message.body(), queue),
                    message.receiptHandle()));
          }
        }
      }
      return found;
    } catch (SdkException e) {
      throw new QuarantineException(
          "SQS does not hand out "
              + url
              + ": "
              + MissingPermission.said(e, "sqs:ReceiveMessage", url),
          e);
    }
  }

  @Override
  public void putBack(List<Kept> entries) throws QuarantineException {
    for (Kept entry : entries) {
      try {
        sqs.changeMessageVisibility(
            request -> request.queueUrl(url).receiptHandle(entry.handle()).visibilityTimeout(0));
      } catch (SdkException e) {
        throw new QuarantineException(
            "SQS shows "
                + entry.id()
                + " again in "
                + HIDDEN_SECONDS
                + " s only: "
                + e.getMessage(),
            e);
      }
    }
  }

  @Override
  public void remove(Kept entry) throws QuarantineException {
    try {
      sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(entry.handle()));
    } catch (SdkException e) {
      throw new QuarantineException(
          "SQS still keeps "
              + entry.id()
              + ": "
              + MissingPermission.said(e, "sqs:DeleteMessage", url),
          e);
    }
  }

  @Override
  public String place() {
    return url;
  }
}
