package dev.sightline.stand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the question after acknowledgments: {@code {"acks":[0,1]}}, and nothing but that. */
final class AckQuery {
  private static final JsonFactory JSON = new JsonFactory();

  private AckQuery() {}

  /** Returns the ids asked for, or null where the body is anything else. */
  static @Nullable List<Long> read(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"acks".equals(parser.nextFieldName())
          || parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      List<Long> ackIds = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          return null;
        }
        ackIds.add(parser.getLongValue());
      }
      return parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null
          ? ackIds
          : null;
    } catch (InputCoercionException tooLong) {
      return null;
    } catch (IOException malformed) {
      return null;
    }
  }
}
