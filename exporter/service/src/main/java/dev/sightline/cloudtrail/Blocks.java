package dev.sightline.cloudtrail;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the quotation marks and brackets of a record are, 64 bytes at a time: a block of bytes
 * becomes a few words with a bit for each byte, which are asked instead of the bytes. Blocks are
 * made one after another from the record's start, since what a quotation mark means hangs on all
 * that is before it.
 *
 * <p>The way of simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019), with
 * the arithmetic of ordinary words instead of vector instructions.
 */
final class Blocks {
  /** Bytes of a block; the buffer has as many readable ones behind the limit. */
  private static final int BLOCK_BYTES = Long.SIZE;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long LOWS = ~HIGHS;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final long OPENERS = '{' * ONES;
  private static final long CLOSERS = '}' * ONES;
  private static final long EVEN_BITS = 0x5555_5555_5555_5555L;

  /** As a factor, moves the highest bit of each byte into the highest byte, in their order. */
  private static final long GATHER = 0x0002_0408_1020_4081L;

  private byte[] buffer = {};
  private int limit;
  private int start;
  private long quotes;
  private long openers;
  private long closers;

  /** All bits where the block begins inside a string, none where it does not. */
  private long inString;

  /** One where the block's first byte is escaped by the last one of the block before. */
  private long escapes;

  private int lastBackslash;

  /** Begins at a place outside of any string. */
  void begin(byte[] bytes, int from, int end) {
    buffer = bytes;
    limit = end;
    start = from;
    inString = 0;
    escapes = 0;
    lastBackslash = -1;
    make();
  }

  /**
   * Where the next quotation mark is that begins or ends a string.
   *
   * @param from a place at or behind the one asked for last
   * @return the place, or {@link RecordScanner#MORE} where there is none before the limit
   */
  int quote(int from) {
    int at = from;
    while (true) {
      int past = at - start;
      if (past < BLOCK_BYTES) {
        long found = quotes & (-1L << past);
        if (found != 0) {
          int place = start + Long.numberOfTrailingZeros(found);
          return place < limit ? place : RecordScanner.MORE;
        }
        at = start + BLOCK_BYTES;
      }
      if (!next()) {
        return RecordScanner.MORE;
      }
    }
  }

  /**
   * Where the value ends that begins with the bracket at {@code from}.
   *
   * @return the place of its closing bracket, or {@link RecordScanner#MORE}
   */
  int closer(int from) {
    int depth = 0;
    int at = from;
    while (true) {
      int past = at - start;
      if (past < BLOCK_BYTES) {
        long opening = openers & (-1L << past);
        long closing = closers & (-1L << past);
        int closings = Long.bitCount(closing);
        if (depth > closings) {
          depth += Long.bitCount(opening) - closings;
        } else {
          for (long both = opening | closing; both != 0; both &= both - 1) {
            depth += (opening & both & -both) != 0 ? 1 : -1;
            if (depth == 0) {
              int place = start + Long.numberOfTrailingZeros(both);
              return place < limit ? place : RecordScanner.MORE;
            }
          }
        }
        at = start + BLOCK_BYTES;
      }
      if (!next()) {
        return RecordScanner.MORE;
      }
    }
  }

  /** Whether there is a backslash in a part that the blocks have come to. */
  boolean escaped(int from, int to) {
    if (lastBackslash < from) {
      return false;
    }
    for (int at = from; at < to; at++) {
      if (buffer[at] == '\\') {
        return true;
      }
    }
    return false;
  }

  private boolean next() {
    start += BLOCK_BYTES;
    if (start >= limit) {
      return false;
    }
    make();
    return true;
  }

  private void make() {
    long word0 = word(0);
    long word1 = word(1);
    long word2 = word(2);
    long word3 = word(3);
    long word4 = word(4);
    long word5 = word(5);
    long word6 = word(6);
    long word7 = word(7);
    long all = word0 | word1 | word2 | word3 | word4 | word5 | word6 | word7;
    if ((all & HIGHS) != 0) {
      makeFromAnyBytes();
      return;
    }
    long quote = marks(QUOTES, word0, word1, word2, word3, word4, word5, word6, word7);
    boolean backslash = any(BACKSLASHES, word0, word1, word2, word3, word4, word5, word6, word7);
    // In ASCII this bit is all that tells square brackets from curly ones.
    word0 |= SPACES;
    word1 |= SPACES;
    word2 |= SPACES;
    word3 |= SPACES;
    word4 |= SPACES;
    word5 |= SPACES;
    word6 |= SPACES;
    word7 |= SPACES;
    long open = marks(OPENERS, word0, word1, word2, word3, word4, word5, word6, word7);
    long close = marks(CLOSERS, word0, word1, word2, word3, word4, word5, word6, word7);
    keep(quote, open, close, backslash);
  }

  private void makeFromAnyBytes() {
    long quote = 0;
    long open = 0;
    long close = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      long word = word(i);
      int shift = i * Long.BYTES;
      quote |= gather(zeros(word ^ QUOTES)) << shift;
      open |= gather(zeros((word | SPACES) ^ OPENERS)) << shift;
      close |= gather(zeros((word | SPACES) ^ CLOSERS)) << shift;
    }
    keep(quote, open, close, true);
  }

  private void keep(long quote, long open, long close, boolean backslash) {
    long meant = backslash || escapes != 0 ? quote & ~escaped() : quote;
    long strings = prefixXor(meant) ^ inString;
    inString = strings >> (Long.SIZE - 1);
    quotes = meant;
    openers = open & ~strings;
    closers = close & ~strings;
  }

  private long word(int i) {
    return (long) WORD.get(buffer, start + i * Long.BYTES);
  }

  /** Which of the 64 bytes, all of ASCII, are the pattern's. Eight parameters are no array. */
  private static long marks(
      long pattern,
      long word0,
      long word1,
      long word2,
      long word3,
      long word4,
      long word5,
      long word6,
      long word7) {
    return gather(asciiZeros(word0 ^ pattern))
        | (gather(asciiZeros(word1 ^ pattern)) << 8)
        | (gather(asciiZeros(word2 ^ pattern)) << 16)
        | (gather(asciiZeros(word3 ^ pattern)) << 24)
        | (gather(asciiZeros(word4 ^ pattern)) << 32)
        | (gather(asciiZeros(word5 ^ pattern)) << 40)
        | (gather(asciiZeros(word6 ^ pattern)) << 48)
        | (gather(asciiZeros(word7 ^ pattern)) << 56);
  }

  /** Whether any of the 64 bytes, all of ASCII, is the pattern's. */
  private static boolean any(
      long pattern,
      long word0,
      long word1,
      long word2,
      long word3,
      long word4,
      long word5,
      long word6,
      long word7) {
    long marks =
        asciiZeros(word0 ^ pattern)
            | asciiZeros(word1 ^ pattern)
            | asciiZeros(word2 ^ pattern)
            | asciiZeros(word3 ^ pattern)
            | asciiZeros(word4 ^ pattern)
            | asciiZeros(word5 ^ pattern)
            | asciiZeros(word6 ^ pattern)
            | asciiZeros(word7 ^ pattern);
    return marks != 0;
  }

  /** Which bytes of the block follow a backslash that is not itself escaped. */
  private long escaped() {
    long backslash = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      backslash |= gather(zeros(word(i) ^ BACKSLASHES)) << (i * Long.BYTES);
    }
    if (backslash != 0) {
      lastBackslash = start + Long.SIZE - 1 - Long.numberOfLeadingZeros(backslash);
    }
    backslash &= ~escapes;
    long following = (backslash << 1) | escapes;
    long oddStarts = backslash & ~EVEN_BITS & ~following;
    long evenRuns = oddStarts + backslash;
    escapes = Long.compareUnsigned(evenRuns, backslash) < 0 ? 1 : 0;
    return (EVEN_BITS ^ (evenRuns << 1)) & following;
  }

  /** Marks the bytes of the word that are zero by their highest bit. */
  private static long zeros(long word) {
    return ~(((word & LOWS) + LOWS) | word | LOWS);
  }

  /** The same, where no byte of the word has its highest bit set. */
  private static long asciiZeros(long word) {
    return ~(word + LOWS) & HIGHS;
  }

  /** The marks of a word's eight bytes as eight bits. */
  private static long gather(long marks) {
    return (marks * GATHER) >>> (Long.SIZE - Long.BYTES);
  }

  /** Each bit becomes the parity of itself and all bits below. */
  private static long prefixXor(long bits) {
    long parity = bits;
    parity ^= parity << 1;
    parity ^= parity << 2;
    parity ^= parity << 4;
    parity ^= parity << 8;
    parity ^= parity << 16;
    parity ^= parity << 32;
    return parity;
  }
}
