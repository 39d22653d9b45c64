package dev.sightline.notification;

import dev.sightline.configuration.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The queues to receive from.
 *
 * @param urls at least one
 * @param messages messages in flight for each queue, at most
 * @param visibilityTimeout how long SQS hides a message from others after the last sign of life; it
 *     is renewed while work is under way
 * @param holdLimit after this time a message is released even if its fate is open; SQS ends a
 *     receipt after 12 hours
 * @param drainLimit how long a stop waits for what is in flight before it releases it
 * @param deadLetterQueueWaived names of queues that need no dead-letter queue; {@code true} for all
 */
public record QueueConfiguration(
    List<URI> urls,
    int messages,
    Duration visibilityTimeout,
    Duration holdLimit,
    Duration drainLimit,
    List<String> deadLetterQueueWaived) {

  public QueueConfiguration {
    urls = List.copyOf(urls);
    deadLetterQueueWaived = List.copyOf(deadLetterQueueWaived);
  }

  /** Whether the operator accepts that this queue has no dead-letter queue. */
  public boolean waives(String queueName) {
    return deadLetterQueueWaived.contains("true") || deadLetterQueueWaived.contains(queueName);
  }

  /** Reads {@code sightline.queue*}; what is wrong is noted in the settings. */
  public static QueueConfiguration read(Settings settings) {
    String name = "sightline.queue-url";
    List<String> values = settings.oneOrMany(name);
    List<URI> urls =
        values.stream().flatMap(value -> settings.httpAddress(name, value).stream()).toList();
    if (values.isEmpty()) {
      settings.problem(
          name, "is missing: give the URL of the SQS queue that S3 notifies of new objects.");
    }
    return new QueueConfiguration(
        urls,
        settings.number("sightline.queue.messages", 500, 1, 100_000),
        settings.duration(
            "sightline.queue.visibility-timeout",
            Duration.ofMinutes(2),
            Duration.ofSeconds(2),
            Duration.ofHours(6)),
        settings.duration(
            "sightline.queue.hold-limit",
            Duration.ofHours(11),
            Duration.ofMillis(100),
            Duration.ofHours(11)),
        settings.duration(
            "sightline.queue.drain-limit",
            Duration.ofSeconds(25),
            Duration.ZERO,
            Duration.ofMinutes(10)),
        settings.list("sightline.dlq-waived"));
  }
}
