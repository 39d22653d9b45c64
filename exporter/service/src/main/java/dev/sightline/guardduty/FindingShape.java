package dev.sightline.guardduty;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one shape of a finding: bare, camelCase, scalars first. */
public final class FindingShape {
  /** Numbers keep every digit, and characters that UTF-8 cannot hold stay escaped. */
  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(200).build())
                  .configure(JsonWriteFeature.ESCAPE_NON_ASCII, true)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A longer text, as a description is, comes behind the other scalars. */
  private static final int SHORT_CHARACTERS = 200;

  private static final Pattern ARN =
      Pattern.compile("\"(?i:arn)\"\\s*:\\s*\"arn:[a-z-]+:guardduty:");
  private static final Pattern ACCOUNT = Pattern.compile("\"(?i:accountId)\"\\s*:\\s*\"");

  private FindingShape() {}

  /** Whether a file that begins with this, and not as a log of CloudTrail, has findings. */
  public static boolean isLikely(String head) {
    return ARN.matcher(head).find() && ACCOUNT.matcher(head).find();
  }

  /**
   * Reads a finding out of JSON text, bare or in EventBridge's envelope.
   *
   * @return empty where it is none
   */
  public static Optional<Finding> of(byte[] json) {
    try {
      return of(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }

  /** The same of JSON that is read already. */
  static Optional<Finding> of(JsonNode json) {
    JsonNode bare =
        json.path("detail").isObject() && json.has("detail-type") ? json.get("detail") : json;
    if (!(bare instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ObjectNode camel = !object.has("id") && object.has("Id") ? ApiNames.finding(object) : object;
    if (!camel.path("id").isTextual() || !camel.path("type").isTextual() || !isGuardDuty(camel)) {
      return Optional.empty();
    }
    String updatedAt = camel.path("updatedAt").asText("");
    long millis = millis(updatedAt);
    String update = millis < 0 ? updatedAt : Instant.ofEpochMilli(millis).toString();
    String identity =
        camel.get("id").asText() + ":" + update + ":" + camel.at("/service/count").asText("0");
    return Optional.of(
        new Finding(
            written(scalarsFirst(camel, true)),
            identity,
            millis,
            text(camel, "accountId"),
            text(camel, "region")));
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? value.asText() : null;
  }

  private static byte[] written(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }

  private static boolean isGuardDuty(ObjectNode camel) {
    return camel.path("arn").asText("").contains(":guardduty:")
        || camel.at("/service/serviceName").asText("").equals("guardduty")
        || (camel.path("schemaVersion").isTextual()
            && camel.path("accountId").isTextual()
            && camel.has("severity"));
  }

  /** The same value; in objects, what is no object and no list comes first. */
  private static JsonNode scalarsFirst(JsonNode node, boolean finding) {
    if (node instanceof ArrayNode list) {
      ArrayNode to = JSON.createArrayNode();
      list.forEach(one -> to.add(scalarsFirst(one, false)));
      return to;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode to = JSON.createObjectNode();
    List<Map.Entry<String, JsonNode>> texts = new ArrayList<>();
    List<Map.Entry<String, JsonNode>> containers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      if (value.isContainerNode()) {
        // Its count and its flags are asked for by every search.
        boolean early = finding && member.getKey().equals("service");
        containers.add(early ? 0 : containers.size(), member);
      } else if (value.isTextual() && value.textValue().length() > SHORT_CHARACTERS) {
        texts.add(member);
      } else {
        to.set(member.getKey(), value);
      }
    }
    texts.forEach(member -> to.set(member.getKey(), member.getValue()));
    containers.forEach(member -> to.set(member.getKey(), scalarsFirst(member.getValue(), false)));
    return to;
  }

  /** AWS writes {@code 2026-01-02T03:04:05.678Z}; archives of it often a space and no zone. */
  private static long millis(String time) {
    String text = time.replace(' ', 'T');
    try {
      return Math.max(-1, Instant.parse(text.endsWith("Z") ? text : text + "Z").toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return -1;
    }
  }
}
