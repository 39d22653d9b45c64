package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailReader;
import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.MalformedLogException;
import dev.sightline.cloudtrail.NotCloudTrailException;
import dev.sightline.cloudtrail.RecordConsumer;
import dev.sightline.cloudtrail.UnreadableRecord;
import dev.sightline.envelope.Envelope;
import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.eventbridge.NotEventException;
import dev.sightline.flowlog.FlowLogConsumer;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.flowlog.FlowLogReader;
import dev.sightline.flowlog.NotFlowLogException;
import dev.sightline.guardduty.Finding;
import dev.sightline.guardduty.FindingConsumer;
import dev.sightline.guardduty.FindingReader;
import dev.sightline.guardduty.FindingShape;
import dev.sightline.resolver.QueryConsumer;
import dev.sightline.resolver.QueryLogReader;
import dev.sightline.resolver.ResolverQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads whatever can be carried. Safe for any number of threads, each with its own stream. */
public final class ContentReader {
  private static final Logger log = LoggerFactory.getLogger(ContentReader.class);

  /** So much is looked at to recognise a file, and so much is waited for at the least. */
  private static final int HEAD_BYTES = 8 << 10;

  private static final int LEAST_HEAD_BYTES = 512;
  private static final int MOST_FORMATS_TOLD = 100;

  private final Envelope envelope;
  private final CloudTrailReader cloudTrail =
      new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES);
  private final FlowLogReader flowLogs = new FlowLogReader();
  private final QueryLogReader queryLogs = new QueryLogReader();
  private final Set<FlowLogFormat> formatsTold = ConcurrentHashMap.newKeySet();

  public ContentReader(Envelope envelope) {
    this.envelope = envelope;
  }

  /**
   * Reads an object of S3 as AWS's services store it.
   *
   * @param key its key, which helps to recognise it
   * @throws UnreadableContentException where it is nothing that is known, or is damaged
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public Contents object(
      InputStream stream, String key, ObjectIdentity identity, EventConsumer consumer)
      throws IOException, InterruptedException {
    return read(stream, key, identity, consumer, false);
  }

  /**
   * Reads a file in whatever form people keep what AWS wrote.
   *
   * @throws UnreadableContentException as {@link #object}
   * @throws IOException as {@link #object}
   */
  public Contents file(
      InputStream stream, String name, ObjectIdentity identity, EventConsumer consumer)
      throws IOException, InterruptedException {
    return read(stream, name, identity, consumer, true);
  }

  /**
   * Reads what a message itself carries: an event of EventBridge, or a finding without its
   * envelope.
   *
   * @throws UnreadableContentException where it cannot be carried; nothing was handed out
   * @throws IOException where the consumer fails, unchanged
   */
  public void message(String text, EventConsumer consumer)
      throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Optional<Finding> bare = FindingShape.of(bytes);
    if (bare.isPresent()) {
      consumer.acceptOnce(envelope.wrap(bare.get()), 0);
      return;
    }
    EventBridgeEvent event;
    try {
      event = EventBridgeEvent.parse(text);
    } catch (NotEventException e) {
      throw new UnreadableContentException(e);
    }
    if (event.isFinding()) {
      throw new UnreadableContentException(
          "EventBridge's event is called a finding of GuardDuty, and its detail has no id or type");
    }
    if (event.isCloudTrail()) {
      cloudTrail(event, consumer);
    } else {
      consumer.acceptOnce(envelope.wrap(event), 0);
    }
  }

  private void cloudTrail(EventBridgeEvent event, EventConsumer consumer)
      throws IOException, InterruptedException {
    try {
      cloudTrail.readAny(
          new ByteArrayInputStream(event.detail()),
          new Records(consumer) {
            @Override
            public void accept(CloudTrailRecord record) throws IOException, InterruptedException {
              consumer.acceptOnce(envelope.wrap(record, event), record.ordinal());
            }
          });
    } catch (NotCloudTrailException | MalformedLogException e) {
      // Whatever it is, it came as an event, and can be carried as one.
      consumer.acceptOnce(envelope.wrap(event), 0);
    }
  }

  private Contents read(
      InputStream stream,
      String name,
      ObjectIdentity identity,
      EventConsumer consumer,
      boolean anyForm)
      throws IOException, InterruptedException {
    byte[] head = head(stream);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), stream);
    try {
      return switch (Kind.of(name, new String(head, StandardCharsets.UTF_8))) {
        case CLOUDTRAIL -> cloudTrail(whole, identity, consumer, anyForm);
        case FINDINGS ->
            new Contents.Records(new FindingReader(whole, new Findings(consumer)).read());
        case FLOW_LOG ->
            new Contents.Records(flowLogs.read(whole, new Flows(name, identity, consumer)));
        case RESOLVER_QUERIES ->
            new Contents.Records(queryLogs.read(whole, new Queries(identity, consumer)));
      };
    } catch (NotCloudTrailException | MalformedLogException | NotFlowLogException e) {
      throw new UnreadableContentException(e);
    }
  }

  private Contents cloudTrail(
      InputStream stream, ObjectIdentity identity, EventConsumer consumer, boolean anyForm)
      throws IOException, InterruptedException {
    RecordConsumer records =
        new Records(consumer) {
          @Override
          public void accept(CloudTrailRecord record) throws IOException, InterruptedException {
            consumer.accept(envelope.wrap(record, identity), record.ordinal());
          }
        };
    return switch (anyForm
        ? cloudTrail.readAny(stream, records)
        : cloudTrail.read(stream, records)) {
      case dev.sightline.cloudtrail.Contents.Log log -> new Contents.Records(log.records());
      case dev.sightline.cloudtrail.Contents.Digest _ -> new Contents.Digest();
    };
  }

  private static byte[] head(InputStream stream) throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    while (length < LEAST_HEAD_BYTES) {
      int read = stream.read(head, length, HEAD_BYTES - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return Arrays.copyOf(head, length);
  }

  private abstract static class Records implements RecordConsumer {
    private final EventConsumer consumer;

    Records(EventConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void unreadable(UnreadableRecord record) throws IOException, InterruptedException {
      consumer.uncarried(record.ordinal(), record.message());
    }
  }

  private final class Findings implements FindingConsumer {
    private final EventConsumer consumer;

    Findings(EventConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void accept(Finding finding, long ordinal) throws IOException, InterruptedException {
      consumer.acceptOnce(envelope.wrap(finding), ordinal);
    }

    @Override
    public void unreadable(long ordinal, String reason) throws IOException, InterruptedException {
      consumer.uncarried(ordinal, reason);
    }
  }

  private final class Queries implements QueryConsumer {
    private final ObjectIdentity identity;
    private final EventConsumer consumer;

    Queries(ObjectIdentity identity, EventConsumer consumer) {
      this.identity = identity;
      this.consumer = consumer;
    }

    @Override
    public void accept(ResolverQuery query) throws IOException, InterruptedException {
      consumer.accept(envelope.wrap(query, identity), query.ordinal());
    }

    @Override
    public void unreadable(long ordinal, String reason) throws IOException, InterruptedException {
      consumer.uncarried(ordinal, reason);
    }
  }

  private final class Flows implements FlowLogConsumer {
    private final String name;
    private final ObjectIdentity identity;
    private final EventConsumer consumer;

    Flows(String name, ObjectIdentity identity, EventConsumer consumer) {
      this.name = name;
      this.identity = identity;
      this.consumer = consumer;
    }

    @Override
    public void format(FlowLogFormat format) {
      if (!format.unknown().isEmpty()
          && formatsTold.size() < MOST_FORMATS_TOLD
          && formatsTold.add(format)) {
        log.warn(
            "the flow log {} has columns that are not known: {}; its lines are carried as they are",
            name,
            String.join(", ", format.unknown()));
      }
    }

    @Override
    public void accept(FlowLogLine line) throws IOException, InterruptedException {
      consumer.accept(envelope.wrap(line, identity), line.ordinal());
    }

    @Override
    public void unreadable(long ordinal, String reason) throws IOException, InterruptedException {
      consumer.uncarried(ordinal, reason);
    }
  }
}
