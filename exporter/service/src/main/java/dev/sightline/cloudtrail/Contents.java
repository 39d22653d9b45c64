package dev.sightline.cloudtrail;

/** What a file turned out to hold, once it was read to its end. */
public sealed interface Contents {
  /**
   * A log.
   *
   * @param records how many records it has, unreadable ones included
   */
  record Log(long records) implements Contents {}

  /** A digest, by which CloudTrail lets others check that no log was changed: no records. */
  record Digest() implements Contents {}
}
