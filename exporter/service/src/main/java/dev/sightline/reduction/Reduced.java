package dev.sightline.reduction;

/** What is left of a record. */
public sealed interface Reduced {
  /** All of it: no rule concerns it, or the rule finds nothing to take. */
  record Whole() implements Reduced {}

  /**
   * All of it, and it stands for others of its kind that are left out.
   *
   * @param factor one of so many is kept
   */
  record Standing(String rule, int factor) implements Reduced {}

  /**
   * All but some members.
   *
   * @param bytes the rest: its bytes are those that AWS wrote
   * @param saved how many bytes are gone
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, and neither compared nor kept.
  record Trimmed(String rule, byte[] bytes, int saved) implements Reduced {}

  /**
   * Nothing.
   *
   * @param sampled whether others of its kind are kept and stand for it
   * @param saved bytes of the record
   */
  record LeftOut(String rule, boolean sampled, int saved) implements Reduced {}
}
