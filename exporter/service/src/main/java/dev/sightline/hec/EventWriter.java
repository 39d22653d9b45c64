package dev.sightline.hec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as HEC's envelopes, one after the other, into a buffer that grows as needed. {@code
 * fields} comes last, so that an event can be sent again without it (answer 15).
 */
public final class EventWriter {
  static final byte[] FIELDS = ",\"fields\":{\"sightline_id\":".getBytes(StandardCharsets.US_ASCII);

  /** Characters of the names of the fields that say what rules made of an event, at most. */
  private static final int MARK = 100;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** More than the events of one batch have as a rule. */
  private static final int PLACES = 8;

  private final @Nullable Place[] places = new Place[PLACES];
  private int nextPlace;
  private byte[] bytes;
  private int length;
  private int[] ends = new int[64];
  private int events;

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares places.
  private record Place(String source, String sourcetype, @Nullable String index, byte[] json) {
    boolean isOf(HecEvent event) {
      return source.equals(event.source())
          && sourcetype.equals(event.sourcetype())
          && Objects.equals(index, event.index());
    }
  }

  /**
   * @param buffer written from its start; replaced by a larger one where an event does not fit
   */
  public EventWriter(byte[] buffer) {
    this.bytes = buffer;
  }

  /** An upper bound of the bytes that {@link #write} adds for the event. */
  public static int size(HecEvent event) {
    String index = event.index();
    return event.length()
        + 160
        + 6
            * (event.host().length()
                + event.source().length()
                + event.sourcetype().length()
                + event.sightlineId().length()
                + (index == null ? 0 : index.length())
                + (event.mark() == null ? 0 : event.mark().rule().length() + MARK));
  }

  /** Adds one envelope. */
  public void write(HecEvent event) {
    reserve(size(event));
    ascii("{");
    if (event.timeMillis() >= 0) {
      ascii("\"time\":");
      time(event.timeMillis());
      ascii(",");
    }
    ascii("\"host\":");
    string(event.host());
    place(event);
    ascii(",\"event\":");
    System.arraycopy(event.buffer(), event.offset(), bytes, length, event.length());
    length += event.length();
    System.arraycopy(FIELDS, 0, bytes, length, FIELDS.length);
    length += FIELDS.length;
    string(event.sightlineId());
    mark(event.mark());
    ascii("}}");
    if (events == ends.length) {
      ends = Arrays.copyOf(ends, events * 2);
    }
    ends[events++] = length;
  }

  private void mark(HecEvent.@Nullable Mark mark) {
    if (mark == null) {
      return;
    }
    ascii(",\"sightline_rule\":");
    string(mark.rule());
    if (mark.factor() > 1) {
      ascii(",\"sightline_factor\":\"");
      ascii(Integer.toString(mark.factor()));
      ascii("\"");
    }
    if (mark.unreduced()) {
      ascii(",\"sightline_unreduced\":\"true\"");
    }
  }

  /** Source, sourcetype and index: written out once for all events that have the same. */
  private void place(HecEvent event) {
    for (Place place : places) {
      if (place != null && place.isOf(event)) {
        System.arraycopy(place.json, 0, bytes, length, place.json.length);
        length += place.json.length;
        return;
      }
    }
    int from = length;
    ascii(",\"source\":");
    string(event.source());
    ascii(",\"sourcetype\":");
    string(event.sourcetype());
    String index = event.index();
    if (index != null) {
      ascii(",\"index\":");
      string(index);
    }
    byte[] json = Arrays.copyOfRange(bytes, from, length);
    places[nextPlace] = new Place(event.source(), event.sourcetype(), index, json);
    nextPlace = (nextPlace + 1) % PLACES;
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** Events written so far. */
  public int events() {
    return events;
  }

  /** What was written, without a copy: this writer must not be used after. */
  public Batch batch() {
    return new Batch(bytes, 0, Arrays.copyOf(ends, events), 0, events);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.min(length * 2, 1 << 30)));
    }
  }

  @SuppressWarnings("deprecation") // The text is ASCII: the one copy without a decoder.
  private void ascii(String text) {
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
  }

  private void time(long millis) {
    ascii(Long.toString(millis / 1000));
    int rest = (int) (millis % 1000);
    bytes[length++] = '.';
    bytes[length++] = (byte) ('0' + rest / 100);
    bytes[length++] = (byte) ('0' + rest / 10 % 10);
    bytes[length++] = (byte) ('0' + rest % 10);
  }

  /** A JSON string; everything outside printable ASCII is escaped, six bytes a UTF-16 unit. */
  private void string(String text) {
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        bytes[length++] = (byte) c;
      } else {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        bytes[length++] = HEX[c >> 12];
        bytes[length++] = HEX[c >> 8 & 15];
        bytes[length++] = HEX[c >> 4 & 15];
        bytes[length++] = HEX[c & 15];
      }
    }
    bytes[length++] = '"';
  }
}
