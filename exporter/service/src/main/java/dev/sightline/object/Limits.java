package dev.sightline.object;

/**
 * How much of one object is read before it is refused.
 *
 * @param maximumInflatedBytes bytes after inflation, at least 1
 * @param maximumCompressedBytes bytes as stored, at least 1; holds for plain objects too
 */
public record Limits(long maximumInflatedBytes, long maximumCompressedBytes) {
  /** 4 GiB inflated, 1 GiB as stored: far above any log that AWS writes. */
  public static final Limits STANDARD = new Limits(4L << 30, 1L << 30);

  /**
   * @throws IllegalArgumentException where a limit is below 1
   */
  public Limits {
    if (maximumInflatedBytes < 1 || maximumCompressedBytes < 1) {
      throw new IllegalArgumentException(
          "The limits of an object are at least 1 byte: they are "
              + maximumInflatedBytes
              + " inflated and "
              + maximumCompressedBytes
              + " compressed.");
    }
  }
}
