package dev.sightline.stand;

/** What a request to the receiver asks for. */
public enum RequestKind {
  /** Events in envelopes, or raw text. */
  EVENTS,
  /** The state of acknowledgments. */
  ACKS,
  /** The health of the collector. */
  HEALTH,
  /** A path or a method that the collector does not have. */
  UNKNOWN
}
