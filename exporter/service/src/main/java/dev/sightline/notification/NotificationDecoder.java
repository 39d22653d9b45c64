package dev.sightline.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sightline.object.ObjectRef;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message's body, whichever of these forms it has, without being told:
 *
 * <ul>
 *   <li>S3's event notification, {@code {"Records":[{"eventName":"ObjectCreated:Put",…}]}}; its
 *       keys are URL-encoded, no others are
 *   <li>S3's test event
 *   <li>EventBridge's event from {@code aws.s3}
 *   <li>any other event of EventBridge, a finding of GuardDuty without its envelope, and what
 *       Config tells by its topic: they carry their content themselves
 *   <li>CloudTrail's own, {@code {"s3Bucket":…,"s3ObjectKey":[…]}}
 *   <li>any of them inside SNS's envelope
 * </ul>
 *
 * Whatever it does not know is {@link Announcement.Unknown}, never skipped.
 */
public final class NotificationDecoder {
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(100)
                          .maxStringLength(2_000_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A bucket's name and nothing else: no ARN, no path, no address. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  private static final int MAXIMUM_KEY_BYTES = 1024;
  private static final int MAXIMUM_ENVELOPES = 3;

  /** What the message announces, in its order; never empty. */
  public List<Announcement> decode(String body) {
    List<Announcement> found = decode(body, 0);
    return found.isEmpty() ? List.of(new Announcement.Nothing("empty")) : found;
  }

  private List<Announcement> decode(String body, int envelopes) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return unknown("the message is not JSON");
    }
    if (json == null || !json.isObject()) {
      return unknown("the message is JSON, but not an object");
    }
    if (json.path("Type").isTextual() && json.has("Message")) {
      return sns(json, envelopes);
    }
    if (json.path("Event").isTextual() && json.path("Event").asText().endsWith(":TestEvent")) {
      return List.of(new Announcement.Nothing("test-event"));
    }
    if (json.path("Records").isArray()) {
      return s3(json.get("Records"));
    }
    if (json.path("detail-type").isTextual() && json.path("source").isTextual()) {
      return List.of(eventBridge(json, body));
    }
    if (isBareFinding(json) || isOfConfig(json)) {
      return List.of(new Announcement.Event(body));
    }
    if (json.has("s3Bucket") && json.has("s3ObjectKey")) {
      return cloudTrail(json);
    }
    return unknown(
        "the message is no notification of S3, EventBridge, CloudTrail or SNS that is known");
  }

  private List<Announcement> sns(JsonNode json, int envelopes) {
    String type = json.get("Type").asText();
    String message = json.get("Message").asText();
    if (!type.equals("Notification")) {
      return unknown(
          "SNS sent a '"
              + printable(type)
              + "': confirm the queue's subscription by hand, once, and delete this message");
    }
    if (message.startsWith("CloudTrail validation message")) {
      return List.of(new Announcement.Nothing("test-event"));
    }
    if (envelopes == MAXIMUM_ENVELOPES) {
      return unknown("the message is wrapped in SNS more than " + MAXIMUM_ENVELOPES + " times");
    }
    return decode(message, envelopes + 1);
  }

  private static List<Announcement> s3(JsonNode records) {
    List<Announcement> found = new ArrayList<>();
    for (JsonNode entry : records) {
      String name = entry.path("eventName").asText("");
      String event = name.startsWith("s3:") ? name.substring(3) : name;
      JsonNode object = entry.path("s3").path("object");
      if (event.startsWith("ObjectCreated:")) {
        found.add(
            created(
                text(entry.path("s3").path("bucket").get("name")),
                decoded(text(object.get("key"))),
                text(object.get("versionId")),
                text(object.get("eTag")),
                text(object.get("sequencer")),
                object.path("size").asLong(-1)));
      } else {
        found.add(nothing(event, "S3's event notification"));
      }
    }
    return found;
  }

  /** The kinds of events that say something about an object and bring none. */
  private static Announcement nothing(String event, String form) {
    String kind =
        switch (event.split(":", 2)[0]) {
          case "ObjectRemoved", "Object Deleted", "LifecycleExpiration" -> "removed";
          case "ObjectRestore",
              "Object Restore Initiated",
              "Object Restore Completed",
              "Object Restore Expired" ->
              "restore";
          case "LifecycleTransition",
              "IntelligentTiering",
              "Object Storage Class Changed",
              "Object Access Tier Changed" ->
              "lifecycle";
          case "ObjectTagging", "Object Tags Added", "Object Tags Deleted" -> "tagging";
          case "ObjectAcl", "Object ACL Updated" -> "acl";
          case "Replication", "ReducedRedundancyLostObject" -> "replication";
          case "TestEvent" -> "test-event";
          default -> "";
        };
    return kind.isEmpty()
        ? new Announcement.Unknown(
            form + " names the event '" + printable(event) + "', which is not known")
        : new Announcement.Nothing(kind);
  }

  /** A rule may hand on the detail alone; in tools' examples its names begin with capitals. */
  private static boolean isBareFinding(JsonNode json) {
    String arn = json.path("arn").asText(json.path("Arn").asText(""));
    return arn.contains(":guardduty:")
        && (json.path("id").isTextual() || json.path("Id").isTextual())
        && (json.path("type").isTextual() || json.path("Type").isTextual());
  }

  private static boolean isOfConfig(JsonNode json) {
    return json.path("messageType").isTextual()
        && json.path("notificationCreationTime").isTextual();
  }

  private static Announcement eventBridge(JsonNode json, String body) {
    String type = json.get("detail-type").asText();
    String source = json.get("source").asText();
    if (!source.equals("aws.s3") || type.endsWith(" via CloudTrail")) {
      return json.path("detail").isObject()
          ? new Announcement.Event(body)
          : new Announcement.Unknown(
              "EventBridge's event '"
                  + printable(type)
                  + "' from '"
                  + printable(source)
                  + "' has no detail: let the rule hand on the whole event, without a transformer");
    }
    if (!type.equals("Object Created")) {
      return nothing(type, "EventBridge");
    }
    JsonNode detail = json.path("detail");
    JsonNode object = detail.path("object");
    return created(
        text(detail.path("bucket").get("name")),
        text(object.get("key")),
        text(object.get("version-id")),
        text(object.get("etag")),
        text(object.get("sequencer")),
        object.path("size").asLong(-1));
  }

  private static List<Announcement> cloudTrail(JsonNode json) {
    List<Announcement> found = new ArrayList<>();
    String bucket = text(json.get("s3Bucket"));
    JsonNode keys = json.get("s3ObjectKey");
    if (keys.isTextual()) {
      found.add(created(bucket, text(keys), null, null, null, -1));
    } else if (keys.isArray()) {
      for (JsonNode key : keys) {
        found.add(created(bucket, text(key), null, null, null, -1));
      }
    } else {
      found.add(new Announcement.Unknown("CloudTrail's notification names no key"));
    }
    return found;
  }

  private static Announcement created(
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String version,
      @Nullable String eTag,
      @Nullable String sequencer,
      long size) {
    if (bucket == null || !BUCKET.matcher(bucket).matches()) {
      return new Announcement.Unknown(
          "the notification names no bucket, or one that cannot be: '"
              + printable(String.valueOf(bucket))
              + "'");
    }
    if (key == null || key.isEmpty()) {
      return new Announcement.Unknown("the notification names no key, or one that is not text");
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_KEY_BYTES) {
      return new Announcement.Unknown("the key is longer than S3's 1,024 bytes");
    }
    return new Announcement.Created(
        new ObjectRef(bucket, key, version, eTag, sequencer, Math.max(-1, size)));
  }

  /** S3's notifications encode keys as a form does: a plus is a space, %2B a plus. */
  private static @Nullable String decoded(@Nullable String key) {
    if (key == null) {
      return null;
    }
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not encoded after all, as some S3-compatible servers do.
      return key;
    }
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isTextual() ? node.asText() : null;
  }

  private static List<Announcement> unknown(String reason) {
    return List.of(new Announcement.Unknown(reason));
  }

  private static String printable(String text) {
    return text.codePoints()
        .limit(80)
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
