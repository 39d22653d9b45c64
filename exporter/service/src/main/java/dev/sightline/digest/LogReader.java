package dev.sightline.digest;

import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Holds log files to their digests. Safe for any number of threads. */
public final class LogReader {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ObjectStore store;

  public LogReader(ObjectStore store) {
    this.store = store;
  }

  /** Looks at the content while it is hashed, so that it is read once. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads as much as it likes; the rest is read behind it.
     *
     * @throws IOException where the stream fails, unchanged
     */
    T read(OpenObject object) throws IOException, InterruptedException;
  }

  /**
   * Reads one.
   *
   * @return what was found in it
   * @throws InvalidException where it is not what the digest says
   * @throws IOException where S3 does not hand it out
   */
  public <T> T read(LogFile log, Reading<T> reading)
      throws InvalidException, IOException, InterruptedException {
    if (log.bucket().isEmpty() || log.key().isEmpty()) {
      throw new InvalidException("has no place in its digest");
    }
    ObjectRef object = new ObjectRef(log.bucket(), log.key(), null, null, null, -1);
    return Retries.of(() -> once(log, object, reading));
  }

  private <T> T once(LogFile log, ObjectRef object, Reading<T> reading)
      throws InvalidException, IOException, InterruptedException {
    MessageDigest digest = Signature.sha256();
    try (OpenObject opened = store.open(object)) {
      opened.hashing(digest);
      T found = reading.read(opened);
      InputStream rest = opened.content();
      byte[] buffer = new byte[BUFFER_BYTES];
      while (rest.read(buffer) >= 0) {
        // Hashed as it passes.
      }
      if (opened.members() == 0) {
        throw new InvalidException("is not gzip: it was written anew");
      }
      if (opened.members() > 1) {
        throw new InvalidException(
            "has data behind the end of its compressed stream: something was added to it");
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(log.sha256())) {
        throw new InvalidException("is not what CloudTrail wrote: its SHA-256 is another");
      }
      return found;
    } catch (ObjectException e) {
      throw Retries.judged(e);
    }
  }
}
