package dev.sightline.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sightline.cloudtrail.UnreadableRecord.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole log with Jackson's parser and trees, sharing no code with the reader: what it
 * accepts, the reader must read in the same way.
 */
final class Oracle {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();
  private static final Pattern TIME =
      Pattern.compile(
          "(19[7-9]\\d|[2-9]\\d{3})-\\d\\d-\\d\\dT([01]\\d|2[0-3]):\\d\\d:[0-5]\\d(\\.\\d{1,9})?Z");

  /** What a log holds. */
  record Reading(
      Contents contents, List<Collected.Kept> records, List<UnreadableRecord> unreadable) {}

  private final String document;
  private final int maximumRecordBytes;
  private final List<Collected.Kept> records = new ArrayList<>();
  private final List<UnreadableRecord> unreadable = new ArrayList<>();
  private long ordinal;

  private Oracle(String document, int maximumRecordBytes) {
    this.document = document;
    this.maximumRecordBytes = maximumRecordBytes;
  }

  /** The log's records; null where the bytes are not a log. */
  static @Nullable Reading read(byte[] bytes, int maximumRecordBytes) {
    String latin1 = new String(bytes, StandardCharsets.ISO_8859_1);
    String document = latin1.startsWith("\u00ef\u00bb\u00bf") ? latin1.substring(3) : latin1;
    try {
      return new Oracle(document, maximumRecordBytes).document();
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("A string does not fail to be read.", e);
    }
  }

  private @Nullable Reading document() throws IOException {
    boolean log = false;
    boolean bucket = false;
    boolean digest = false;
    try (JsonParser parser = MAPPER.getFactory().createParser(document)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("Records")) {
          if (value != JsonToken.START_ARRAY) {
            return null;
          }
          log = true;
          list(parser);
        } else {
          bucket |= name.equals("digestS3Bucket");
          digest |= name.equals("digestStartTime") || name.equals("awsAccountId");
          parser.skipChildren();
          parser.finishToken();
        }
      }
      if (parser.nextToken() != null || !(log || (bucket && digest))) {
        return null;
      }
    }
    return new Reading(
        log ? new Contents.Log(ordinal) : new Contents.Digest(), records, unreadable);
  }

  private void list(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int from = (int) parser.currentTokenLocation().getCharOffset();
      boolean object = parser.currentToken() == JsonToken.START_OBJECT;
      parser.skipChildren();
      parser.finishToken();
      int to =
          parser.currentToken().isNumeric()
              ? from + parser.getText().length()
              : (int) parser.currentLocation().getCharOffset();
      if (!object) {
        unreadable.add(new UnreadableRecord(ordinal, Reason.NOT_AN_OBJECT, to - from));
      } else if (to - from > maximumRecordBytes) {
        unreadable.add(new UnreadableRecord(ordinal, Reason.TOO_LARGE, to - from));
      } else {
        records.add(record(document.substring(from, to)));
      }
      ordinal++;
    }
  }

  private Collected.Kept record(String bytes) throws IOException {
    JsonNode tree = MAPPER.readTree(new String(Collected.bytes(bytes), StandardCharsets.UTF_8));
    return new Collected.Kept(
        bytes,
        ordinal,
        millis(tree),
        first(
            text(tree, "recipientAccountId"),
            text(tree, "accountId"),
            text(tree.path("userIdentity"), "accountId")),
        text(tree, "awsRegion"),
        first(text(tree, "eventID"), text(tree, "eventId")),
        Arrays.stream(RecordMembers.Name.values()).map(name -> member(tree, name)).toList());
  }

  private static String member(JsonNode tree, RecordMembers.Name name) {
    JsonNode value = tree.at("/" + name.path().replace('.', '/'));
    if (!value.isTextual() && !value.isBoolean()) {
      return "";
    }
    return new String(value.asText().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static @Nullable String first(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode tree, String name) {
    JsonNode value = tree.get(name);
    if (value == null || !value.isTextual()) {
      return null;
    }
    // Half a pair of surrogates is no character in any encoding of Unicode.
    String text =
        new String(value.textValue().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return text.length() > 256 ? null : text;
  }

  private static final List<String> TIMES =
      List.of(
          "/eventTime",
          "/timeWindow/windowStart",
          "/@timestamp",
          "/eventTimestamp",
          "/timestamp",
          "/time",
          "/_time");

  private static long millis(JsonNode tree) {
    for (String place : TIMES) {
      JsonNode value = tree.at(place);
      String text = value.isTextual() || value.isNumber() ? value.asText() : "";
      long millis =
          text.matches("\\d{12,13}")
              ? Long.parseLong(text)
              : text.matches("\\d{9,10}") ? 1000 * Long.parseLong(text) : millis(text);
      if (millis >= 0) {
        return millis;
      }
    }
    return -1;
  }

  private static long millis(String time) {
    try {
      if (TIME.matcher(time).matches()) {
        return Instant.parse(time).toEpochMilli();
      }
      // Other forms are no time of CloudTrail's, but one that can be read.
      String iso = time.strip().replace(' ', 'T');
      boolean zoned = iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:?\\d\\d");
      String text = zoned ? iso : iso + "Z";
      if (!text.matches(".{10}T\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:?\\d\\d)")) {
        return -1;
      }
      return Math.max(-1, OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
