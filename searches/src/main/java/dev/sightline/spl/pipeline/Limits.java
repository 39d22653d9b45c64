package dev.sightline.spl.pipeline;

/**
 * What a search may use.
 *
 * @param subsearchRows rows of a subsearch that are used; Splunk's default is 10,000
 * @param joinRows rows of the subsearch of join and append; Splunk's default is 50,000
 * @param listValues values that {@code list()} keeps
 * @param heldBytes bytes, roughly, that one run may hold
 */
public record Limits(int subsearchRows, int joinRows, int listValues, long heldBytes) {
  /** Splunk's limits, and half of the memory that there is. */
  public static Limits standard() {
    return new Limits(10_000, 50_000, 100, Runtime.getRuntime().maxMemory() / 2);
  }
}
