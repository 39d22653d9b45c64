package dev.sightline.envelope;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.guardduty.Finding;
import dev.sightline.hec.HecEvent;
import dev.sightline.resolver.ResolverQuery;
import dev.sightline.route.Target;
import dev.sightline.servicelog.ServiceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wraps records as Splunk's add-on for AWS and its searches expect them. */
public final class Envelope {
  private static final String UNKNOWN = "unknown";

  /** The add-on's name for what EventBridge hands on. */
  private static final String EVENT_SOURCETYPE = "aws:firehose:cloudwatchevents";

  private static final int MOST_SOURCE_CHARACTERS = 256;

  private final @Nullable String index;
  private final List<Optional<String>> indexes;

  /**
   * @param index the index of every event, or null for the token's default
   */
  public Envelope(@Nullable String index) {
    this(List.of(Optional.ofNullable(index)));
  }

  /**
   * @param indexes the index of each destination's events, by its number; empty for its token's
   *     default
   */
  public Envelope(List<Optional<String>> indexes) {
    this.indexes = List.copyOf(indexes);
    this.index = indexes.getFirst().orElse(null);
  }

  /** The same event where a route says that it goes. */
  public HecEvent to(HecEvent event, Target target) {
    String own = indexes.get(target.destination()).orElse(null);
    return event.to(
        target.destination(),
        target.index() == null ? own : target.index(),
        Objects.requireNonNullElse(target.sourcetype(), event.sourcetype()),
        Objects.requireNonNullElse(target.source(), event.source()));
  }

  /** The same event in several places, over the same bytes. */
  public List<HecEvent> to(HecEvent event, List<Target> targets) {
    List<HecEvent> copies = new ArrayList<>(targets.size());
    for (Target target : targets) {
      copies.add(to(event, target));
    }
    return copies;
  }

  /**
   * One CloudTrail record; host is the account, so that freshness by account needs only tstats. An
   * aggregated event has its own id instead of its place.
   */
  public HecEvent wrap(CloudTrailRecord record, ObjectIdentity object) {
    String id = record.eventId();
    return cloudTrail(
        record,
        record.shape() == CloudTrailRecord.Shape.AGGREGATED && id != null
            ? id
            : object.text() + ":" + record.ordinal());
  }

  /** A CloudTrail record that EventBridge handed on, ahead of the trail. */
  public HecEvent wrap(CloudTrailRecord record, EventBridgeEvent event) {
    return cloudTrail(record, event.id());
  }

  private HecEvent cloudTrail(CloudTrailRecord record, String id) {
    return event(
        record.eventTimeMillis(),
        record.recipientAccountId(),
        "aws_cloudtrail",
        "aws:cloudtrail",
        id,
        record.buffer(),
        record.offset(),
        record.length());
  }

  /** One finding of GuardDuty, by whichever way it came. */
  public HecEvent wrap(Finding finding) {
    return event(
        finding.updatedAtMillis(),
        finding.accountId(),
        "aws_guardduty",
        "aws:cloudwatch:guardduty",
        finding.identity(),
        finding.json(),
        0,
        finding.json().length);
  }

  /**
   * One line of a flow log. The add-on reads its fields by their position, so that lines of another
   * format have a sourcetype of their own, and the columns in the source.
   */
  public HecEvent wrap(FlowLogLine line, ObjectIdentity object) {
    boolean standard = line.format().isStandard();
    byte[] text = JsonText.quoted(line.buffer(), line.offset(), line.length());
    String kind = line.format().isTransitGateway() ? "tgwflow" : "vpcflow";
    return event(
        line.startMillis(),
        line.accountId(),
        standard ? "aws_vpcflow" : "aws_" + kind + ":" + String.join(",", line.format().columns()),
        standard ? "aws:cloudwatchlogs:vpcflow" : "sightline:" + kind,
        object.text() + ":" + line.ordinal(),
        text,
        0,
        text.length);
  }

  /** One query that Route 53 Resolver logged. */
  public HecEvent wrap(ResolverQuery query, ObjectIdentity object) {
    return event(
        query.timeMillis(),
        query.accountId(),
        "aws_route53_resolver",
        "aws:route53",
        object.text() + ":" + query.ordinal(),
        query.buffer(),
        query.offset(),
        query.length());
  }

  /**
   * One line or object of another service's log. The source is where it lies, as the add-on has it;
   * where the columns are not those that it expects, they are the source, and the sourcetype is
   * ours.
   *
   * @param place as {@code s3://bucket/key}
   */
  public HecEvent wrap(ServiceRecord record, ObjectIdentity object, String place) {
    boolean usual = record.columns().isEmpty();
    String family = record.family().id();
    byte[] text =
        record.isJson()
            ? record.buffer()
            : JsonText.quoted(record.buffer(), record.offset(), record.length());
    return event(
        record.timeMillis(),
        record.accountId(),
        usual
            ? place
            : "aws_" + family.replace('-', '_') + ":" + String.join(",", record.columns()),
        usual ? record.log().sourcetype() : "sightline:" + family,
        object.text() + ":" + record.ordinal(),
        text,
        record.isJson() ? record.offset() : 0,
        record.isJson() ? record.length() : text.length);
  }

  /** Any other event of EventBridge, whole. */
  public HecEvent wrap(EventBridgeEvent event) {
    return event(
        event.timeMillis(),
        event.account(),
        source(event.source()),
        event.source().equals("aws.securityhub") ? "aws:securityhub:finding" : EVENT_SOURCETYPE,
        event.id(),
        event.json(),
        0,
        event.json().length);
  }

  /** An event of the exporter's own, such as what it found out about GuardDuty. */
  public HecEvent own(String id, long timeMillis, String account, byte[] json) {
    return event(timeMillis, account, "sightline", "sightline:exporter", id, json, 0, json.length);
  }

  private HecEvent event(
      long timeMillis,
      @Nullable String account,
      String source,
      String sourcetype,
      String id,
      byte[] buffer,
      int offset,
      int length) {
    String host = account == null || account.isEmpty() ? UNKNOWN : account;
    return new HecEvent(timeMillis, host, source, sourcetype, index, id, buffer, offset, length);
  }

  /** {@code aws.health} as {@code aws_health}; a partner's or an own source as it is. */
  private static String source(String source) {
    String text =
        source.startsWith("aws.")
            ? source.toLowerCase(Locale.ROOT).replace('.', '_')
            : "eventbridge:" + source;
    return text.substring(0, Math.min(text.length(), MOST_SOURCE_CHARACTERS));
  }
}
