package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.envelope.Envelope;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.family.Family;
import dev.sightline.guardduty.Finding;
import dev.sightline.hec.HecEvent;
import dev.sightline.reduction.Reduced;
import dev.sightline.reduction.Reducer;
import dev.sightline.reduction.Unreduced;
import dev.sightline.route.Decision;
import dev.sightline.route.ObjectRules;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands the events of one object or message on to where rules say that they go. */
final class Dispatch {
  private final Envelope envelope;
  private final ObjectRules routes;
  private final EventConsumer consumer;
  private final Reducer reducer;
  private final @Nullable Unreduced unreduced;

  /**
   * @param unreduced which records are wanted whole, and nothing else; null for what is left
   */
  Dispatch(
      Envelope envelope,
      ObjectRules routes,
      Reducer reducer,
      @Nullable Unreduced unreduced,
      EventConsumer consumer) {
    this.envelope = envelope;
    this.routes = routes;
    this.reducer = reducer;
    this.unreduced = unreduced;
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

  /** The whole of a record that rules have reduced, where it is wanted; nothing else. */
  private void whole(
      HecEvent event, CloudTrailRecord record, Decision decision, Reduced reduced, boolean once)
      throws IOException, InterruptedException {
    String rule =
        switch (reduced) {
          case Reduced.Whole _, Reduced.Standing _ -> null;
          case Reduced.Trimmed(String of, _, _) -> of;
          case Reduced.LeftOut(String of, _, _) -> of;
        };
    if (rule != null && unreduced != null && unreduced.wants(record)) {
      HecEvent marked =
          event.marked(
              Unreduced.PREFIX + event.sightlineId(),
              new HecEvent.Mark(rule, 1, true),
              event.buffer(),
              event.offset(),
              event.length());
      handOn(marked, decision, record.ordinal(), once);
    }
  }

  private void handOn(HecEvent event, Decision decision, long ordinal, boolean once)
      throws IOException, InterruptedException {
    if (once) {
      onceTo(event, decision, ordinal);
    } else {
      to(event, decision, ordinal);
    }
  }

  /** An event that comes with its object and with nothing else. */
  void accept(HecEvent event, Decision decision, long ordinal)
      throws IOException, InterruptedException {
    if (unreduced == null) {
      to(event, decision, ordinal);
    }
  }

  private void to(HecEvent event, Decision decision, long ordinal)
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
    if (unreduced == null) {
      onceTo(event, decision, ordinal);
    }
  }

  private void onceTo(HecEvent event, Decision decision, long ordinal)
      throws IOException, InterruptedException {
    if (decision.equals(Decision.STANDARD)) {
      consumer.acceptOnce(event, ordinal);
    } else if (decision.targets().size() == 1) {
      consumer.acceptOnce(envelope.to(event, decision.targets().getFirst()), ordinal);
    } else {
      consumer.acceptOnce(envelope.to(event, decision.targets()), ordinal);
    }
  }

  /**
   * A record of CloudTrail, or what rules leave of it.
   *
   * @param object the identity of what it lies in
   * @param once whether it may come by other ways too
   */
  void record(
      HecEvent event, CloudTrailRecord record, Decision decision, String object, boolean once)
      throws IOException, InterruptedException {
    Reduced reduced = reducer.reduced(decision.reduction(), record, object);
    if (unreduced != null) {
      whole(event, record, decision, reduced, once);
      return;
    }
    HecEvent left =
        switch (reduced) {
          case Reduced.Whole _ -> event;
          case Reduced.Standing(String rule, int factor) ->
              event.marked(new HecEvent.Mark(rule, factor, false));
          case Reduced.Trimmed(String rule, byte[] rest, _) ->
              event.marked(
                  event.sightlineId(), new HecEvent.Mark(rule, 1, false), rest, 0, rest.length);
          case Reduced.LeftOut _ -> null;
        };
    if (!(reduced instanceof Reduced.Whole)) {
      consumer.reduced(record.ordinal(), reduced);
    }
    if (left == null) {
      return;
    }
    handOn(left, decision, record.ordinal(), once);
  }
}
