package dev.sightline.cloudtrail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A window that slides over a stream. It grows when one record does not fit, up to a bound that its
 * user names, and never because the stream is long.
 */
final class Window {
  /** Readable bytes behind the limit, of any value: room for a block that begins before it. */
  static final int SLACK_BYTES = 64;

  private final InputStream stream;
  private byte[] buffer;
  private int position;
  private int limit;
  private long base;
  private boolean ended;
  private @Nullable IOException failure;

  Window(InputStream stream, int bytes) {
    this.stream = stream;
    this.buffer = new byte[bytes + SLACK_BYTES];
  }

  /** Another array after each {@link #more}. */
  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  /** The position, in bytes from the start of the stream. */
  long offset() {
    return base + position;
  }

  /** Goes to a place in the buffer: what lies before it may be forgotten. */
  void position(int to) {
    position = to;
  }

  /** The byte at the position, 0 to 255, or -1 at the end of the stream. */
  int peek() throws IOException {
    if (position == limit && !more(1)) {
      return -1;
    }
    return buffer[position] & 0xFF;
  }

  /** Goes over white space to the next byte, and tells it; -1 at the end of the stream. */
  int nonSpace() throws IOException {
    while (true) {
      int at = position;
      while (at < limit) {
        int c = buffer[at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
          position = at;
          return c & 0xFF;
        }
        at++;
      }
      position = at;
      if (!more(1)) {
        return -1;
      }
    }
  }

  /**
   * Reads until the window is full or the stream is at its end; a full window grows first, as long
   * as it holds fewer bytes than the bound. The bytes from the position on are kept.
   *
   * @return whether there are more bytes than before
   */
  boolean more(int bound) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (ended) {
      return false;
    }
    int kept = limit - position;
    int capacity = buffer.length - SLACK_BYTES;
    if (kept == capacity) {
      if (kept >= bound) {
        return false;
      }
      capacity = (int) Math.min(2L * capacity, Math.max(bound, capacity + 1L));
    }
    if (capacity > buffer.length - SLACK_BYTES) {
      buffer = Arrays.copyOfRange(buffer, position, position + capacity + SLACK_BYTES);
    } else {
      System.arraycopy(buffer, position, buffer, 0, kept);
    }
    base += position;
    position = 0;
    limit = kept;
    fill(capacity);
    return limit > kept;
  }

  private void fill(int capacity) throws IOException {
    while (limit < capacity) {
      int read;
      try {
        read = stream.read(buffer, limit, capacity - limit);
      } catch (IOException e) {
        if (limit == position) {
          throw e;
        }
        // What came before the fault is looked at first: whole records may be in it.
        failure = e;
        return;
      }
      if (read < 0) {
        ended = true;
        return;
      }
      limit += read;
    }
  }
}
