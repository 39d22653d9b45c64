package dev.sightline.flowlog;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * The bytes of one file in one piece, outside of the heap: Parquet is read from its end, and there
 * need be no disk to put it on. They are gone when it is closed.
 */
final class NativeBytes implements AutoCloseable {
  private static final int FIRST_BYTES = 1 << 20;

  private Arena arena = Arena.ofShared();
  private MemorySegment segment = arena.allocate(FIRST_BYTES, 1);
  private long length;

  private NativeBytes() {}

  /**
   * Reads to the end.
   *
   * @throws NotFlowLogException where there is more than the maximum
   * @throws IOException where the stream fails, unchanged
   */
  static NativeBytes of(InputStream stream, int maximumBytes) throws IOException {
    NativeBytes bytes = new NativeBytes();
    try {
      byte[] window = new byte[64 << 10];
      for (int read = stream.read(window, 0, window.length);
          read >= 0;
          read = stream.read(window, 0, window.length)) {
        if (bytes.length + read > maximumBytes) {
          throw new NotFlowLogException(
              "The Parquet has more than "
                  + maximumBytes
                  + " bytes, and no flow log of AWS is as large: split it.");
        }
        bytes.add(window, read);
      }
      return bytes;
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private void add(byte[] window, int count) {
    if (length + count > segment.byteSize()) {
      Arena larger = Arena.ofShared();
      MemorySegment copy = larger.allocate(2 * segment.byteSize(), 1);
      MemorySegment.copy(segment, 0, copy, 0, length);
      arena.close();
      arena = larger;
      segment = copy;
    }
    MemorySegment.copy(window, 0, segment, ValueLayout.JAVA_BYTE, length, count);
    length += count;
  }

  ByteBuffer buffer() {
    return segment.asSlice(0, length).asByteBuffer();
  }

  @Override
  public void close() {
    arena.close();
  }
}
