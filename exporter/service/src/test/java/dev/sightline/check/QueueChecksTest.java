package dev.sightline.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.check.Finding.Verdict;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueFacts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What is said of how long a queue and its dead-letter queue keep messages. */
class QueueChecksTest {
  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

  @Test
  void fourteen_days_in_both_are_good() {
    assertEquals(List.of(), warnings(Duration.ofDays(14), Duration.ofDays(14)));
  }

  @Test
  void a_queue_that_keeps_for_less_is_told_what_to_set() {
    assertEquals(
        List.of(
            "queue trail keeps messages for 4 days; the guarantee ends there: set its retention to"
                + " 14 days"),
        warnings(Duration.ofDays(4), Duration.ofDays(14)));
  }

  @Test
  void a_dead_letter_queue_must_keep_longer_than_its_source() {
    assertEquals(
        List.of(
            "queue trail keeps messages for 4 days; the guarantee ends there: set its retention to"
                + " 14 days",
            "dead-letter queue of trail keeps messages for 4 days, no longer than its source; SQS"
                + " counts from the first arrival: set 14 days"),
        warnings(Duration.ofDays(4), Duration.ofDays(4)));
  }

  @Test
  void a_server_that_does_not_say_is_not_taken_for_one_that_keeps_nothing() {
    assertEquals(
        List.of(
            "queue trail does not say how long it keeps messages; the guarantee ends there: AWS's"
                + " limit is 14 days"),
        warnings(null, null));
  }

  private static List<String> warnings(
      @Nullable Duration retention, @Nullable Duration deadLetterRetention) {
    try (SqsClient sqs =
        SqsClient.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      URI url = URI.create("http://127.0.0.1/1/trail");
      QueueFacts facts =
          new QueueFacts(
              retention,
              "arn:aws:sqs:us-east-1:1:trail-dead",
              "http://127.0.0.1/1/trail-dead",
              4,
              deadLetterRetention,
              null,
              null,
              NOW);
      return Checks.queue(new Queue(sqs, url, Duration.ofMinutes(2)), facts, false, NOW).stream()
          .filter(finding -> finding.verdict() != Verdict.GOOD)
          .map(finding -> finding.subject() + " " + finding.said())
          .toList();
    }
  }
}
