package dev.sightline.hec;

import java.util.OptionalLong;

/** One HTTP answer to a request with events, read but not yet acted upon. */
sealed interface Reply {

  /**
   * HEC took the events.
   *
   * @param ackId what to ask for, where HEC handed one out
   * @param nearCapacity whether it asked to slow down (codes 24 and 25)
   */
  record Taken(OptionalLong ackId, boolean nearCapacity) implements Reply {}

  /**
   * HEC says in its own words that it refused.
   *
   * @param ackId the id under which it took some of the events all the same
   */
  record Refused(Delivery delivery, OptionalLong ackId) implements Reply {}

  /** The answer leaves open whether events were taken, and under which id. */
  record Unclear(Delivery delivery) implements Reply {}
}
