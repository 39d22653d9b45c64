package dev.sightline.hec;

/** What became of one request with events. Every answer and every silence is one of these. */
public sealed interface Delivery {

  /** Every event is where the destination's guarantee promises. */
  record Acknowledged() implements Delivery {}

  /**
   * HEC took the events, and whether they are indexed is not known: the ack is late, unreadable or
   * lost. Sent again, they are duplicates at worst.
   *
   * @param late whether the ack deadline passed, a sign that Splunk does not index
   */
  record Unresolved(String reason, boolean late) implements Delivery {}

  /** The endpoint did not take the events, or did not say that it did. */
  record Unavailable(String reason, Remedy remedy) implements Delivery {}

  /** What the endpoint needs before it gets the events again. */
  enum Remedy {
    /** Nothing but another try, a few times. */
    AGAIN,
    /** Fewer requests at once: it only asked for less (answers 9, 26 and 27). */
    SLOWER,
    /** A probe: it leaves, is unhealthy, or kept a request waiting until its end. */
    PROBE
  }

  /** A setting here or in Splunk is wrong: no event is at fault. */
  record Misconfigured(String reason) implements Delivery {}

  /**
   * At least one event of the request is not acceptable; others may have been taken.
   *
   * @param code HEC's code: 5, 6, 12, 13 or 15
   */
  record Rejected(int code, String reason) implements Delivery {}

  /** The request is larger than HEC allows. */
  record TooLarge(String reason) implements Delivery {}
}
