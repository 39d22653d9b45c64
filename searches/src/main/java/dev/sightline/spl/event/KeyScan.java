package dev.sightline.spl.event;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds keys in JSON without reading the JSON: every place where one of them occurs, at whatever
 * depth, also inside a text. So it finds too much, never too little, as long as the keys are
 * written plainly, which AWS does. Immutable.
 */
public final class KeyScan {
  private static final int BYTES = 256;

  private final byte[][] keys;

  /** By the first byte of a key: a bit for each key that begins with it. */
  private final long[] first = new long[BYTES];

  /**
   * @param keys to look for, 64 at most
   */
  public KeyScan(List<String> keys) {
    if (keys.size() > Long.SIZE) {
      throw new IllegalArgumentException("At most 64 keys are looked for, not " + keys.size());
    }
    this.keys = new byte[keys.size()][];
    for (int i = 0; i < keys.size(); i++) {
      this.keys[i] = (keys.get(i) + '"').getBytes(StandardCharsets.UTF_8);
      first[this.keys[i][0] & 0xFF] |= 1L << i;
    }
  }

  /** Told of each place. */
  public interface Visitor {
    /**
     * A key with a text behind it that is written without escapes.
     *
     * @param key its index
     * @param from the first byte of the text
     * @param to behind its last byte
     */
    void text(int key, int from, int to);

    /** A key with anything else behind it. */
    void other(int key);
  }

  /** Looks through {@code length} bytes of JSON. */
  public void scan(byte[] json, int offset, int length, Visitor visitor) {
    int end = offset + length;
    for (int i = offset; i < end - 1; i++) {
      if (json[i] == '"') {
        long candidates = first[json[i + 1] & 0xFF];
        while (candidates != 0) {
          int key = Long.numberOfTrailingZeros(candidates);
          candidates &= candidates - 1;
          if (matches(json, i + 1, end, keys[key])) {
            value(json, i + 1 + keys[key].length, end, key, visitor);
          }
        }
      }
    }
  }

  private static boolean matches(byte[] json, int at, int end, byte[] key) {
    // The quote behind the key tells most of them apart.
    if (end - at < key.length || json[at + key.length - 1] != '"') {
      return false;
    }
    for (int i = 1; i < key.length - 1; i++) {
      if (json[at + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private static void value(byte[] json, int from, int end, int key, Visitor visitor) {
    int i = skipSpace(json, from, end);
    if (i == end || json[i] != ':') {
      return;
    }
    i = skipSpace(json, i + 1, end);
    if (i == end || json[i] != '"') {
      visitor.other(key);
      return;
    }
    int start = i + 1;
    int to = start;
    while (to < end && json[to] != '"' && json[to] != '\\') {
      to++;
    }
    if (to < end && json[to] == '"') {
      visitor.text(key, start, to);
    } else {
      visitor.other(key);
    }
  }

  private static int skipSpace(byte[] json, int from, int end) {
    int i = from;
    while (i < end && (json[i] == ' ' || json[i] == '\n' || json[i] == '\t' || json[i] == '\r')) {
      i++;
    }
    return i;
  }
}
