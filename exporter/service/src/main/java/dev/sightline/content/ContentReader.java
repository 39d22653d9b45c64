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
import dev.sightline.family.Families;
import dev.sightline.family.Family;
import dev.sightline.family.Treatment;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.guardduty.Finding;
import dev.sightline.guardduty.FindingShape;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.OpenObject;
import dev.sightline.reduction.Reducer;
import dev.sightline.reduction.Unreduced;
import dev.sightline.resolver.ResolverQuery;
import dev.sightline.route.ObjectRules;
import dev.sightline.route.Rules;
import dev.sightline.servicelog.ServiceLog;
import dev.sightline.servicelog.ServiceLogConsumer;
import dev.sightline.servicelog.ServiceLogReader;
import dev.sightline.servicelog.ServiceRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads whatever can be carried, into events. Safe for any number of threads. */
public final class ContentReader {
  private static final Logger log = LoggerFactory.getLogger(ContentReader.class);

  private static final int MOST_FORMATS_TOLD = 100;

  /** There is no object that it lies in. */
  private static final String NOTIFICATION_SOURCE = "aws_config_notification";

  private final Envelope envelope;
  private final Families families;
  private final Supplier<Rules> rules;
  private final @Nullable Unreduced unreduced;
  private final Reducer reducer = new Reducer();
  private final CloudTrailReader cloudTrail =
      new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES);

  /** Parquet is held in memory whole, so that one such object is read at a time. */
  private final Semaphore parquet = new Semaphore(1);

  private final Set<FlowLogFormat> formatsTold = ConcurrentHashMap.newKeySet();

  /** Reads events that go where the settings say. */
  public ContentReader(Envelope envelope, Families families) {
    this(envelope, families, () -> Rules.NONE);
  }

  /**
   * @param rules that are in force whenever somebody asks
   */
  public ContentReader(Envelope envelope, Families families, Supplier<Rules> rules) {
    this(envelope, families, rules, null);
  }

  /**
   * @param unreduced which of the records that rules have reduced are handed on whole, and nothing
   *     else; null for what rules leave
   */
  public ContentReader(
      Envelope envelope, Families families, Supplier<Rules> rules, @Nullable Unreduced unreduced) {
    this.envelope = envelope;
    this.families = families;
    this.rules = rules;
    this.unreduced = unreduced;
  }

  /** The rules that are in force now: whoever reads an object, or it again, takes them once. */
  public Rules rules() {
    return rules.get();
  }

  /**
   * Reads an object of S3 as AWS's services store and deliver it.
   *
   * @param reference its bucket and key, which help to recognise it
   * @throws UnreadableContentException where it is nothing that is known, or is damaged
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public Contents object(
      OpenObject object, ObjectRef reference, ObjectIdentity identity, EventConsumer consumer)
      throws IOException, InterruptedException {
    return object(object, reference, identity, Rules.NONE, consumer);
  }

  /**
   * The same, and hands each event to where the rules say that it goes.
   *
   * @throws UnreadableContentException as {@link #object}
   * @throws IOException as {@link #object}
   */
  public Contents object(
      OpenObject object,
      ObjectRef reference,
      ObjectIdentity identity,
      Rules inForce,
      EventConsumer consumer)
      throws IOException, InterruptedException {
    String place = "s3://" + reference.bucket() + "/" + reference.key();
    ObjectRules routes = inForce.object(reference.bucket(), reference.key());
    return read(
        object,
        reference.key(),
        new Wrapping(identity, place, routes, consumer),
        Recogniser.Forms.STORED);
  }

  /**
   * Reads a file in whatever form people keep what AWS wrote.
   *
   * @throws UnreadableContentException as {@link #object}
   * @throws IOException as {@link #object}
   */
  public Contents file(
      OpenObject file,
      String name,
      ObjectIdentity identity,
      ObjectRules routes,
      EventConsumer consumer)
      throws IOException, InterruptedException {
    return read(file, name, new Wrapping(identity, name, routes, consumer), Recogniser.Forms.ANY);
  }

  private Contents read(OpenObject object, String name, Wrapping wrapping, Recogniser.Forms forms)
      throws IOException, InterruptedException {
    try {
      Contents contents =
          new Recogniser(wrapping, forms)
              .read(object.content(), name, object.maximumInflatedBytes());
      if (contents instanceof Contents.Digest
          && families.of(Family.CLOUDTRAIL_DIGEST) == Treatment.QUARANTINE) {
        wrapping.wants(Family.CLOUDTRAIL_DIGEST);
      }
      return contents;
    } finally {
      wrapping.ends();
    }
  }

  /**
   * Reads what a message itself carries: an event of EventBridge, a finding without its envelope,
   * or a notification of Config.
   *
   * @throws UnreadableContentException where it cannot be carried; nothing was handed out
   * @throws IOException where the consumer fails, unchanged
   */
  public void message(String text, Rules inForce, EventConsumer consumer)
      throws IOException, InterruptedException {
    Dispatch dispatch =
        new Dispatch(envelope, inForce.object("", ""), reducer, unreduced, consumer);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Optional<Finding> bare = FindingShape.of(bytes);
    if (bare.isPresent()) {
      if (wants(Family.GUARDDUTY, consumer)) {
        dispatch.finding(bare.get(), 0);
      }
      return;
    }
    if (ServiceLog.ofContent(text).equals(Optional.of(ServiceLog.CONFIG_NOTIFICATION))) {
      if (wants(Family.CONFIG_NOTIFICATION, consumer)) {
        notification(bytes, dispatch, consumer);
      }
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
      if (wants(Family.CLOUDTRAIL, consumer)) {
        cloudTrail(event, dispatch, consumer);
      }
    } else if (wants(Family.EVENTBRIDGE, consumer)) {
      dispatch.event(event, 0);
    }
  }

  /** Hands a finding that came by no object to where the rules say that it goes. */
  public void finding(Finding finding, long ordinal, ObjectRules routes, EventConsumer consumer)
      throws IOException, InterruptedException {
    new Dispatch(envelope, routes, reducer, unreduced, consumer).finding(finding, ordinal);
  }

  /** Config tells by its topic, and gives no id: the text is its own. */
  private void notification(byte[] text, Dispatch dispatch, EventConsumer consumer)
      throws IOException, InterruptedException {
    ObjectIdentity identity = ObjectIdentity.ofText(text);
    new ServiceLogReader(
            ServiceLog.CONFIG_NOTIFICATION,
            null,
            new ServiceLogConsumer() {
              @Override
              public void accept(ServiceRecord record) throws IOException, InterruptedException {
                dispatch.acceptOnce(
                    envelope.wrap(record, identity, NOTIFICATION_SOURCE),
                    dispatch.decision(record.family(), record.accountId()),
                    record.ordinal());
              }

              @Override
              public void unreadable(long ordinal, String reason)
                  throws IOException, InterruptedException {
                consumer.uncarried(ordinal, reason);
              }
            })
        .readOne(text, 0, text.length);
  }

  /**
   * Whether a family is carried; one that is ignored is counted.
   *
   * @throws UnreadableContentException where it is to be kept
   */
  private boolean wants(Family family, EventConsumer consumer) throws UnreadableContentException {
    return switch (families.of(family)) {
      case CARRY -> true;
      case IGNORE -> {
        consumer.nothing(family.id());
        yield false;
      }
      case QUARANTINE ->
          throw new UnreadableContentException(
              "It holds "
                  + family.words()
                  + ", which SIGHTLINE_FAMILIES wants in the quarantine ("
                  + family.id()
                  + "=quarantine).");
    };
  }

  private void cloudTrail(EventBridgeEvent event, Dispatch dispatch, EventConsumer consumer)
      throws IOException, InterruptedException {
    try {
      cloudTrail.readAny(
          new ByteArrayInputStream(event.detail()),
          new Records(consumer) {
            @Override
            public void accept(CloudTrailRecord record) throws IOException, InterruptedException {
              dispatch.record(
                  envelope.wrap(record, event),
                  record,
                  dispatch.decision(record),
                  event.id(),
                  true);
            }
          });
    } catch (NotCloudTrailException | MalformedLogException e) {
      // Whatever it is, it came as an event, and can be carried as one.
      dispatch.event(event, 0);
    }
  }

  /** Records out of the detail of an event. */
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

  /** Wraps what is recognised, each as its kind wants it. */
  private final class Wrapping implements Recipient {
    private final ObjectIdentity identity;
    private final String place;
    private final EventConsumer consumer;
    private final Dispatch dispatch;
    private final EnumSet<Family> ignored = EnumSet.noneOf(Family.class);

    private boolean alone;

    /**
     * @param place where it lies, as {@code s3://bucket/key}
     */
    Wrapping(ObjectIdentity identity, String place, ObjectRules routes, EventConsumer consumer) {
      this.identity = identity;
      this.place = place;
      this.consumer = unreduced == null ? consumer : new EventsOnly(consumer);
      this.dispatch = new Dispatch(envelope, routes, reducer, unreduced, consumer);
    }

    @Override
    public void begins(String name, String packed, Kind kind) {
      if (kind == Kind.PARQUET && !alone) {
        parquet.acquireUninterruptibly();
        alone = true;
      }
    }

    void ends() {
      if (alone) {
        parquet.release();
      }
    }

    /** Whether a family is carried; one that is ignored is counted once for each object. */
    boolean wants(Family family) throws UnreadableContentException {
      if (ignored.contains(family)) {
        return false;
      }
      boolean wanted = ContentReader.this.wants(family, consumer);
      if (!wanted) {
        ignored.add(family);
      }
      return wanted;
    }

    @Override
    public boolean wants(String name, Family family) throws UnreadableContentException {
      return wants(family);
    }

    @Override
    public void service(ServiceRecord record) throws IOException, InterruptedException {
      dispatch.accept(
          envelope.wrap(record, identity, place),
          dispatch.decision(record.family(), record.accountId()),
          record.ordinal());
    }

    @Override
    public void cloudTrail(CloudTrailRecord record) throws IOException, InterruptedException {
      if (!wants(Dispatch.family(record))) {
        return;
      }
      if (!record.timed()) {
        consumer.untimed();
      }
      dispatch.record(
          envelope.wrap(record, identity),
          record,
          dispatch.decision(record),
          identity.text(),
          false);
    }

    @Override
    public void partial(CloudTrailRecord record) throws IOException, InterruptedException {
      cloudTrail(record);
    }

    @Override
    public void finding(Finding finding, long ordinal) throws IOException, InterruptedException {
      if (wants(Family.GUARDDUTY)) {
        dispatch.finding(finding, ordinal);
      }
    }

    @Override
    public void format(String name, FlowLogFormat format) {
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
    public void flow(FlowLogLine line) throws IOException, InterruptedException {
      Family family =
          line.format().isTransitGateway() ? Family.TRANSIT_GATEWAY_FLOW_LOG : Family.VPC_FLOW_LOG;
      if (wants(family)) {
        dispatch.accept(
            envelope.wrap(line, identity),
            dispatch.decision(family, line.accountId()),
            line.ordinal());
      }
    }

    @Override
    public void query(ResolverQuery query) throws IOException, InterruptedException {
      if (wants(Family.RESOLVER_QUERY)) {
        dispatch.accept(
            envelope.wrap(query, identity),
            dispatch.decision(Family.RESOLVER_QUERY, query.accountId()),
            query.ordinal());
      }
    }

    @Override
    public void event(EventBridgeEvent event, long ordinal)
        throws IOException, InterruptedException {
      if (wants(Family.EVENTBRIDGE)) {
        dispatch.event(event, ordinal);
      }
    }

    @Override
    public void shapeless(CloudTrailRecord record) throws IOException, InterruptedException {
      cloudTrail(record);
      consumer.doubtful(
          record.ordinal(),
          "Record "
              + record.ordinal()
              + " has neither an eventName nor the shape of an aggregated or Insights event: it was"
              + " carried as it is.");
    }

    @Override
    public void unknown(byte[] buffer, int offset, int length, long ordinal, long timeMillis)
        throws IOException, InterruptedException {
      consumer.uncarried(
          ordinal,
          "Record "
              + ordinal
              + " of "
              + length
              + " bytes is a JSON object, but neither a CloudTrail record nor a finding, and wraps"
              + " none.");
    }

    @Override
    public void unreadable(long ordinal, String reason) throws IOException, InterruptedException {
      consumer.uncarried(ordinal, reason);
    }

    @Override
    public void nothing(String name) {
      consumer.nothing(name);
    }

    @Override
    public void damaged(String name, String reason, long ordinal)
        throws IOException, InterruptedException {
      consumer.uncarried(ordinal, reason.startsWith(name) ? reason : name + ": " + reason);
    }
  }
}
