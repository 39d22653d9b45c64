package dev.sightline.spl.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sightline.spl.value.Multivalue;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Text;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that Splunk's automatic extraction (KV_MODE=json) takes out of an event: paths with
 * dots, arrays as {@code a{}.b}, numbers and Booleans as they are written, null as the text null.
 */
public final class JsonFields {
  /** Levels of nesting; beyond, the event counts as no JSON. */
  private static final int DEEPEST = 500;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonFields() {}

  /** The fields of text that is JSON; of other text what could be read, or none. */
  public static Map<String, Value> extract(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return extract(bytes, bytes.length);
  }

  /** The fields in the first {@code length} bytes: where these end too early, those before. */
  static Map<String, Value> extract(byte[] bytes, int length) {
    Map<String, Value> found = new LinkedHashMap<>(96);
    int start = 0;
    while (start < length && (bytes[start] == ' ' || bytes[start] == '\n')) {
      start++;
    }
    if (start < length && (bytes[start] == '{' || bytes[start] == '[')) {
      try (JsonParser parser = JSON.createParser(bytes, start, length - start)) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
          object(parser, Paths.TOP, found);
        } else if (first == JsonToken.START_ARRAY) {
          array(parser, Paths.TOP.elements(), found);
        }
      } catch (IOException endsEarly) {
        // What stands before the cut or the mistake is kept, as Splunk keeps it.
        return found;
      }
    }
    return found;
  }

  private static void object(JsonParser parser, Paths path, Map<String, Value> found)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Paths field = path.member(parser.currentName());
      value(parser, parser.nextToken(), field, found);
    }
  }

  private static void array(JsonParser parser, Paths path, Map<String, Value> found)
      throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null && token != JsonToken.END_ARRAY) {
      value(parser, token, path, found);
      token = parser.nextToken();
    }
  }

  private static void value(
      JsonParser parser, JsonToken token, Paths field, Map<String, Value> found)
      throws IOException {
    if (token == JsonToken.START_OBJECT) {
      object(parser, field, found);
    } else if (token == JsonToken.START_ARRAY) {
      array(parser, field.elements(), found);
    } else if (token != null) {
      add(found, field.name(), new Text(parser.getText()));
    }
  }

  private static void add(Map<String, Value> found, String field, Scalar part) {
    Value before = found.putIfAbsent(field, part);
    switch (before) {
      case null -> {}
      case Scalar first -> {
        List<Scalar> parts = new ArrayList<>();
        parts.add(first);
        parts.add(part);
        found.put(field, new Multivalue(parts));
      }
      case Multivalue(List<Scalar> parts) -> parts.add(part);
    }
  }
}
