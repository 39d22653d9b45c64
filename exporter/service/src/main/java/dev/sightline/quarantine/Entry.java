package dev.sightline.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Masking;
import dev.sightline.object.ObjectRef;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One thing that could not be delivered: a message, an object, or one record of an object.
 *
 * @param at when it was given up
 * @param reason one sentence: what is wrong with it
 * @param queue the name of the queue that announced it, or the file it came from
 * @param object where its bytes are, or null where it is a message that announces no object
 * @param ordinal the record's position in the object, or -1 for the whole object or message
 * @param destination the name of the Splunk that refused it; null where it is no matter of one, or
 *     the first
 * @param message the message's body, where there is no object to point at
 * @param envelope the bytes that HEC refused, or null where they are too many to be kept here
 */
public record Entry(
    Instant at,
    String reason,
    String queue,
    @Nullable ObjectRef object,
    long ordinal,
    @Nullable String destination,
    @Nullable String message,
    byte @Nullable [] envelope) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "sightline_quarantine";

  public Entry {
    reason = Masking.masked(reason);
  }

  /** A message that is not understood. */
  public static Entry ofMessage(Instant at, String reason, String queue, String message) {
    return new Entry(at, reason, queue, null, -1, null, message, null);
  }

  /** A whole object. */
  public static Entry ofObject(Instant at, String reason, String queue, ObjectRef object) {
    return new Entry(at, reason, queue, object, -1, null, null, null);
  }

  /** One record of an object. */
  public static Entry ofRecord(
      Instant at,
      String reason,
      String queue,
      ObjectRef object,
      long ordinal,
      @Nullable String destination,
      byte @Nullable [] envelope) {
    return new Entry(at, reason, queue, object, ordinal, destination, null, envelope);
  }

  /** What it is, in a word: {@code message}, {@code object} or {@code record}. */
  public String kind() {
    if (object == null) {
      return "message";
    }
    return ordinal < 0 ? "object" : "record";
  }

  /** Where it is to be found, for a person. */
  public String place() {
    if (object == null) {
      return "queue " + queue;
    }
    return ordinal < 0 ? object.location() : object.location() + " record " + ordinal;
  }

  /**
   * As JSON of at most the given number of bytes: what was refused is left out where it would be
   * longer, since the object still has it.
   */
  public String json(int mostBytes) {
    ObjectNode json = JSON.createObjectNode();
    json.put(MARK, 1);
    json.put("at", at.toString());
    json.put("kind", kind());
    json.put("reason", reason);
    json.put("queue", queue);
    if (object != null) {
      json.put("bucket", object.bucket());
      json.put("key", object.key());
      json.put("version", object.version());
      json.put("etag", object.eTag());
      if (ordinal >= 0) {
        json.put("ordinal", ordinal);
      }
    }
    if (destination != null) {
      json.put("destination", destination);
    }
    if (message != null) {
      json.put("message", message);
    }
    String plain = json.toString();
    if (envelope == null) {
      return plain;
    }
    String text = utf8(envelope);
    if (text != null) {
      json.put("envelope", text);
    } else {
      json.put("envelope_base64", Base64.getEncoder().encodeToString(envelope));
    }
    String full = json.toString();
    return full.getBytes(StandardCharsets.UTF_8).length <= mostBytes ? full : plain;
  }

  /**
   * Reads what {@link #json} wrote. Anything else is a message that SQS itself moved here after too
   * many receives, and is kept as such.
   */
  public static Entry parse(String text, String queue) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json != null && json.path(MARK).asInt() == 1) {
        return parsed(json);
      }
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      return ofMessage(Instant.EPOCH, "not written by Sightline", queue, text);
    }
    return ofMessage(Instant.EPOCH, "moved here by SQS after too many receives", queue, text);
  }

  private static Entry parsed(JsonNode json) {
    ObjectRef object =
        json.has("bucket") && json.has("key")
            ? new ObjectRef(
                json.get("bucket").asText(),
                json.get("key").asText(),
                textOrNull(json, "version"),
                textOrNull(json, "etag"),
                null,
                -1)
            : null;
    byte[] envelope = null;
    if (json.path("envelope").isTextual()) {
      envelope = json.get("envelope").asText().getBytes(StandardCharsets.UTF_8);
    } else if (json.path("envelope_base64").isTextual()) {
      envelope = Base64.getDecoder().decode(json.get("envelope_base64").asText());
    }
    return new Entry(
        Instant.parse(json.path("at").asText()),
        json.path("reason").asText(),
        json.path("queue").asText(),
        object,
        json.path("ordinal").asLong(-1),
        textOrNull(json, "destination"),
        textOrNull(json, "message"),
        envelope);
  }

  private static @Nullable String textOrNull(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value != null && value.isTextual() ? value.asText() : null;
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
