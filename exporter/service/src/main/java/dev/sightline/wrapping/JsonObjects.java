package dev.sightline.wrapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How JSON of others is read, and what stands at the top of one object. */
final class JsonObjects {
  private static final int DEEPEST = 1_000;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // Without its tables of names Jackson knows no places in bytes.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private JsonObjects() {}

  /** Where a member's object or list stands. */
  record Place(int from, int to, boolean list) {}

  /**
   * The top of an object.
   *
   * @param texts its scalars but null, as text
   * @param places its objects and lists
   */
  record Top(Map<String, String> texts, Map<String, Place> places) {
    boolean hasList(String name) {
      Place place = places.get(name);
      return place != null && place.list();
    }

    boolean has(String name) {
      return texts.containsKey(name) || places.containsKey(name);
    }
  }

  /** The top of the object that the bytes are; null where they are no single object. */
  static @Nullable Top top(byte[] json, int offset, int length) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Place> places = new HashMap<>();
    try (JsonParser parser = FACTORY.createParser(json, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        if (token.isStructStart()) {
          parser.skipChildren();
          int to = offset + (int) parser.currentLocation().getByteOffset();
          places.put(name, new Place(from, to, token == JsonToken.START_ARRAY));
        } else if (token != JsonToken.VALUE_NULL) {
          texts.put(name, parser.getText());
        }
      }
      return parser.nextToken() == null ? new Top(texts, places) : null;
    } catch (IOException notJson) {
      return null;
    }
  }
}
