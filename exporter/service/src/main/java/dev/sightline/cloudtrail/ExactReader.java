package dev.sightline.cloudtrail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.sightline.cloudtrail.Members.Member;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record with Jackson, token by token: slow, and right about every escape. It slices the
 * same bytes as {@link RecordScanner}, to which it is the fallback.
 *
 * <p>The bytes are shown to Jackson as Latin-1, in which every byte is one character: places are
 * byte offsets, and bytes that are not UTF-8 stay what they are. The text of the few members that
 * are handed on is decoded as UTF-8 from its slice.
 */
final class ExactReader {
  /** Deeper nesting is refused: Jackson holds an object for each level. */
  static final int MAXIMUM_DEPTH = 10_000;

  /** More than any literal or escape has. */
  private static final int LONGEST_WORD_BYTES = 16;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAXIMUM_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          // Names come from outside: a table of them would be filled by whoever likes.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Carried as they are, as in every value that the scanner passes over.
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private final Members members;
  private String fault = "";
  private long faultAt;

  ExactReader(Members members) {
    this.members = members;
  }

  /**
   * Reads the record whose opening brace is at {@code from}.
   *
   * @return where it ends, exclusive; {@link RecordScanner#MORE} where it goes on behind the limit,
   *     {@link RecordScanner#NOT_UNDERSTOOD} where it is not JSON, which {@link #fault} explains
   */
  int scan(byte[] buffer, int from, int limit) throws IOException {
    members.clear();
    Reader bytes =
        new InputStreamReader(
            new ByteArrayInputStream(buffer, from, limit - from), StandardCharsets.ISO_8859_1);
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        Member member = Member.of(key, 0, key.length);
        JsonToken token = parser.nextToken();
        if (token == null) {
          return RecordScanner.MORE;
        }
        if (member != null) {
          members.sees(member);
        }
        if (token == JsonToken.VALUE_STRING) {
          int start = from + (int) parser.currentTokenLocation().getCharOffset();
          parser.finishToken();
          int end = from + (int) parser.currentLocation().getCharOffset();
          if (member != null) {
            byte[] text = decoded(buffer, start, end);
            members.takes(member, text, 0, text.length);
          }
        } else {
          other(parser, member, buffer, from);
        }
      }
      return parser.currentToken() == JsonToken.END_OBJECT
          ? from + (int) parser.currentLocation().getCharOffset()
          : RecordScanner.MORE;
    } catch (JsonEOFException e) {
      return RecordScanner.MORE;
    } catch (StreamReadException e) {
      fault = e.getOriginalMessage();
      faultAt = Math.max(e.getLocation().getCharOffset(), 0);
      // A word or number that the limit cuts in two looks wrong: more bytes may mend it.
      return faultAt < limit - from - LONGEST_WORD_BYTES
          ? RecordScanner.NOT_UNDERSTOOD
          : RecordScanner.MORE;
    }
  }

  /** Passes over a value that is no string. */
  private void other(JsonParser parser, @Nullable Member member, byte[] buffer, int from)
      throws IOException {
    JsonToken token = parser.currentToken();
    int start = from + (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    if (member == null) {
      return;
    }
    if (token == JsonToken.START_OBJECT && parser.currentToken() == JsonToken.END_OBJECT) {
      int end = from + (int) parser.currentLocation().getCharOffset();
      members.takesObject(member, buffer, start, end);
    } else if (token.isBoolean()) {
      byte[] word = parser.getText().getBytes(StandardCharsets.US_ASCII);
      members.takesWord(member, word, 0, word.length);
    }
  }

  /**
   * Reads the two members of userIdentity that somebody may ask for.
   *
   * @throws StreamReadException where the bytes are not JSON
   */
  static void identity(byte[] object, int from, int to, RecordMembers members) throws IOException {
    Reader characters =
        new InputStreamReader(
            new ByteArrayInputStream(object, from, to - from), StandardCharsets.UTF_8);
    try (JsonParser parser = FACTORY.createParser(characters)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        byte[] key = parser.currentName().getBytes(StandardCharsets.UTF_8);
        RecordMembers.Name name = RecordMembers.ofIdentity(key, 0, key.length);
        JsonToken token = parser.nextToken();
        if (name != null) {
          members.forget(name);
        }
        if (name != null && (token == JsonToken.VALUE_STRING || token.isBoolean())) {
          byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
          members.note(name, text, 0, text.length);
        }
        parser.skipChildren();
      }
    }
  }

  /** What Jackson says is wrong with the record read last. */
  String fault() {
    return fault;
  }

  /** Where that is, in bytes from the start of the record. */
  long faultAt() {
    return faultAt;
  }

  /** A string's text as UTF-8, from its bytes with their quotation marks. */
  private static byte[] decoded(byte[] buffer, int from, int to) throws IOException {
    String quoted = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    try (JsonParser parser = FACTORY.createParser(quoted)) {
      parser.nextToken();
      return parser.getText().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A member's name from its bytes with their quotation marks; null where they are not JSON. */
  static @Nullable String name(byte[] buffer, int from, int length) throws IOException {
    String quoted = new String(buffer, from, length, StandardCharsets.UTF_8);
    try (JsonParser parser = FACTORY.createParser(quoted)) {
      parser.nextToken();
      return parser.getText();
    } catch (StreamReadException e) {
      return null;
    }
  }

  /**
   * The text of a string member of an object, as UTF-8.
   *
   * @return null where the object has no such member, it is no string, or the bytes are not JSON:
   *     the scanner passes over what is wrong within a string
   */
  static byte @Nullable [] text(byte[] object, int from, int to, String name) throws IOException {
    byte[] text = null;
    Reader characters =
        new InputStreamReader(
            new ByteArrayInputStream(object, from, to - from), StandardCharsets.UTF_8);
    try (JsonParser parser = FACTORY.createParser(characters)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
          text = parser.getText().getBytes(StandardCharsets.UTF_8);
        }
        parser.skipChildren();
      }
    } catch (StreamReadException e) {
      return null;
    }
    return text;
  }
}
