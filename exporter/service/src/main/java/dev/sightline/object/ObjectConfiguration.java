package dev.sightline.object;

import dev.sightline.configuration.Settings;
import java.util.List;

/**
 * Which objects are read, and how much of them.
 *
 * @param buckets names, each with a prefix behind a slash or without; empty for every bucket
 * @param open objects read at the same time, at most
 * @param limits how large an object may be
 */
public record ObjectConfiguration(List<String> buckets, int open, Limits limits) {

  public ObjectConfiguration {
    buckets = List.copyOf(buckets);
  }

  /** Reads {@code sightline.buckets} and {@code sightline.object.*}. */
  public static ObjectConfiguration read(Settings settings) {
    List<String> buckets = settings.list("sightline.buckets");
    try {
      AllowList.of(buckets);
    } catch (IllegalArgumentException e) {
      settings.problem("sightline.buckets", String.valueOf(e.getMessage()));
      buckets = List.of();
    }
    return new ObjectConfiguration(
        buckets,
        settings.number("sightline.object.open", 8, 1, 1_000),
        new Limits(
            settings.size("sightline.object.inflated-bytes", 4L << 30, 1 << 20, 1L << 40),
            settings.size("sightline.object.stored-bytes", 1L << 30, 1 << 10, 1L << 40)));
  }
}
