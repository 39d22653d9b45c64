package dev.sightline.content;

/** What an object turned out to hold, once it was read to its end. */
public sealed interface Contents {

  /**
   * Records.
   *
   * @param records how many, those that cannot be carried included
   */
  record Records(long records) implements Contents {}

  /** A digest of CloudTrail: nothing to carry. */
  record Digest() implements Contents {}

  /**
   * Something that AWS stores, and that is not carried.
   *
   * @param id the name under which it is counted
   * @param words what it is, for people
   */
  record Other(String id, String words) implements Contents {}
}
