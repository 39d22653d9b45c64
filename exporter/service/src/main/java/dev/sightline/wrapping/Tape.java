package dev.sightline.wrapping;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a parser reads from some place on, so that its bytes can be handed out as they are.
 */
final class Tape extends InputStream {
  private final InputStream stream;
  private final int maximum;
  private byte[] kept = new byte[16 << 10];
  private int length;
  private long base;

  /**
   * @param maximum how much is kept: more is forgotten
   */
  Tape(InputStream stream, int maximum) {
    this.stream = stream;
    this.maximum = maximum;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = stream.read(target, offset, count);
    if (read > 0) {
      if (length + read > maximum) {
        base += length;
        length = 0;
      }
      if (length + read > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + read));
      }
      System.arraycopy(target, offset, kept, length, read);
      length += read;
    }
    return read;
  }

  /** What lies before this place, in bytes from the start, is not asked for any more. */
  void forget(long before) {
    int gone = Math.clamp(before - base, 0, length);
    if (gone > 0 && (gone > kept.length / 2 || gone == length)) {
      System.arraycopy(kept, gone, kept, 0, length - gone);
      base += gone;
      length -= gone;
    }
  }

  /** The bytes between two places; null where they were too many to be kept. */
  byte @Nullable [] between(long from, long to) {
    return from < base || to > base + length
        ? null
        : Arrays.copyOfRange(kept, (int) (from - base), (int) (to - base));
  }
}
