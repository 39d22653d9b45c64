package dev.sightline.hec;

/**
 * What "delivered" means for a destination; chosen by the operator and shown wherever it counts.
 */
public enum Guarantee {
  /** Splunk's indexer acknowledgment said that the events are written. */
  INDEXED("Splunk acknowledged that the events are indexed"),
  /** HEC answered 200: the events were accepted and could still be lost inside Splunk. */
  ACCEPTED("HEC answered 200; events can still be lost inside Splunk before they are indexed");

  private final String words;

  Guarantee(String words) {
    this.words = words;
  }

  /** The promise in plain words. */
  public String words() {
    return words;
  }
}
