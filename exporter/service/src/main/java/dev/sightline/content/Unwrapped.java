package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.SingleRecord;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.eventbridge.NotEventException;
import dev.sightline.family.Family;
import dev.sightline.flowlog.FlowLogReader;
import dev.sightline.guardduty.Finding;
import dev.sightline.guardduty.FindingShape;
import dev.sightline.resolver.QueryLogReader;
import dev.sightline.servicelog.ServiceLog;
import dev.sightline.servicelog.ServiceLogReader;
import dev.sightline.wrapping.Taker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises, one by one, what was wrapped. */
final class Unwrapped implements Taker {
  private static final int MOST_LOOKED_AT = 8 << 10;
  private static final FlowLogReader FLOW_LOGS = new FlowLogReader();
  private static final QueryLogReader QUERY_LOGS = new QueryLogReader();

  private final Recogniser recogniser;
  private final Recipient to;
  private final Recogniser.Forms forms;

  /** Families that nobody wants: told once, and not for each log event. */
  private final Set<Family> unwanted = EnumSet.noneOf(Family.class);

  private String group = "";
  private @Nullable String owner;

  Unwrapped(Recogniser recogniser, Recipient to, Recogniser.Forms forms) {
    this.recogniser = recogniser;
    this.forms = forms;
    this.to = to;
  }

  @Override
  public boolean take(byte[] buffer, int offset, int length, long timeMillis)
      throws IOException, InterruptedException {
    if (length == 0) {
      return false;
    }
    String head =
        new String(buffer, offset, Math.min(length, MOST_LOOKED_AT), StandardCharsets.UTF_8);
    if (!head.stripLeading().startsWith("{")) {
      return flow(buffer, offset, length, head)
          || service(buffer, offset, length, head, timeMillis);
    }
    if (forms == Recogniser.Forms.LINES && isOfSplunk(head)) {
      to.unknown(buffer, offset, length, recogniser.next(), -1);
      return true;
    }
    CloudTrailRecord record = SingleRecord.of(buffer, offset, length);
    if (record != null) {
      to.cloudTrail(record.orAt(timeMillis).at(recogniser.next()));
      return true;
    }
    if (QueryLogReader.isQueryLog(head)) {
      QUERY_LOGS.read(new ByteArrayInputStream(buffer, offset, length), recogniser.new Queries());
      return true;
    }
    return finding(buffer, offset, length, head)
        || event(buffer, offset, length, head)
        || service(buffer, offset, length, head, timeMillis);
  }

  /** A line or an object of another service's log. */
  private boolean service(byte[] buffer, int offset, int length, String head, long timeMillis)
      throws IOException, InterruptedException {
    if (forms != Recogniser.Forms.STORED) {
      return false;
    }
    Optional<ServiceLog> log = ServiceLog.ofContent(head);
    if (log.isPresent() && wants(log.get().family())) {
      new ServiceLogReader(log.get(), owner, recogniser.new Services(timeMillis))
          .readOne(buffer, offset, length);
    }
    return log.isPresent();
  }

  /** Whatever else a cluster's control plane logs stands in the same group as its audit log. */
  private boolean isControlPlane() throws UnreadableContentException {
    return forms == Recogniser.Forms.STORED
        && group.startsWith("/aws/eks/")
        && group.endsWith("/cluster")
        && !wants(Family.EKS_CONTROL_PLANE);
  }

  private boolean wants(Family family) throws UnreadableContentException {
    if (unwanted.contains(family)) {
      return false;
    }
    boolean wanted = recogniser.wants(group, family);
    if (!wanted) {
      unwanted.add(family);
    }
    return wanted;
  }

  @Override
  public void of(String logGroup, String account) {
    group = logGroup;
    owner = account.matches("\\d{12}") ? account : null;
  }

  /** Splunk's own fields stand beside the event: a search may ask for them. */
  private static boolean isOfSplunk(String head) {
    return head.contains("\"_raw\"") && !head.contains("\"result");
  }

  private boolean flow(byte[] buffer, int offset, int length, String head)
      throws IOException, InterruptedException {
    if (head.length() > 2_000 || head.contains("\n") || !FlowLogReader.isStandardLine(head)) {
      return false;
    }
    FLOW_LOGS.read(
        new ByteArrayInputStream(buffer, offset, length), recogniser.new Flows("a log event"));
    return true;
  }

  private boolean finding(byte[] buffer, int offset, int length, String head)
      throws IOException, InterruptedException {
    if (!head.contains("guardduty") && !head.contains("chemaVersion\"")) {
      return false;
    }
    Optional<Finding> finding =
        FindingShape.of(Arrays.copyOfRange(buffer, offset, offset + length));
    if (finding.isPresent()) {
      to.finding(finding.get(), recogniser.next());
    }
    return finding.isPresent();
  }

  /** Any other event of EventBridge; a call in one is found by what looks into its detail. */
  private boolean event(byte[] buffer, int offset, int length, String head)
      throws IOException, InterruptedException {
    if (!head.contains("\"detail-type\"") || !head.contains("\"detail\"")) {
      return false;
    }
    EventBridgeEvent event;
    try {
      event = EventBridgeEvent.parse(new String(buffer, offset, length, StandardCharsets.UTF_8));
    } catch (NotEventException e) {
      return false;
    }
    if (event.isCloudTrail() || event.isFinding() || event.source().isEmpty()) {
      return false;
    }
    to.event(event, recogniser.next());
    return true;
  }

  @Override
  public void partial(byte[] json) throws IOException, InterruptedException {
    CloudTrailRecord record = SingleRecord.of(json, 0, json.length);
    if (record == null) {
      unreadable("A row of the table has no time or no name of an event.");
    } else {
      to.partial(record.at(recogniser.next()));
    }
  }

  @Override
  public void nothing(String name) {
    to.nothing(name);
  }

  @Override
  public void unknown(byte[] buffer, int offset, int length)
      throws IOException, InterruptedException {
    if (!isControlPlane()) {
      to.unknown(buffer, offset, length, recogniser.next(), -1);
    }
  }

  @Override
  public void unreadable(String reason) throws IOException, InterruptedException {
    to.unreadable(recogniser.next(), reason);
  }
}
