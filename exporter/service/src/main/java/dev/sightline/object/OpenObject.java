package dev.sightline.object;

import java.io.InputStream;

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

  OpenObject(
      InputStream source,
      String location,
      String versionOrETag,
      long length,
      Limits limits,
      Release release) {
    this.stored = new StoredStream(source, location, length, limits.maximumCompressedBytes());
    this.stream = new InflatedStream(stored, location, limits.maximumInflatedBytes());
    this.versionOrETag = versionOrETag;
    this.release = release;
  }

  /**
   * The content, inflated where it is gzip. Reading it throws {@link ObjectException} and no other
   * {@link java.io.IOException}; only its end, -1, says that the content was whole.
   */
  public InputStream stream() {
    return stream;
  }

  /**
   * What tells this content from any other under the same key: the version where the bucket has
   * versions, else the entity tag; for a file the SHA-256 of its bytes, in hex.
   */
  public String versionOrETag() {
    return versionOrETag;
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
