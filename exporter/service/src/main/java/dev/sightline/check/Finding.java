package dev.sightline.check;

/**
 * One line of a check.
 *
 * @param subject what was looked at, such as {@code queue trail}
 * @param said one sentence: what was found and, where it is not good, what to do
 */
public record Finding(String subject, Verdict verdict, String said) {

  /** How bad it is. */
  public enum Verdict {
    /** As needed. */
    GOOD,
    /** It works, and not as well as it should. */
    WARNING,
    /** It does not work. */
    BAD
  }
}
