package dev.sightline.quarantine;

import dev.sightline.configuration.Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where entries are kept.
 *
 * @param queueUrl a queue for them, or null
 * @param bucket a bucket for them, or null
 * @param prefix below which they lie in the bucket: empty, or ending with a slash
 */
public record QuarantineConfiguration(
    @Nullable URI queueUrl, @Nullable String bucket, String prefix) {

  /** The source's own dead-letter queue. */
  public static final QuarantineConfiguration DEAD_LETTER_QUEUE =
      new QuarantineConfiguration(null, null, "");

  /** Whether entries go to the source's own dead-letter queue. */
  public boolean isDeadLetterQueue() {
    return queueUrl == null && bucket == null;
  }

  /** Reads {@code sightline.quarantine}: {@code dlq}, the URL of a queue, or s3://bucket/prefix. */
  public static QuarantineConfiguration read(Settings settings) {
    String name = "sightline.quarantine";
    String value = settings.text(name).orElse("dlq");
    if (value.equals("dlq")) {
      return DEAD_LETTER_QUEUE;
    }
    if (!value.startsWith("s3://")) {
      return settings
          .httpAddress(name, value)
          .map(url -> new QuarantineConfiguration(url, null, ""))
          .orElse(DEAD_LETTER_QUEUE);
    }
    String place = value.substring("s3://".length());
    int slash = place.indexOf('/');
    String bucket = slash < 0 ? place : place.substring(0, slash);
    String prefix = slash < 0 ? "" : place.substring(slash + 1);
    if (bucket.isEmpty()) {
      settings.problem(name, "names no bucket: write it like s3://bucket/prefix.");
      return DEAD_LETTER_QUEUE;
    }
    return new QuarantineConfiguration(
        null, bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
  }
}
