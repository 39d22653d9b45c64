package dev.sightline.command;

import dev.sightline.check.Checks;
import dev.sightline.check.Finding;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueFacts;
import dev.sightline.pipeline.Exporter;
import dev.sightline.quarantine.BucketQuarantine;
import dev.sightline.quarantine.NoQuarantine;
import dev.sightline.quarantine.Quarantine;
import dev.sightline.quarantine.QuarantineConfiguration;
import dev.sightline.quarantine.QueueQuarantine;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** The queues to consume, each asked about itself, with the quarantine that it has. */
final class Sources {
  private static final Logger log = LoggerFactory.getLogger(Sources.class);

  private Sources() {}

  /**
   * Asks SQS about every queue.
   *
   * @throws ConfigurationException where one does not exist or does not fit, all of them at once
   */
  static List<Exporter.Source> of(Configuration configuration, AwsClients aws) {
    List<Problem> problems = new ArrayList<>();
    List<Exporter.Source> sources = new ArrayList<>();
    for (URI url : configuration.queues().urls()) {
      Queue queue = new Queue(aws.sqs(url), url, configuration.queues().visibilityTimeout());
      try {
        QueueFacts facts = queue.facts();
        if (facts.deadLetterQueueArn() == null && !configuration.queues().waives(queue.name())) {
          problems.add(
              problem(
                  queue.name()
                      + " has no dead-letter queue: give it one whose retention is longer than its"
                      + " own, or accept that with SIGHTLINE_DLQ_WAIVED="
                      + queue.name()
                      + "."));
        }
        warn(queue, facts, configuration.queues().waives(queue.name()));
        sources.add(
            new Exporter.Source(
                queue,
                quarantine(configuration.quarantine(), aws, facts, url),
                facts.maxReceiveCount(),
                facts.retention()));
      } catch (SdkException e) {
        problems.add(
            problem(
                Checks.queueTrouble(
                        queue,
                        e,
                        aws.regionOf(url).id(),
                        aws.ownRegion().map(Region::id).orElse(null))
                    + "."));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return sources;
  }

  /**
   * The guarantee ends where SQS forgets: what {@code check} would say of that is said here too.
   */
  private static void warn(Queue queue, QueueFacts facts, boolean waived) {
    if (facts.retention() == null) {
      return; // An emulator: nothing is kept for days there.
    }
    for (Finding finding : Checks.queue(queue, facts, waived, Instant.now())) {
      if (finding.verdict() == Finding.Verdict.WARNING) {
        log.warn("{} {}", finding.subject(), finding.said());
      }
    }
  }

  /** Where a queue's entries are kept. */
  static Quarantine quarantine(
      QuarantineConfiguration wanted, AwsClients aws, QueueFacts facts, URI queueUrl) {
    String bucket = wanted.bucket();
    if (bucket != null) {
      return new BucketQuarantine(aws.s3(bucket), bucket, wanted.prefix());
    }
    URI queue = wanted.queueUrl();
    if (queue != null) {
      return new QueueQuarantine(aws.sqs(queue), queue.toString());
    }
    String deadLetterQueue = facts.deadLetterQueueUrl();
    return deadLetterQueue == null
        ? new NoQuarantine()
        : new QueueQuarantine(aws.sqs(queueUrl), deadLetterQueue);
  }

  private static Problem problem(String what) {
    return new Problem("sightline.queue-url", what);
  }
}
