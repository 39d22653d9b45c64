package dev.sightline.batch;

/** Where events come from, such as one object of one message: waits for a verdict on each. */
public interface Origin {

  /** This many of its events are delivered. */
  void delivered(int events);

  /**
   * Splunk does not accept this event.
   *
   * @param ordinal the event's position in its origin
   * @param envelope the bytes that were sent for it
   */
  void rejected(long ordinal, String reason, byte[] envelope);

  /** What became of this many of its events is not known. */
  void unresolved(int events, String reason);

  /** Whether it still waits. */
  boolean waits();
}
