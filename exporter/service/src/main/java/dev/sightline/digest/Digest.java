package dev.sightline.digest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A digest whose signature is AWS's.
 *
 * @param start of the time that it is about
 * @param end of it
 * @param previousBucket of the digest before it, or null where its chain begins with it
 * @param previousKey likewise
 * @param previousSignature likewise
 * @param signature its own, in hexadecimal
 * @param logs the log files that were delivered in its time
 */
public record Digest(
    DigestKey key,
    Instant start,
    Instant end,
    @Nullable String previousBucket,
    @Nullable String previousKey,
    @Nullable String previousSignature,
    String signature,
    List<LogFile> logs) {
  public Digest {
    logs = List.copyOf(logs);
  }
}
