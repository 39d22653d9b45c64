package dev.sightline.quarantine;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Entries as messages of a queue, by default the source's dead-letter queue. */
public final class QueueQuarantine implements Quarantine {
  /** SQS takes 256 KiB and more; what HEC refused is kept up to 200 KB. */
  static final int MOST_BYTES = 200_000;

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
      throw new QuarantineException("SQS does not keep it in " + url + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return url;
  }
}
