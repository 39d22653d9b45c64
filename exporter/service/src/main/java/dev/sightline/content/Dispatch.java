package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.envelope.Envelope;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.family.Family;
import dev.sightline.guardduty.Finding;
import dev.sightline.hec.HecEvent;
import dev.sightline.route.Decision;
import dev.sightline.route.ObjectRules;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands the events of one object or message on to where rules say that they go. */
final class Dispatch {
  private final Envelope envelope;
  private final ObjectRules routes;
  private final EventConsumer consumer;

  Dispatch(Envelope envelope, ObjectRules routes, EventConsumer consumer) {
    this.envelope = envelope;
    this.routes = routes;
    this.consumer = consumer;
  }

  static Family family(CloudTrailRecord record) {
    return record.shape() == CloudTrailRecord.Shape.INSIGHT
        ? Family.CLOUDTRAIL_INSIGHT
        : Family.CLOUDTRAIL;
  }

  Decision decision(CloudTrailRecord record) {
    return routes.decide(
        family(record), record.recipientAccountId(), record.awsRegion(), record.members());
  }

  /** What becomes of an event whose region only its key tells. */
  Decision decision(Family family, @Nullable String account) {
    return routes.decide(family, account, null);
  }

  void finding(Finding finding, long ordinal) throws IOException, InterruptedException {
    acceptOnce(
        envelope.wrap(finding),
        routes.decide(Family.GUARDDUTY, finding.accountId(), finding.region()),
        ordinal);
  }

  void event(EventBridgeEvent event, long ordinal) throws IOException, InterruptedException {
    acceptOnce(
        envelope.wrap(event),
        routes.decide(Family.EVENTBRIDGE, event.account(), event.region()),
        ordinal);
  }

  /** An event that comes with its object and with nothing else. */
  void accept(HecEvent event, Decision decision, long ordinal)
      throws IOException, InterruptedException {
    if (decision.equals(Decision.STANDARD)) {
      consumer.accept(event, ordinal);
    } else if (decision.targets().size() == 1) {
      consumer.accept(envelope.to(event, decision.targets().getFirst()), ordinal);
    } else {
      consumer.accept(envelope.to(event, decision.targets()), ordinal);
    }
  }

  /** An event with an identity of its own, which may come by other ways too. */
  void acceptOnce(HecEvent event, Decision decision, long ordinal)
      throws IOException, InterruptedException {
    if (decision.equals(Decision.STANDARD)) {
      consumer.acceptOnce(event, ordinal);
    } else if (decision.targets().size() == 1) {
      consumer.acceptOnce(envelope.to(event, decision.targets().getFirst()), ordinal);
    } else {
      consumer.acceptOnce(envelope.to(event, decision.targets()), ordinal);
    }
  }
}
