package dev.sightline.object;

import dev.sightline.object.ObjectException.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bytes as stored: counted, bounded, and complete or an exception. Whatever goes wrong
 * underneath is {@link Reason#UNAVAILABLE}: the object is not to blame for the way to it.
 */
final class StoredStream {
  private final InputStream source;
  private final String location;
  private final long length;
  private final long maximum;
  private long count;
  private boolean ended;

  /**
   * @param length what was promised, -1 where nothing was
   */
  StoredStream(InputStream source, String location, long length, long maximum) {
    this.source = source;
    this.location = location;
    this.length = length;
    this.maximum = maximum;
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  /** Whether the last byte was read and the promise kept. */
  boolean ended() {
    return ended;
  }

  /** Fills what it can of the buffer from the offset on; -1 at the end. */
  int read(byte[] buffer, int offset) throws ObjectException {
    if (ended) {
      return -1;
    }
    int read;
    try {
      read = source.read(buffer, offset, buffer.length - offset);
    } catch (AbortedException e) {
      // The SDK's word for an interrupt, which the thread's owner wants to know of.
      Thread.currentThread().interrupt();
      throw cut(e);
    } catch (IOException | SdkException e) {
      throw cut(e);
    }
    if (read < 0) {
      if (length >= 0 && count < length) {
        throw cut(null);
      }
      ended = true;
      return -1;
    }
    count += read;
    if (count > maximum) {
      throw tooLarge(location, maximum);
    }
    return read;
  }

  private ObjectException cut(@Nullable Exception cause) {
    String promised = length < 0 ? "" : " of " + length;
    String why = cause == null ? "" : " (" + Printable.of(String.valueOf(cause.getMessage())) + ")";
    return new ObjectException(
        Reason.UNAVAILABLE,
        "Reading "
            + location
            + " broke off after "
            + count
            + promised
            + " bytes"
            + why
            + ": it will be read again.",
        cause);
  }

  static ObjectException tooLarge(String location, long maximum) {
    return new ObjectException(
        Reason.TOO_LARGE,
        location
            + " is larger than the limit of "
            + maximum
            + " stored bytes: raise the limit if it is a log.");
  }
}
