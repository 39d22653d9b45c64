package dev.sightline.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.sightline.cloudtrail.CloudTrailRecord.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for eventTime, recipientAccountId, eventID and eventName in the few records that
 * lack one of them: of aggregated events, of Insights, of the oldest trails. These are read token
 * by token.
 */
final class OtherMembers {
  /** Whose a record is, the first that is there. */
  static final List<String> ACCOUNTS =
      List.of("recipientAccountId", "accountId", "userIdentity.accountId");

  /** Ids of records, the first that is there. */
  static final List<String> IDS = List.of("eventID", "eventId");

  /** When it happened, the first that is a time. */
  private static final List<String> TIMES =
      List.of(
          "eventTime",
          "timeWindow.windowStart",
          "@timestamp",
          "eventTimestamp",
          "timestamp",
          "time",
          "_time");

  private static final int LONGEST = 256;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private boolean window;
  private boolean insight;

  private OtherMembers() {}

  static OtherMembers of(byte[] buffer, int offset, int length) throws IOException {
    OtherMembers members = new OtherMembers();
    var characters =
        new InputStreamReader(
            new ByteArrayInputStream(buffer, offset, length), StandardCharsets.UTF_8);
    try (JsonParser parser = ExactReader.FACTORY.createParser(characters)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        members.member(parser);
      }
    } catch (StreamReadException e) {
      // The scanner took it for a record: what was found so far is all that can be told.
      return members;
    }
    return members;
  }

  private void member(JsonParser parser) throws IOException {
    String name = parser.currentName();
    JsonToken token = parser.nextToken();
    if (name.indexOf('.') >= 0) {
      // It would be taken for a member of an inner object, which is noted with a dot.
      parser.skipChildren();
      return;
    }
    boolean inner = name.equals("timeWindow") || name.equals("userIdentity");
    if (inner) {
      // Where an object is repeated, what stood in the one before does not count either.
      texts.keySet().removeIf(path -> path.startsWith(name + "."));
      numbers.keySet().removeIf(path -> path.startsWith(name + "."));
    }
    if (token == JsonToken.START_OBJECT && inner) {
      window |= name.equals("timeWindow");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String within = name + "." + parser.currentName();
        parser.nextToken();
        note(within, parser);
      }
      return;
    }
    insight |= name.equals("insightDetails") && token == JsonToken.START_OBJECT;
    note(name, parser);
  }

  private void note(String name, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    // Where a member is repeated the last one counts.
    texts.remove(name);
    numbers.remove(name);
    boolean told = token == JsonToken.VALUE_STRING || token.isNumeric();
    String text = told ? parser.getText() : "";
    // Half a pair of surrogates is no character in any encoding of Unicode.
    text = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    if (told && text.length() <= LONGEST && name.length() <= LONGEST) {
      (token.isNumeric() ? numbers : texts).put(name, text);
    }
    parser.skipChildren();
  }

  /** The first of the members that has a text. */
  @Nullable String text(List<String> names) {
    return names.stream().map(texts::get).filter(text -> text != null).findFirst().orElse(null);
  }

  Shape shape() {
    String category = texts.getOrDefault("eventCategory", "");
    String type = texts.getOrDefault("eventType", "");
    if (category.equals("Aggregated") || type.equals("AwsAggregatedEvent")) {
      return Shape.AGGREGATED;
    }
    if (insight && (category.equals("Insight") || type.equals("AwsCloudTrailInsight"))) {
      return Shape.INSIGHT;
    }
    boolean summed = window && texts.containsKey("eventSource") && texts.containsKey("eventId");
    return summed ? Shape.AGGREGATED : Shape.OTHER;
  }

  /** Milliseconds since 1970 of the first member that is a time, or -1. */
  long millis() {
    for (String name : TIMES) {
      String text = texts.getOrDefault(name, numbers.get(name));
      long millis = millis(text);
      if (millis >= 0) {
        return millis;
      }
    }
    return EventTime.UNKNOWN;
  }

  /**
   * ISO 8601 with any offset or none, with a space or a T; or seconds or milliseconds since 1970.
   */
  private static long millis(@Nullable String text) {
    if (text == null) {
      return EventTime.UNKNOWN;
    }
    try {
      if (text.matches("\\d{9,10}(\\.\\d{1,9})?")) {
        return (long) (Double.parseDouble(text) * 1000);
      }
      if (text.matches("\\d{12,13}")) {
        return Long.parseLong(text);
      }
      String zoned = text.strip().replace(' ', 'T');
      if (zoned.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?")) {
        zoned += "Z";
      }
      if (!zoned.matches(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:?\\d{2})")) {
        return EventTime.UNKNOWN;
      }
      Instant instant =
          OffsetDateTime.parse(zoned.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2")).toInstant();
      return Math.max(EventTime.UNKNOWN, instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return EventTime.UNKNOWN;
    }
  }
}
