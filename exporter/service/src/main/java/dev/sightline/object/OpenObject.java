package dev.sightline.object;

import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that is being read. Used by one thread, closed by whoever opened it. */
public final class OpenObject implements AutoCloseable {
  /** Ends the transfer; told whether the last byte was read, so that the rest is not drained. */
  interface Release {
    void release(boolean ended);
  }

  private final StoredStream stored;
  private final InflatedStream stream;
  private final String versionOrETag;
  private final Release release;
  private final Limits limits;
  private final Attributes attributes;

  /**
   * What is kept beside the content.
   *
   * @param metadata of whoever wrote it
   * @param modified when it was written; null where S3 does not tell
   */
  record Attributes(Map<String, String> metadata, @Nullable Instant modified) {
    static final Attributes NONE = new Attributes(Map.of(), null);

    Attributes {
      metadata = Map.copyOf(metadata);
    }
  }

  OpenObject(
      InputStream source,
      String location,
      String versionOrETag,
      long length,
      Limits limits,
      Attributes attributes,
      Release release) {
    this.stored = new StoredStream(source, location, length, limits.maximumCompressedBytes());
    this.stream = new InflatedStream(stored, location, limits.maximumInflatedBytes());
    this.versionOrETag = versionOrETag;
    this.release = release;
    this.limits = limits;
    this.attributes = attributes;
  }

  /** The metadata of whoever wrote it, without {@code x-amz-meta-}. */
  public Map<String, String> metadata() {
    return attributes.metadata();
  }

  /** When it was written; null for a file, or where S3 does not tell. */
  public @Nullable Instant modified() {
    return attributes.modified();
  }

  /** From now on this learns of every byte of the content that is read. */
  public void hashing(MessageDigest digest) {
    stream.hashing(digest);
  }

  /** How many gzip members were met so far; 0 where it is stored as it is. */
  public long members() {
    return stream.members();
  }

  /**
   * The content, inflated where it is gzip. Reading it throws {@link ObjectException} and no other
   * {@link java.io.IOException}; only its end, -1, says that the content was whole.
   */
  public InputStream stream() {
    return stream;
  }

  /**
   * The content as {@link #stream}, which may also be packed in some other way, or be no text:
   * whoever reads it recognises that.
   */
  public InputStream content() {
    stream.takeAnything();
    return stream;
  }

  /** How many bytes may come out of it, however it is packed. */
  public long maximumInflatedBytes() {
    return limits.maximumInflatedBytes();
  }

  /**
   * Gzip that was found inside of something, inflated and checked; it may hold anything.
   *
   * @param maximum inflated bytes
   */
  public static InputStream inflated(InputStream gzip, String location, long maximum) {
    InflatedStream stream =
        new InflatedStream(new StoredStream(gzip, location, -1, Long.MAX_VALUE), location, maximum);
    stream.takeAnything();
    return stream;
  }

  /**
   * What tells this content from any other under the same key: the version where the bucket has
   * versions, else the entity tag; for a file the SHA-256 of its bytes, in hex.
   */
  public String versionOrETag() {
    return versionOrETag;
  }

  /** Whether it is stored as gzip; known once something was read. */
  public boolean isGzip() {
    return stream.isGzip();
  }

  /** Bytes as stored that were read so far. */
  public long compressedBytes() {
    return stored.count();
  }

  /** Bytes handed out so far. */
  public long inflatedBytes() {
    return stream.count();
  }

  /** Ends the transfer: what was not read yet is not fetched any more. */
  @Override
  public void close() {
    stream.close();
    release.release(stored.ended());
  }
}
