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

  /** What an allow-list says of an object. */
  public enum Permission {
    /** It may be read. */
    ALLOWED,
    /** Its bucket is listed, its key is outside every listed prefix: nobody asked for it. */
    OTHER_KEY,
    /** Its bucket is not listed: somebody announces what they should not. */
    OTHER_BUCKET
  }

  /** Whether any object below the prefix may be read. */
  public boolean allowsBelow(String bucket, String prefix) {
    return places.isEmpty()
        || places.stream()
            .anyMatch(place ->
                place.bucket().equals(bucket)
                    && (place.prefix().startsWith(prefix) || prefix.startsWith(place.prefix())));
  }

  /** Whether the object may be read; the order of entries does not matter. */
  public Permission permission(ObjectRef object) {
    Permission permission = places.isEmpty() ? Permission.ALLOWED : Permission.OTHER_BUCKET;
    for (Place place : places) {
      if (object.bucket().equals(place.bucket())) {
        if (object.key().startsWith(place.prefix())) {
          return Permission.ALLOWED;
        }
        permission = Permission.OTHER_KEY;
      }
    }
    return permission;
  }
}
