package dev.sightline.notification;

import java.util.concurrent.atomic.AtomicBoolean;

/** One message as received, held invisible until it is deleted, released or abandoned. */
public final class Message {
  private final String id;
  private final String receiptHandle;
  private final String body;
  private final int receiveCount;
  private final boolean copy;
  private final long sentMillis;
  private final long receivedNanos;
  private final AtomicBoolean receiptLost = new AtomicBoolean();

  /**
   * @param receiveCount how often SQS has handed it out, this time included
   * @param copy whether the exporter itself put it into the queue, in the place of one that was
   *     received before
   * @param sentMillis when it came to the queue, milliseconds since 1970; -1 where unknown
   * @param receivedNanos {@link System#nanoTime} at the receive
   */
  public Message(
      String id,
      String receiptHandle,
      String body,
      int receiveCount,
      boolean copy,
      long sentMillis,
      long receivedNanos) {
    this.id = id;
    this.receiptHandle = receiptHandle;
    this.body = body;
    this.receiveCount = receiveCount;
    this.copy = copy;
    this.sentMillis = sentMillis;
    this.receivedNanos = receivedNanos;
  }

  public String id() {
    return id;
  }

  String receiptHandle() {
    return receiptHandle;
  }

  public String body() {
    return body;
  }

  public int receiveCount() {
    return receiveCount;
  }

  /** Whether some of it may have been sent before: by somebody who had received it, or its like. */
  public boolean comesAgain() {
    return copy || receiveCount > 1;
  }

  public long sentMillis() {
    return sentMillis;
  }

  public long receivedNanos() {
    return receivedNanos;
  }

  /** Whether SQS no longer honours the receipt: another consumer may have the message too. */
  public boolean isReceiptLost() {
    return receiptLost.get();
  }

  void receiptIsLost() {
    receiptLost.set(true);
  }
}
