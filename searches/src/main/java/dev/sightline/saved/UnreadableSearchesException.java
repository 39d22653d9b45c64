package dev.sightline.saved;

/** Searches, or what belongs to them, that cannot be read: what, where, and what to do. */
public final class UnreadableSearchesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableSearchesException(String sentence) {
    super(sentence);
  }
}
