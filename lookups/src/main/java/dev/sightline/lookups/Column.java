package dev.sightline.lookups;

/**
 * A column of a lookup.
 *
 * @param meaning what a cell says, for people
 */
public record Column(String name, Type type, String meaning) {

  /** What a cell holds, in the words of collections.conf. */
  public enum Type {
    STRING,
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOL,
    /** Seconds since 1970, UTC. */
    TIME
  }
}
