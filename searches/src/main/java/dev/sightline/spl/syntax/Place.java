package dev.sightline.spl.syntax;

/** A place in a text that is being read, for refusals that come while a search runs. */
public record Place(SourceText source, int offset) {
  public SplException error(String message) {
    return source.error(offset, message);
  }
}
