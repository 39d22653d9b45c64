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

  /** HEC did not take all of the events, or did not say so. */
  record NotTaken(Delivery delivery) implements Reply {}
}
