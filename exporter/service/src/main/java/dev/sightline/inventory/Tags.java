package dev.sightline.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tags as Steampipe has them: an object, or AWS's own list of keys and values. */
final class Tags {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Tags() {}

  /** The tags by their keys; none where the text is none of both forms. */
  static Map<String, String> read(String json) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (json.isEmpty()) {
      return tags;
    }
    try {
      JsonNode node = JSON.readTree(json);
      if (node.isArray()) {
        for (JsonNode tag : node) {
          tags.put(
              tag.path("Key").asText(tag.path("key").asText("")),
              tag.path("Value").asText(tag.path("value").asText("")));
        }
      } else {
        node.properties().forEach(entry -> tags.put(entry.getKey(), entry.getValue().asText("")));
      }
    } catch (JsonProcessingException notTags) {
      return Map.of();
    }
    return tags;
  }
}
