package dev.sightline.spl.event;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what stands behind a key in JSON without reading the JSON: the texts of every place where
 * the key occurs, at whatever depth, also inside a text. So it finds too much, never too little, as
 * long as the key is written plainly, which AWS does.
 */
public final class KeyScan {
  private final byte[] key;

  public KeyScan(String key) {
    this.key = ('"' + key + '"').getBytes(StandardCharsets.UTF_8);
  }

  /** The texts behind the key, in lower case; values that are no text are left out. */
  public Set<String> values(Event event) {
    byte[] raw = event.bytes();
    Set<String> values = new TreeSet<>();
    int at = find(raw, 0);
    while (at >= 0) {
      int start = valueStart(raw, at + key.length);
      if (start >= 0) {
        int end = start;
        while (end < raw.length && raw[end] != '"') {
          end++;
        }
        values.add(
            new String(raw, start, end - start, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
      }
      at = find(raw, at + key.length);
    }
    return values;
  }

  private int find(byte[] raw, int from) {
    int last = raw.length - key.length;
    for (int i = from; i <= last; i++) {
      if (raw[i] == '"' && raw[i + 1] == key[1] && matches(raw, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] raw, int at) {
    for (int i = 2; i < key.length; i++) {
      if (raw[at + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first byte of the text after a colon, or -1. */
  private static int valueStart(byte[] raw, int from) {
    int i = skipSpace(raw, from);
    if (i == raw.length || raw[i] != ':') {
      return -1;
    }
    i = skipSpace(raw, i + 1);
    return i < raw.length && raw[i] == '"' ? i + 1 : -1;
  }

  private static int skipSpace(byte[] raw, int from) {
    int i = from;
    while (i < raw.length && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t')) {
      i++;
    }
    return i;
  }
}
