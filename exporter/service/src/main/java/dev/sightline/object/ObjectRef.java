package dev.sightline.object;

import org.jspecify.annotations.Nullable;

/**
 * Names an object in S3, as a notification announced it.
 *
 * @param bucket the bucket's name; not empty, otherwise as it was announced
 * @param key the key, decoded; not empty, at most 1,024 bytes where S3 accepts it
 * @param version the version id; null where the bucket is not versioned or the notification is
 *     silent
 * @param eTag the entity tag, without quotation marks; null where the notification is silent
 * @param sequencer orders the notifications of one key; null where the notification is silent
 * @param size bytes as stored, -1 where unknown
 */
public record ObjectRef(
    String bucket,
    String key,
    @Nullable String version,
    @Nullable String eTag,
    @Nullable String sequencer,
    long size) {

  /**
   * @throws IllegalArgumentException where the bucket or the key is empty
   */
  public ObjectRef {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException(
          "An object needs the name of its bucket, and it is empty.");
    }
    if (key.isEmpty()) {
      throw new IllegalArgumentException("An object needs a key, and it is empty.");
    }
    version = version == null || version.isEmpty() || version.equals("null") ? null : version;
    eTag = eTag == null ? null : unquoted(eTag);
    size = Math.max(size, -1);
  }

  /** The object as {@code s3://bucket/key?versionId=…}: one line, bounded, safe to log. */
  public String location() {
    String plain = "s3://" + bucket + "/" + key;
    return Printable.of(version == null ? plain : plain + "?versionId=" + version);
  }

  /**
   * The same object without its entity tag: whatever is there now, also where it was overwritten
   * after the notification.
   */
  public ObjectRef withoutETag() {
    return new ObjectRef(bucket, key, version, null, sequencer, size);
  }

  static @Nullable String unquoted(String eTag) {
    String bare = eTag.replace("\"", "");
    return bare.isEmpty() ? null : bare;
  }
}
