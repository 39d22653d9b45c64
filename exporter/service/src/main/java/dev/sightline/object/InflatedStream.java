package dev.sightline.object;

import dev.sightline.object.ObjectException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The content of an object: gzip (RFC 1952, any number of members) inflated and checked, anything
 * else that could be text as it is.
 *
 * <p>{@link java.util.zip.GZIPInputStream} is not used: whether it sees a second member hangs on
 * {@code available()}, which a network stream answers with 0 whenever it likes.
 */
final class InflatedStream extends InputStream {
  private static final int WINDOW_BYTES = 64 << 10;
  private static final int SIGNATURE_BYTES = 6;
  private static final String ZSTANDARD = "(\u00b5/\u00fd";
  private static final String BZIP2 = "BZh";
  private static final int FLAG_HEADER_CRC = 1 << 1;
  private static final int FLAG_EXTRA = 1 << 2;
  private static final int FLAG_NAME = 1 << 3;
  private static final int FLAG_COMMENT = 1 << 4;
  private static final int FLAGS_RESERVED = 0xE0;

  private enum State {
    START,
    PLAIN,
    MEMBER,
    ENDED
  }

  private final StoredStream stored;
  private final String location;
  private final long maximum;
  private final byte[] window = new byte[WINDOW_BYTES];
  private final byte[] single = new byte[1];
  private final CRC32 crc = new CRC32();
  private final Inflater inflater = new Inflater(true);
  private int position;
  private int limit;
  private long count;
  private long memberCount;
  private int lead;
  private long members;
  private @Nullable MessageDigest digest;
  private boolean anything;
  private State state = State.START;

  InflatedStream(StoredStream stored, String location, long maximum) {
    this.stored = stored;
    this.location = location;
    this.maximum = maximum;
  }

  /** From now on what is neither gzip nor text, or is gzip once more, is handed out as it is. */
  void takeAnything() {
    anything = true;
  }

  /** From now on this learns of every byte that is handed out. */
  void hashing(MessageDigest learning) {
    digest = learning;
  }

  /** Gzip members begun so far; 0 where it is stored as it is. */
  long members() {
    return members;
  }

  /** Whether it is gzip; false before the first byte was read. */
  boolean isGzip() {
    return members > 0;
  }

  /** Inflated bytes handed out so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int read = read(single, 0, 1);
    return read < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (state == State.START) {
      start();
    }
    int read =
        switch (state) {
          case START, ENDED -> -1;
          case PLAIN -> plain(target, offset, length);
          case MEMBER -> inflate(target, offset, length);
        };
    if (read > 0) {
      if (state == State.MEMBER && count < 2 && !anything) {
        refuseGzipInGzip(target, offset, read);
      }
      count += read;
      if (digest != null) {
        digest.update(target, offset, read);
      }
      if (count > maximum) {
        throw new ObjectException(
            Reason.TOO_LARGE,
            location
                + " inflates to more than the limit of "
                + maximum
                + " bytes: it may be a compression bomb; raise the limit if it is a log.");
      }
    }
    return read;
  }

  /** Gzip inside gzip is a mistake of whoever stored it, or an attempt to hide a bomb. */
  private void refuseGzipInGzip(byte[] target, int offset, int read) throws ObjectException {
    for (int i = 0; i < read && count + i < 2; i++) {
      lead = (lead << 8) | (target[offset + i] & 0xFF);
    }
    if (count + read >= 2 && lead == 0x1F8B) {
      throw corrupt("is gzip inside gzip: store it compressed once");
    }
  }

  private void start() throws ObjectException {
    int read = 0;
    while (read >= 0 && limit < SIGNATURE_BYTES) {
      limit += read;
      read = stored.read(window, limit);
    }
    limit += Math.max(read, 0);
    if (limit == 0) {
      throw new ObjectException(
          Reason.EMPTY, location + " has 0 bytes: whoever wrote it did not finish.");
    }
    if ((window[0] & 0xFF) == 0x1F && (limit == 1 || (window[1] & 0xFF) == 0x8B)) {
      header();
      state = State.MEMBER;
      return;
    }
    String head =
        new String(window, 0, Math.min(limit, SIGNATURE_BYTES), StandardCharsets.ISO_8859_1);
    boolean compressed = head.startsWith(ZSTANDARD) || head.startsWith(BZIP2);
    if (!anything && (compressed || head.chars().anyMatch(InflatedStream::binary))) {
      throw new ObjectException(
          Reason.NOT_GZIP_NOR_PLAIN,
          location
              + " is neither gzip nor text: it is another compression or not a log; keep such"
              + " objects out of the notification's prefix.");
    }
    state = State.PLAIN;
  }

  private static boolean binary(int character) {
    return character < ' ' && character != '\t' && character != '\n' && character != '\r';
  }

  private int plain(byte[] target, int offset, int length) throws ObjectException {
    if (position == limit && !fill()) {
      state = State.ENDED;
      return -1;
    }
    int read = Math.min(length, limit - position);
    System.arraycopy(window, position, target, offset, read);
    position += read;
    return read;
  }

  private int inflate(byte[] target, int offset, int length) throws ObjectException {
    while (true) {
      int read;
      try {
        read = inflater.inflate(target, offset, length);
      } catch (DataFormatException e) {
        throw corrupt("does not inflate (" + e.getMessage() + "): it was damaged");
      }
      if (read > 0) {
        crc.update(target, offset, read);
        memberCount += read;
        return read;
      }
      if (inflater.finished()) {
        position = limit - inflater.getRemaining();
        trailer();
        if (position == limit && !fill()) {
          state = State.ENDED;
          return -1;
        }
        header();
      } else if (inflater.needsDictionary()) {
        throw corrupt("needs a dictionary, which gzip does not have");
      } else {
        if (!fill()) {
          throw truncated();
        }
        inflater.setInput(window, 0, limit);
      }
    }
  }

  /** Reads a member's header and readies the inflater for what follows it. */
  private void header() throws ObjectException {
    crc.reset();
    if (next() != 0x1F || next() != 0x8B) {
      throw corrupt("has something that is not gzip behind its last gzip member");
    }
    int method = next();
    int flags = next();
    if (method != 8 || (flags & FLAGS_RESERVED) != 0) {
      throw corrupt("has a gzip header of an unknown kind");
    }
    for (int i = 0; i < 6; i++) {
      next();
    }
    if ((flags & FLAG_EXTRA) != 0) {
      int extra = next() | (next() << 8);
      for (int i = 0; i < extra; i++) {
        next();
      }
    }
    for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
      if ((flags & flag) != 0) {
        while (next() != 0) {
          // A text that ends with a zero; nobody needs it.
        }
      }
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      int expected = (int) crc.getValue() & 0xFFFF;
      if ((next() | (next() << 8)) != expected) {
        throw corrupt("has a gzip header with a wrong checksum: it was damaged");
      }
    }
    crc.reset();
    members++;
    memberCount = 0;
    inflater.reset();
    inflater.setInput(window, position, limit - position);
  }

  private void trailer() throws ObjectException {
    long expectedCrc = crc.getValue();
    long storedCrc = littleEndian();
    long storedLength = littleEndian();
    if (storedCrc != expectedCrc || storedLength != (memberCount & 0xFFFF_FFFFL)) {
      throw corrupt("fails gzip's checksum or length: it was damaged");
    }
  }

  private long littleEndian() throws ObjectException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) next() << shift;
    }
    return value;
  }

  private int next() throws ObjectException {
    if (position == limit && !fill()) {
      throw truncated();
    }
    crc.update(window[position]);
    return window[position++] & 0xFF;
  }

  private boolean fill() throws ObjectException {
    position = 0;
    limit = 0;
    int read;
    do {
      read = stored.read(window, 0);
    } while (read == 0);
    limit = Math.max(read, 0);
    return read > 0;
  }

  private ObjectException truncated() {
    return new ObjectException(
        Reason.TRUNCATED,
        location
            + " ends in the middle of its gzip, after "
            + stored.count()
            + " bytes: whoever wrote it did not finish. What inflates before that, "
            + count
            + " bytes, is read; what stood behind is missing, and how much that was, it does not"
            + " tell.");
  }

  private ObjectException corrupt(String what) {
    return new ObjectException(
        Reason.CORRUPT, location + " " + what + " (near byte " + stored.count() + ").");
  }

  /** Frees the inflater's native memory; the stored stream is closed by whoever opened it. */
  @Override
  public void close() {
    state = State.ENDED;
    inflater.end();
  }
}
