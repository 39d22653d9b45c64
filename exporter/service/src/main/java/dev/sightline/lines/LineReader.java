package dev.sightline.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream at its line feeds; a carriage return before one belongs to it. Used once. */
public final class LineReader {
  private static final int WINDOW_BYTES = 64 << 10;

  private final InputStream stream;
  private final int maximumBytes;
  private byte[] buffer = new byte[WINDOW_BYTES];
  private int position;
  private int limit;
  private boolean ended;

  /**
   * @param maximumBytes a longer line is told and not held; 1 at least
   */
  public LineReader(InputStream stream, int maximumBytes) {
    this.stream = stream;
    this.maximumBytes = maximumBytes;
  }

  /**
   * The next line, or null at the end of the stream.
   *
   * @throws IOException where the stream fails, unchanged
   */
  public @Nullable Line next() throws IOException {
    int searched = 0;
    while (true) {
      int end = lineFeed(position + searched);
      if (end >= 0) {
        int start = position;
        position = end + 1;
        return line(start, end);
      }
      searched = limit - position;
      if (searched > maximumBytes) {
        return tooLong();
      }
      if (!more()) {
        int start = position;
        position = limit;
        return start == limit ? null : line(start, limit);
      }
    }
  }

  private Line line(int start, int end) {
    int length = end - start;
    if (length > 0 && buffer[end - 1] == '\r') {
      length--;
    }
    return length > maximumBytes
        ? new Line(buffer, start, 0, length, false)
        : new Line(buffer, start, length, length, true);
  }

  /** Passes over the rest of a line that nobody holds. */
  private Line tooLong() throws IOException {
    long bytes = 0;
    while (true) {
      int end = lineFeed(position);
      if (end >= 0) {
        bytes += end - position;
        position = end + 1;
        break;
      }
      bytes += limit - position;
      position = limit;
      if (!more()) {
        break;
      }
    }
    return new Line(buffer, position, 0, bytes, false);
  }

  private int lineFeed(int from) {
    for (int i = from; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Reads more behind what is held; the window grows only as far as the bound needs. */
  private boolean more() throws IOException {
    if (ended) {
      return false;
    }
    int held = limit - position;
    if (held == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * held, Integer.MAX_VALUE - 8L));
    } else {
      System.arraycopy(buffer, position, buffer, 0, held);
    }
    position = 0;
    limit = held;
    int read = stream.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
      return false;
    }
    limit += read;
    return true;
  }
}
