package dev.sightline.object;

import java.util.ArrayList;
import java.util.List;

/** The buckets and key prefixes that may be read: a notification that names another is refused. */
public final class AllowList {
  /** A prefix is S3's: plain text from the key's first character, empty for the whole bucket. */
  private record Place(String bucket, String prefix) {}

  private final List<Place> places;

  private AllowList(List<Place> places) {
    this.places = List.copyOf(places);
  }

  /**
   * Reads entries of the form {@code bucket} or {@code bucket/prefix}; an empty list allows
   * everything.
   *
   * @throws IllegalArgumentException where an entry is neither, in one sentence
   */
  public static AllowList of(List<String> entries) {
    List<Place> places = new ArrayList<>();
    for (String entry : entries) {
      places.add(place(entry.strip()));
    }
    return new AllowList(places);
  }

  private static Place place(String entry) {
    if (entry.contains("*") || entry.contains(":")) {
      throw new IllegalArgumentException(
          "The allowed bucket '"
              + Printable.of(entry)
              + "' has a '*' or a ':' in it: write the bucket's name, or bucket/prefix.");
    }
    int slash = entry.indexOf('/');
    String bucket = slash < 0 ? entry : entry.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException(
          "The allowed bucket '"
              + Printable.of(entry)
              + "' names no bucket: write the bucket's name, or bucket/prefix.");
    }
    return new Place(bucket, slash < 0 ? "" : entry.substring(slash + 1));
  }

  /** Whether the object lies in an allowed place. */
  public boolean allows(ObjectRef object) {
    if (places.isEmpty()) {
      return true;
    }
    for (Place place : places) {
      if (object.bucket().equals(place.bucket()) && object.key().startsWith(place.prefix())) {
        return true;
      }
    }
    return false;
  }
}
