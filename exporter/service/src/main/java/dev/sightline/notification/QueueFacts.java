package dev.sightline.notification;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What SQS says of a queue.
 *
 * @param deadLetterQueueUrl null where the queue has none, or where it cannot be found
 * @param deadLetterQueueArn null where the queue has none
 * @param maxReceiveCount receives after which SQS moves a message to the dead-letter queue; 0 where
 *     it never does
 * @param deadLetterRetention null where there is no dead-letter queue
 * @param serverTime what SQS's clock said, or null where it did not
 */
public record QueueFacts(
    Duration retention,
    @Nullable String deadLetterQueueArn,
    @Nullable String deadLetterQueueUrl,
    int maxReceiveCount,
    @Nullable Duration deadLetterRetention,
    @Nullable Instant serverTime) {}
