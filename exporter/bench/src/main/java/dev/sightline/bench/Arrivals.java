package dev.sightline.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What arrived, by the id that each event carries: the object and the record's position in it. Each
 * event is compared with its record, byte for byte. Of an exporter that sends no such ids only the
 * events are counted.
 */
final class Arrivals {
  private static final byte[] ID = "\"sightline_id\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT = "\"event\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FIELDS = ",\"fields\":{".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH_CHARACTERS = 16;

  private final Workload workload;
  private final Map<Long, Integer> objects = new HashMap<>();
  private final List<AtomicLongArray> seen = new ArrayList<>();
  private final AtomicLong distinct = new AtomicLong();
  private final AtomicLong again = new AtomicLong();
  private final AtomicLong different = new AtomicLong();

  Arrivals(Workload workload, String bucket) {
    this.workload = workload;
    for (int object = 0; object < workload.objects(); object++) {
      objects.put(identity(bucket, workload.key(object), eTag(object)), object);
      seen.add(new AtomicLongArray(workload.content(object).records().size() / 64 + 1));
    }
  }

  static String eTag(int object) {
    return "e" + object;
  }

  /** Events that arrived at least once. */
  long distinct() {
    return distinct.get();
  }

  /** Events that arrived more than once, counted each time. */
  long again() {
    return again.get();
  }

  /** Events that were not the record that they claim to be. */
  long different() {
    return different.get();
  }

  /** Takes a request's body. */
  void take(byte[] body, int length) {
    int from = 0;
    int id = find(body, 0, length, ID);
    while (id >= 0) {
      int at = id + ID.length;
      if (body[at + HASH_CHARACTERS] == ':') {
        take(body, from, id, at);
      }
      from = at;
      id = find(body, at, length, ID);
    }
  }

  private void take(byte[] body, int from, int id, int hash) {
    Integer object = objects.get(hash(body, hash));
    int ordinal = 0;
    for (int at = hash + HASH_CHARACTERS + 1; body[at] != '"'; at++) {
      ordinal = ordinal * 10 + body[at] - '0';
    }
    if (object == null || ordinal >= workload.content(object).records().size()) {
      different.incrementAndGet();
      return;
    }
    byte[] record = workload.content(object).records().get(ordinal);
    int end = id - FIELDS.length;
    int event = end - record.length;
    if (event < from
        || !Arrays.equals(body, event, end, record, 0, record.length)
        || !Arrays.equals(body, event - EVENT.length, event, EVENT, 0, EVENT.length)) {
      different.incrementAndGet();
    }
    long bit = 1L << (ordinal & 63);
    long before = seen.get(object).getAndAccumulate(ordinal >> 6, bit, (a, b) -> a | b);
    ((before & bit) == 0 ? distinct : again).incrementAndGet();
  }

  /** Looks at every 16th byte: one of the pattern's, which are all different enough. */
  private static int find(byte[] text, int from, int length, byte[] pattern) {
    int last = pattern.length - 1;
    for (int at = from + last; at < length; ) {
      int skip = SKIPS[text[at] & 0x7F];
      if (skip == 0) {
        int start = at - last;
        if (Arrays.equals(text, start, at + 1, pattern, 0, pattern.length)) {
          return start;
        }
        skip = 1;
      }
      at += skip;
    }
    return -1;
  }

  private static final int[] SKIPS = skips(ID);

  /** How far the end may move when it meets a byte: Horspool's table. */
  private static int[] skips(byte[] pattern) {
    int[] skips = new int[128];
    Arrays.fill(skips, pattern.length);
    for (int i = 0; i < pattern.length; i++) {
      skips[pattern[i]] = pattern.length - 1 - i;
    }
    return skips;
  }

  private static long hash(byte[] body, int at) {
    long hash = 0;
    for (int i = at; i < at + HASH_CHARACTERS; i++) {
      hash = hash << 4 | Character.digit(body[i], 16);
    }
    return hash;
  }

  private static long identity(String bucket, String key, String eTag) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(bucket, key, eTag)) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      byte[] text = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
      return hash(text, 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
