package dev.sightline.object;

import dev.sightline.configuration.Settings;
import dev.sightline.family.Families;
import java.util.List;

/**
 * Which objects are read, and how much of them.
 *
 * @param buckets names, each with a prefix behind a slash or without; empty for every bucket
 * @param open objects read at the same time, at most
 * @param limits how large an object may be
 * @param keys which keys are wanted
 * @param families what becomes of each family of logs
 */
public record ObjectConfiguration(
    List<String> buckets, int open, Limits limits, KeySelection keys, Families families) {

  public ObjectConfiguration {
    buckets = List.copyOf(buckets);
  }

  /** The same, with other keys. */
  public ObjectConfiguration with(KeySelection wanted) {
    return new ObjectConfiguration(buckets, open, limits, wanted, families);
  }

  /**
   * Reads {@code sightline.buckets}, {@code sightline.object.*}, {@code sightline.include}, {@code
   * sightline.exclude} and {@code sightline.families}.
   */
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
            settings.size("sightline.object.stored-bytes", 1L << 30, 1 << 10, 1L << 40)),
        KeySelection.read(settings),
        Families.read(settings));
  }
}
