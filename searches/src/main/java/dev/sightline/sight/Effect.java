package dev.sightline.sight;

/**
 * What a rule does to a search.
 *
 * @param watch whether the search runs by itself, so that somebody relies on it
 * @param reason why, in words that follow the search's id
 */
public record Effect(String search, String title, boolean watch, Degree degree, String reason) {
  /** How bad it is. */
  public enum Degree {
    /**
     * It watches just the calls that go, or reads a member that goes: it no longer fires on them.
     */
    BLINDED,
    /** It watches calls of every kind, and sees some of them no more. */
    NARROWED
  }
}
