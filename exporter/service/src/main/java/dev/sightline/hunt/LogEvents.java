package dev.sightline.hunt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of files as the events that the exporter would have sent. */
final class LogEvents {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String INDEX = "main";

  private LogEvents() {}

  /** What is known, as its sourcetype. */
  static Event known(Found found) {
    return new Event(
        found.copy(),
        found.time(),
        indexed(found.type().sourcetype(), found.type().source(), found.account()),
        Extraction.WHOLE);
  }

  private static Map<String, String> indexed(
      String sourcetype, String source, @Nullable String account) {
    return Map.of(
        "index",
        INDEX,
        "sourcetype",
        sourcetype,
        "source",
        source,
        "host",
        account == null ? "" : account);
  }

  /**
   * A line of somebody's own. Its time is {@code _time}, {@code eventTime}, {@code time} or {@code
   * timestamp}, the first of them that is one, in ISO 8601 or seconds or milliseconds since 1970.
   * Where the line was exported from Splunk, its {@code _raw} is the event; {@code _time} is no
   * part of one.
   */
  static Event line(Found found) {
    byte[] json = found.copy();
    Top top = Top.of(json);
    if (top == null) {
      return new Event(json, Double.NaN, Map.of(), Extraction.WHOLE);
    }
    double time = Double.NaN;
    for (String name : new String[] {"_time", "eventTime", "time", "timestamp"}) {
      if (Double.isNaN(time)) {
        time = seconds(top.texts.get(name));
      }
    }
    String raw = top.texts.get("_raw");
    Map<String, String> indexed = new HashMap<>();
    if (top.texts.containsKey("eventTime")
        && top.texts.containsKey("eventName")
        && top.texts.containsKey("eventSource")) {
      String account = top.texts.get("recipientAccountId");
      indexed.putAll(indexed("aws:cloudtrail", "aws_cloudtrail", account));
      indexed.keySet().removeAll(top.texts.keySet());
    }
    if (raw != null) {
      for (String name : new String[] {"index", "sourcetype", "source", "host"}) {
        String value = top.texts.get(name);
        if (value != null) {
          indexed.put(name, value);
        }
      }
    }
    byte[] event = raw == null ? top.withoutTime(json) : raw.getBytes(StandardCharsets.UTF_8);
    return new Event(event, time, Map.copyOf(indexed), Extraction.WHOLE);
  }

  /** Seconds since 1970 of a text in one of the usual forms, or NaN. */
  static double seconds(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Double.NaN;
    }
    char first = text.charAt(0);
    if ((first < '0' || first > '9') && first != '-') {
      return Double.NaN;
    }
    try {
      double number = Double.parseDouble(text);
      // Ten digits are seconds until 2286, thirteen are milliseconds since 2001.
      return Math.abs(number) >= 1e11 ? number / 1000 : number;
    } catch (NumberFormatException notANumber) {
      return isoSeconds(text);
    }
  }

  private static double isoSeconds(String text) {
    String zoned = text.replace(' ', 'T');
    if (zoned.matches("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+")) {
      zoned += "Z";
    }
    try {
      Instant instant = Instant.parse(zoned.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"));
      return instant.getEpochSecond() + instant.getNano() / 1e9;
    } catch (DateTimeException notATime) {
      return Double.NaN;
    }
  }

  /** The scalars at the top of an object, and where its time stands. */
  private static final class Top {
    private final Map<String, String> texts = new HashMap<>();
    private int timeFrom = -1;
    private int timeTo = -1;

    /** Null where the bytes are no object. */
    static @Nullable Top of(byte[] json) {
      Top top = new Top();
      try (JsonParser parser = JSON.createParser(json)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return null;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          int from = (int) parser.currentTokenLocation().getByteOffset();
          JsonToken token = parser.nextToken();
          if (token.isScalarValue()) {
            top.texts.put(name, parser.getText());
          } else {
            parser.skipChildren();
          }
          int to = (int) parser.currentLocation().getByteOffset();
          if (name.equals("_time")) {
            top.timeFrom = from;
            top.timeTo = to;
          }
        }
        return top;
      } catch (IOException notJson) {
        return null;
      }
    }

    /** The object without its {@code _time}; every other byte is kept. */
    byte[] withoutTime(byte[] json) {
      if (timeFrom < 0) {
        return json;
      }
      int from = timeFrom;
      int to = timeTo;
      while (to < json.length && json[to] <= ' ') {
        to++;
      }
      if (to < json.length && json[to] == ',') {
        to++;
        while (to < json.length && json[to] <= ' ') {
          to++;
        }
      } else {
        while (from > 0 && json[from] != ',' && json[from] != '{') {
          from--;
        }
        from += json[from] == '{' ? 1 : 0;
        to = timeTo;
      }
      byte[] rest = new byte[json.length - (to - from)];
      System.arraycopy(json, 0, rest, 0, from);
      System.arraycopy(json, to, rest, from, json.length - to);
      return rest;
    }
  }
}
