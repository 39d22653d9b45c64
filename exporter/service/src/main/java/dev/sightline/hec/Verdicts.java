package dev.sightline.hec;

/**
 * Told what became of each event of a batch: exactly one verdict an event, before {@link
 * Destination#deliver} returns.
 */
public interface Verdicts {

  /** Events from {@code first} up to {@code end}, excluded, are delivered. */
  void delivered(int first, int end);

  /**
   * Splunk does not accept this event, whoever its neighbours are.
   *
   * @param envelope the bytes that were sent for it
   */
  void rejected(int event, String reason, byte[] envelope);

  /** What became of these events is not known, or they were not sent. */
  void unresolved(int first, int end, String reason);

  /** Whether anybody still waits for a verdict; where nobody does, nothing is sent again. */
  boolean wanted();
}
