package dev.sightline.stand;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * One way in which a collector, an indexer or what stands before them misbehaves. A fault is given
 * to {@link HecReceiver#next} or {@link HecReceiver#always}.
 */
public sealed interface HecFault {
  /** Whether the request has its effect: events are taken, acknowledgments are consumed. */
  enum Effect {
    TAKEN,
    NOT_TAKEN
  }

  /** Answers this, whatever was asked. With {@link Effect#TAKEN} the sender cannot know. */
  record Answers(HecAnswer answer, Effect effect) implements HecFault {}

  /** Takes the events and answers a success that warns: code 24 or 25. */
  record Warns(HecCode code) implements HecFault {}

  /** Does everything right, and answers this much later. */
  record Delays(Duration delay) implements HecFault {}

  /** Has its effect, announces the whole answer, sends some bytes of its body and closes. */
  record CutsAnswer(int bytes) implements HecFault {}

  /** Closes the connection instead of answering. */
  record Closes(Effect effect) implements HecFault {}

  /** Keeps the connection open and says nothing, until healed or closed. */
  record NeverAnswers(Effect effect) implements HecFault {}

  /** Takes the events and leaves the ackId out of the answer. */
  record OmitsAckId() implements HecFault {}

  /** Takes the events and hands out the channel's last ackId once more. */
  record RepeatsAckId() implements HecFault {}

  /** Answers a success; the events are lost before they are indexed and their ack stays false. */
  record NeverIndexes() implements HecFault {}

  /** Answers a success and acknowledges it, but the events go to an index that does not exist. */
  record DropsAfterAck() implements HecFault {}

  /**
   * Answers a success and acknowledges it, but takes only the first events of the request: what the
   * vectorised parser does with an event over its limit and everything after it.
   */
  record TakesOnly(int events) implements HecFault {}

  /**
   * Refuses the events of a kind.
   *
   * @param offender which events are refused
   * @param code the answer, such as 6, 12, 13 or 15
   * @param neighbours what becomes of the other events of the request
   * @param shift added to the offender's true number (from 0) in {@code invalid-event-number}
   */
  record RefusesEvents(
      Predicate<ReceivedEvent> offender, HecCode code, Neighbours neighbours, int shift)
      implements HecFault {

    /** Refuses as Splunk does: the events before the offender are taken. */
    public static RefusesEvents containing(String text, HecCode code) {
      return new RefusesEvents(
          event -> event.event().contains(text), code, Neighbours.BEFORE_ARE_TAKEN, 0);
    }
  }

  /** What becomes of the events of a request of which one is refused. */
  enum Neighbours {
    /** The events before the offender are taken, those after it are not: Splunk's own way. */
    BEFORE_ARE_TAKEN,
    /** All but the offenders are taken. */
    ALL_ARE_TAKEN,
    /** None is taken. */
    NONE_IS_TAKEN
  }

  /** Answers a code of the table and takes nothing. */
  static HecFault answers(HecCode code) {
    return new Answers(HecAnswer.of(code), Effect.NOT_TAKEN);
  }

  /** Answers a page of HTML and takes nothing. */
  static HecFault answersHtml(int status, String reason) {
    return new Answers(HecAnswer.html(status, reason), Effect.NOT_TAKEN);
  }

  /** What a collector answers while its node restarts. */
  static HecFault restarting() {
    return answersHtml(404, "Not Found");
  }
}
