package dev.sightline.notification;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What SQS says of a queue.
 *
 * @param retention how long it keeps a message, or null where it does not say, as emulators do
 * @param deadLetterQueueUrl null where the queue has none, or where it cannot be found
 * @param deadLetterQueueArn null where the queue has none
 * @param maxReceiveCount receives after which SQS moves a message to the dead-letter queue; 0 where
 *     it never does
 * @param deadLetterRetention null where there is no dead-letter queue, or it does not say
 * @param deadLetterProblem why the dead-letter queue cannot be asked, in one sentence, or null
 * @param policy who may do what with the queue, in JSON; null where it has none
 * @param serverTime what SQS's clock said, or null where it did not
 */
public record QueueFacts(
    @Nullable Duration retention,
    @Nullable String deadLetterQueueArn,
    @Nullable String deadLetterQueueUrl,
    int maxReceiveCount,
    @Nullable Duration deadLetterRetention,
    @Nullable String deadLetterProblem,
    @Nullable String policy,
    @Nullable Instant serverTime) {}
