package dev.sightline.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose first bytes can be looked at before it is read. Where the stream fails behind
 * them, it fails only when they were read.
 */
public final class HeadedStream extends InputStream {
  /** So much is looked at, and so much is waited for at the least. */
  private static final int HEAD_BYTES = 8 << 10;

  private static final int LEAST_HEAD_BYTES = 1 << 10;

  private final InputStream stream;
  private final byte[] head;
  private int position;
  private @Nullable IOException failure;

  /**
   * Reads the first bytes.
   *
   * @throws IOException where the stream fails before the first byte
   */
  public HeadedStream(InputStream stream) throws IOException {
    this.stream = stream;
    byte[] bytes = new byte[HEAD_BYTES];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < LEAST_HEAD_BYTES; ) {
        read = stream.read(bytes, length, HEAD_BYTES - length);
        length += Math.max(read, 0);
      }
    } catch (IOException e) {
      if (length == 0) {
        throw e;
      }
      failure = e;
    }
    this.head = Arrays.copyOf(bytes, length);
  }

  /** The first bytes: all of them where there are few. */
  public byte[] head() {
    return head.clone();
  }

  /** Passes over the first bytes of the head. */
  public void pass(int bytes) {
    position += bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position < head.length) {
      int read = Math.min(length, head.length - position);
      System.arraycopy(head, position, target, offset, read);
      position += read;
      return read;
    }
    if (failure != null) {
      throw failure;
    }
    return stream.read(target, offset, length);
  }
}
