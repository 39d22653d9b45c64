package dev.sightline.stand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of the event endpoint: JSON envelopes one after the other, with or without white
 * space between. Stricter than Splunk where that finds a sender's mistake: a key named twice in an
 * envelope, metadata that is not a string, or a body that is not strict UTF-8 is refused.
 */
final class EnvelopeReader {
  /**
   * What a body holds.
   *
   * @param events the events before the offender, or all others where the reader goes on after it
   * @param refusal the first event that is refused, if one is
   */
  record Reading(List<ReceivedEvent> events, @Nullable Refusal refusal) {}

  /** The offending event, counted from 0, and why it is refused. */
  record Refusal(HecCode code, int position) {}

  /** What the envelope leaves open: who sent it, and what the token allows. */
  record Origin(int indexer, HecReceiver.Token token, int maxEventSize) {}

  private sealed interface Item {}

  private record Taken(ReceivedEvent event) implements Item {}

  private record Refused(HecCode code) implements Item {}

  private static final int MAX_TIME_LENGTH = 32;
  private static final BigDecimal MAX_TIME = BigDecimal.valueOf(253_402_300_800L);

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final byte[] body;
  private final Origin origin;
  private final Function<ReceivedEvent, @Nullable HecCode> check;

  /**
   * @param check the last word on an event that is well formed: a code refuses it
   */
  EnvelopeReader(byte[] body, Origin origin, Function<ReceivedEvent, @Nullable HecCode> check) {
    this.body = body;
    this.origin = origin;
    this.check = check;
  }

  /**
   * Reads to the first offender, or to the end where {@code goOn} is set and the JSON is well
   * formed.
   */
  Reading read(boolean goOn) {
    int valid = lengthOfValidUtf8(body);
    List<ReceivedEvent> events = new ArrayList<>();
    Refusal refusal = null;
    int position = 0;
    try (JsonParser parser = JSON.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        Item item =
            token == JsonToken.START_OBJECT
                ? new Envelope(parser).read()
                : new Refused(HecCode.INVALID_DATA_FORMAT);
        switch (offset(parser) > valid ? new Refused(HecCode.INVALID_DATA_FORMAT) : item) {
          case Taken(ReceivedEvent event) -> events.add(event);
          case Refused(HecCode code) -> {
            refusal = refusal == null ? new Refusal(code, position) : refusal;
            if (!goOn || code == HecCode.INVALID_DATA_FORMAT) {
              return new Reading(events, refusal);
            }
          }
        }
        position++;
      }
    } catch (IOException malformed) {
      refusal = refusal == null ? new Refusal(HecCode.INVALID_DATA_FORMAT, position) : refusal;
    }
    return new Reading(events, refusal);
  }

  /** How many bytes from the start are strict UTF-8, without a byte order mark. */
  static int lengthOfValidUtf8(byte[] bytes) {
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF) {
      return 0;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(8192);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isOverflow()) {
        return in.position();
      }
      out.clear();
    }
  }

  /** Reads epoch seconds up to the end of the year 9999, or returns null where these are none. */
  static @Nullable Instant epochSeconds(String seconds) {
    if (seconds.length() > MAX_TIME_LENGTH) {
      return null;
    }
    try {
      BigDecimal exact = new BigDecimal(seconds);
      if (exact.signum() < 0 || exact.compareTo(MAX_TIME) >= 0 || exact.scale() > MAX_TIME_LENGTH) {
        return null;
      }
      long whole = exact.longValue();
      return Instant.ofEpochSecond(
          whole, exact.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    } catch (NumberFormatException notNumeric) {
      return null;
    }
  }

  private static int offset(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getByteOffset());
  }

  private enum Key {
    TIME,
    HOST,
    SOURCE,
    SOURCETYPE,
    INDEX,
    EVENT,
    FIELDS;

    static @Nullable Key named(String name) {
      return switch (name) {
        case "time" -> TIME;
        case "host" -> HOST;
        case "source" -> SOURCE;
        case "sourcetype" -> SOURCETYPE;
        case "index" -> INDEX;
        case "event" -> EVENT;
        case "fields" -> FIELDS;
        default -> null;
      };
    }
  }

  /** One envelope. It is read to its end whatever is wrong with it, so that a reader can go on. */
  private final class Envelope {
    private final JsonParser parser;
    private final Set<Key> seen = EnumSet.noneOf(Key.class);
    private final Set<HecCode> wrong = EnumSet.noneOf(HecCode.class);
    private @Nullable Instant time;
    private @Nullable String host;
    private @Nullable String source;
    private @Nullable String sourcetype;
    private @Nullable String index = origin.token().defaultIndex();
    private @Nullable String event;
    private Map<String, List<String>> fields = Map.of();

    Envelope(JsonParser parser) {
      this.parser = parser;
    }

    Item read() throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        Key key = Key.named(parser.currentName());
        parser.nextToken();
        if (key == null) {
          wrong.add(HecCode.NO_DATA);
          parser.skipChildren();
        } else {
          if (!seen.add(key)) {
            wrong.add(HecCode.INVALID_DATA_FORMAT);
          }
          value(key);
        }
      }
      if (!seen.contains(Key.EVENT)) {
        wrong.add(HecCode.EVENT_REQUIRED);
      }
      Set<String> indexes = origin.token().indexes();
      if (!indexes.isEmpty() && index != null && !indexes.contains(index)) {
        wrong.add(HecCode.INCORRECT_INDEX);
      }
      // Several things may be wrong; the lowest code is answered.
      for (HecCode code : wrong) {
        return new Refused(code);
      }
      ReceivedEvent read =
          new ReceivedEvent(
              time,
              host,
              source,
              sourcetype,
              index,
              fields,
              event == null ? "" : event,
              origin.indexer(),
              origin.token().name());
      HecCode refused = check.apply(read);
      return refused == null ? new Taken(read) : new Refused(refused);
    }

    private void value(Key key) throws IOException {
      switch (key) {
        case TIME -> time = time();
        case HOST -> host = text();
        case SOURCE -> source = text();
        case SOURCETYPE -> sourcetype = text();
        case INDEX -> {
          String named = text();
          index = named == null || named.isEmpty() ? index : named;
        }
        case EVENT -> event = event();
        case FIELDS -> fields = fields();
      }
    }

    private @Nullable String text() throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      wrong.add(HecCode.INVALID_DATA_FORMAT);
      parser.skipChildren();
      return null;
    }

    /** Epoch seconds, as a number or as a string. */
    private @Nullable Instant time() throws IOException {
      JsonToken token = parser.currentToken();
      String seconds =
          token.isNumeric() || token == JsonToken.VALUE_STRING ? parser.getText() : null;
      parser.skipChildren();
      Instant read = seconds == null ? null : epochSeconds(seconds);
      if (read == null) {
        wrong.add(HecCode.INVALID_DATA_FORMAT);
      }
      return read;
    }

    private @Nullable String event() throws IOException {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        wrong.add(HecCode.EVENT_REQUIRED);
        return null;
      }
      int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
      if (token == JsonToken.VALUE_STRING && parser.getText().isBlank()) {
        wrong.add(HecCode.EVENT_BLANK);
      }
      parser.skipChildren();
      parser.finishToken();
      int length = offset(parser) - start;
      if (length > origin.maxEventSize()) {
        wrong.add(HecCode.INVALID_DATA_FORMAT);
        return null;
      }
      return new String(body, start, length, StandardCharsets.UTF_8);
    }

    private Map<String, List<String>> fields() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        wrong.add(HecCode.INDEXED_FIELDS);
        parser.skipChildren();
        return Map.of();
      }
      Map<String, List<String>> read = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (read.put(name, fieldValues()) != null) {
          wrong.add(HecCode.INDEXED_FIELDS);
        }
      }
      return Map.copyOf(read);
    }

    private List<String> fieldValues() throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return List.of(fieldValue());
      }
      List<String> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(fieldValue());
      }
      return List.copyOf(values);
    }

    private String fieldValue() throws IOException {
      JsonToken token = parser.currentToken();
      if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        return parser.getText();
      }
      wrong.add(HecCode.INDEXED_FIELDS);
      parser.skipChildren();
      return "";
    }
  }
}
