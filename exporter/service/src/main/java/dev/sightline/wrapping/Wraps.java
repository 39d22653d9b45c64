package dev.sightline.wrapping;

import dev.sightline.wrapping.JsonObjects.Place;
import dev.sightline.wrapping.JsonObjects.Top;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Looks into one JSON object, or one text, for what it wraps. Used for one stream. */
public final class Wraps {
  /** A finding in an event in a log event in a line of Splunk's in a shipper's line. */
  private static final int DEEPEST = 8;

  /** What comes out of data in base 64, at most: CloudWatch Logs sends 1 MB, compressed. */
  private static final int MOST_DECODED = 64 << 20;

  /** Members that hold a record as text, the likeliest first. */
  private static final List<String> TEXTS =
      List.of(
          "_raw",
          "CloudTrailEvent",
          "eventJson",
          "event.original",
          "event",
          "original",
          "message",
          "Message",
          "@message",
          "log",
          "body",
          "raw",
          "record",
          "line",
          "msg",
          "value");

  /** Members that hold one as an object, or an object that holds one. */
  private static final List<String> OBJECTS =
      List.of(
          "result",
          "event",
          "detail",
          "_source",
          "message",
          "record",
          "body",
          "log",
          "fields",
          "json",
          "data",
          "aws",
          "cloudtrail",
          "attributes",
          "jsonPayload",
          "awslogs",
          "value");

  /** Members with a time, of which the first that is one stands for a record that has none. */
  private static final List<String> TIMES = List.of("timestamp", "time", "_time", "@timestamp");

  private final Taker taker;

  public Wraps(Taker taker) {
    this.taker = taker;
  }

  /**
   * Takes what the object is, or what it wraps.
   *
   * @return whether anything is known of it
   */
  public boolean object(byte[] json, int offset, int length)
      throws IOException, InterruptedException {
    return object(json, offset, length, -1, 0);
  }

  boolean object(byte[] json, int offset, int length, long timeMillis, int depth)
      throws IOException, InterruptedException {
    if (depth > DEEPEST) {
      return false;
    }
    if (taker.take(json, offset, length, timeMillis)) {
      return true;
    }
    Top top = JsonObjects.top(json, offset, length);
    if (top == null) {
      return false;
    }
    if ("CONTROL_MESSAGE".equals(top.texts().get("messageType")) && top.hasList("logEvents")) {
      taker.nothing("control_message");
      return true;
    }
    if (isList(top)) {
      new JsonDocuments(new ByteArrayInputStream(json, offset, length), taker, depth + 1).read();
      return true;
    }
    return members(json, top, Math.max(timeMillis, time(top)), depth);
  }

  private boolean members(byte[] json, Top top, long timeMillis, int depth)
      throws IOException, InterruptedException {
    for (String name : TEXTS) {
      String text = text(top, name);
      if (text != null && text(text, timeMillis, depth + 1)) {
        return true;
      }
    }
    for (String name : List.of("rawData", "data")) {
      byte[] decoded = decoded(top.texts().get(name));
      if (decoded != null && documents(decoded, depth + 1)) {
        return true;
      }
    }
    for (String name : OBJECTS) {
      Place place = top.places().get(name);
      if (place != null
          && !place.list()
          && object(json, place.from(), place.to() - place.from(), timeMillis, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  /** A member's text; that of a column of a table may be written in any case. */
  private static @Nullable String text(Top top, String name) {
    String text = top.texts().get(name);
    if (text == null && name.equals("eventJson")) {
      for (Map.Entry<String, String> entry : top.texts().entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          return entry.getValue();
        }
      }
    }
    return text;
  }

  /** Whether an object is a wrapping with a list of what it wraps, and nothing else. */
  private static boolean isList(Top top) {
    return top.hasList("logEvents")
        || top.hasList("Records")
        || top.hasList("QueryResultRows")
        || (top.hasList("results") && (top.has("preview") || top.has("init_offset")))
        || (top.hasList("results") && top.has("statistics"))
        || (top.hasList("events") && (top.has("searchedLogStreams") || top.has("nextForwardToken")))
        || (top.hasList("Events") && top.texts().size() <= 1)
        || (top.hasList("Findings") && top.texts().size() <= 1);
  }

  private static long time(Top top) {
    for (String name : TIMES) {
      String text = top.texts().get(name);
      if (text != null && text.matches("\\d{12,13}")) {
        return Long.parseLong(text);
      }
      if (text != null && text.matches("\\d{9,10}(\\.\\d{1,9})?")) {
        return (long) (1000 * Double.parseDouble(text));
      }
    }
    return -1;
  }

  /**
   * Takes what a text is, or what it wraps.
   *
   * @return whether anything is known of it
   */
  boolean text(String text, long timeMillis, int depth) throws IOException, InterruptedException {
    String stripped = text.strip();
    if (stripped.isEmpty() || depth > DEEPEST) {
      return false;
    }
    if (stripped.startsWith("CWL CONTROL MESSAGE")) {
      taker.nothing("control_message");
      return true;
    }
    byte[] bytes = stripped.getBytes(StandardCharsets.UTF_8);
    if (stripped.startsWith("[{")) {
      return documents(bytes, depth);
    }
    if (stripped.startsWith("{")) {
      return object(bytes, 0, bytes.length, timeMillis, depth);
    }
    if (taker.take(bytes, 0, bytes.length, timeMillis)) {
      return true;
    }
    // As syslog passes it on: a few words before the record.
    int brace = stripped.indexOf('{');
    return brace > 0
        && brace < 512
        && stripped.endsWith("}")
        && stripped.contains("\"event")
        && text(stripped.substring(brace), timeMillis, depth + 1);
  }

  /** Takes what several documents hold, of which at least one must be known. */
  private boolean documents(byte[] bytes, int depth) throws IOException, InterruptedException {
    if (depth > DEEPEST) {
      return false;
    }
    int first = 0;
    while (first < bytes.length && bytes[first] <= ' ') {
      first++;
    }
    if (first == bytes.length || (bytes[first] != '{' && bytes[first] != '[')) {
      return text(new String(bytes, StandardCharsets.UTF_8), -1, depth + 1);
    }
    try {
      return new JsonDocuments(new ByteArrayInputStream(bytes), taker, depth + 1).read() > 0;
    } catch (WrappingException e) {
      taker.unreadable(e.getMessage());
      return true;
    }
  }

  /** Data in base 64, inflated where it is gzip; null where it is none. */
  private static byte @Nullable [] decoded(@Nullable String text) throws IOException {
    if (text == null || text.length() < 16) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (bytes.length < 2 || (bytes[0] & 0xFF) != 0x1F || (bytes[1] & 0xFF) != 0x8B) {
      return bytes;
    }
    try (GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] content = inflated.readNBytes(MOST_DECODED);
      return inflated.read() < 0 ? content : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** A column's name without what people write differently. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
