package dev.sightline.completeness;

import dev.sightline.digest.Digest;
import dev.sightline.digest.DigestKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A digest in its chain.
 *
 * @param start in seconds since 1970
 * @param end likewise
 * @param valid whether anything of it may be believed but its key
 */
record Link(
    String key,
    long start,
    long end,
    @Nullable String previousBucket,
    @Nullable String previousKey,
    @Nullable String previousSignature,
    @Nullable String signature,
    boolean valid) {

  static Link of(Digest digest) {
    return new Link(
        digest.key().text(),
        digest.start().getEpochSecond(),
        digest.end().getEpochSecond(),
        digest.previousBucket(),
        digest.previousKey(),
        digest.previousSignature(),
        digest.signature(),
        true);
  }

  /** One that is there and is not CloudTrail's. */
  static Link invalid(DigestKey key) {
    long end = key.time().getEpochSecond();
    return new Link(
        key.text(), end - Duration.ofHours(1).toSeconds(), end, null, null, null, null, false);
  }
}
