package dev.sightline.eventbridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event, as it came.
 *
 * @param json the whole event, a JSON object
 * @param id EventBridge's id of it, the same for every rule and target that it goes to; made of the
 *     content where there is none
 * @param source such as {@code aws.health}
 * @param detailType such as {@code AWS Health Event}
 * @param account null where absent
 * @param region likewise
 * @param timeMillis milliseconds since 1970, -1 where absent or unreadable
 * @param detailFrom where the detail begins in {@code json}
 * @param detailEnd where it ends, exclusive
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares events.
public record EventBridgeEvent(
    byte[] json,
    String id,
    String source,
    String detailType,
    @Nullable String account,
    @Nullable String region,
    long timeMillis,
    int detailFrom,
    int detailEnd) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The detail's own bytes. */
  public byte[] detail() {
    return Arrays.copyOfRange(json, detailFrom, detailEnd);
  }

  /**
   * Whether the detail is a record of CloudTrail, as of a sign-in: EventBridge hands those on
   * within a minute, the trail within minutes.
   */
  public boolean isCloudTrail() {
    return detailType.endsWith(" via CloudTrail");
  }

  /** Whether the detail is a finding of GuardDuty. */
  public boolean isFinding() {
    return source.equals("aws.guardduty") && detailType.equals("GuardDuty Finding");
  }

  /**
   * Reads an event.
   *
   * @throws NotEventException where it is none, or has no detail
   */
  public static EventBridgeEvent parse(String text) throws NotEventException {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    String id = "";
    String source = "";
    String type = "";
    String account = null;
    String region = null;
    long time = -1;
    int from = -1;
    int end = -1;
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NotEventException("the message is JSON, but not an object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        switch (name) {
          case "id" -> id = parser.getValueAsString("");
          case "source" -> source = parser.getValueAsString("");
          case "detail-type" -> type = parser.getValueAsString("");
          case "account" -> account = parser.getValueAsString();
          case "region" -> region = parser.getValueAsString();
          case "time" -> time = millis(parser.getValueAsString(""));
          case "detail" -> {
            boolean object = parser.currentToken() == JsonToken.START_OBJECT;
            from = object ? (int) parser.currentTokenLocation().getByteOffset() : -1;
            parser.skipChildren();
            end = (int) parser.currentLocation().getByteOffset();
          }
          default -> {}
        }
        parser.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw new NotEventException("the message is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new NotEventException("the message cannot be read: " + e.getMessage());
    }
    if (from < 0) {
      throw new NotEventException(
          "EventBridge's event '"
              + type
              + "' from '"
              + source
              + "' has no detail: let the rule hand on the whole event, without an input path or a"
              + " transformer");
    }
    String known = id.isEmpty() ? UUID.nameUUIDFromBytes(json).toString() : id;
    return new EventBridgeEvent(json, known, source, type, account, region, time, from, end);
  }

  private static long millis(String time) {
    try {
      return Math.max(-1, Instant.parse(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return -1;
    }
  }
}
