package dev.sightline.hec;

import java.util.Arrays;

/**
 * Events as one request's body: HEC's envelopes one after the other, and where each of them ends.
 * Immutable by agreement: nobody writes to the bytes while a batch is on its way.
 */
public final class Batch {
  private final byte[] bytes;
  private final int start;
  private final int[] ends;
  private final int from;
  private final int to;
  private final boolean fields;

  Batch(byte[] bytes, int start, int[] ends, int from, int to) {
    this(bytes, start, ends, from, to, true);
  }

  private Batch(byte[] bytes, int start, int[] ends, int from, int to, boolean fields) {
    this.bytes = bytes;
    this.start = start;
    this.ends = ends;
    this.from = from;
    this.to = to;
    this.fields = fields;
  }

  /** How many events. */
  public int events() {
    return to - from;
  }

  /** How many bytes, uncompressed. */
  public int size() {
    return end(events() - 1) - offset();
  }

  /** The array that holds the body, from {@link #offset} on for {@link #size} bytes. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the body begins. */
  public int offset() {
    return begin(0);
  }

  /** Some of the events, over the same bytes. */
  public Batch slice(int first, int end) {
    return new Batch(bytes, start, ends, from + first, from + end, fields);
  }

  /** The bytes of one event's envelope. */
  public byte[] envelope(int event) {
    return Arrays.copyOfRange(bytes, begin(event), end(event));
  }

  /** Whether the events have their indexed field. */
  boolean hasFields() {
    return fields;
  }

  /** The only event without its indexed field, which its writer put last: for answer 15. */
  Batch withoutFields() {
    byte[] envelope = envelope(0);
    int fields = lastIndexOf(envelope, EventWriter.FIELDS);
    if (fields < 0) {
      throw new IllegalStateException("an envelope without its indexed field");
    }
    byte[] shorter = Arrays.copyOf(envelope, fields + 1);
    shorter[fields] = '}';
    return new Batch(shorter, 0, new int[] {shorter.length}, 0, 1, false);
  }

  private int begin(int event) {
    return from + event == 0 ? start : ends[from + event - 1];
  }

  private int end(int event) {
    return ends[from + event];
  }

  private static int lastIndexOf(byte[] text, byte[] part) {
    for (int i = text.length - part.length; i >= 0; i--) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
