package dev.sightline.stand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** One collection: documents by their keys, with the limits that Splunk has by default. */
final class KvCollection {
  /** Bytes of one batch. */
  static final int MOST_BYTES = 50 * 1024 * 1024;

  private static final int MOST_DOCUMENTS = 1_000;
  private static final int MOST_ROWS = 50_000;
  private static final Set<String> COMPARISONS = Set.of("$gt", "$gte", "$lt", "$lte", "$ne");

  private final Map<String, String> fields;
  private final ConcurrentSkipListMap<String, ObjectNode> documents = new ConcurrentSkipListMap<>();

  KvCollection(Map<String, String> fields) {
    this.fields = Map.copyOf(fields);
  }

  Map<String, ObjectNode> documents() {
    return documents;
  }

  /** Saves a batch; a document that is refused refuses the whole batch. */
  ArrayNode save(ArrayNode batch) {
    if (batch.size() > MOST_DOCUMENTS) {
      throw new IllegalArgumentException(
          "The batch has "
              + batch.size()
              + " documents: max_documents_per_batch_save is "
              + MOST_DOCUMENTS);
    }
    ArrayNode keys = JsonNodeFactory.instance.arrayNode();
    for (JsonNode document : batch) {
      String key = document.path("_key").asText("");
      if (key.isEmpty()) {
        throw new IllegalArgumentException("A document has no _key: a second save would add it.");
      }
      document.properties().forEach(field -> check(field.getKey(), field.getValue()));
      keys.add(key);
    }
    for (JsonNode document : batch) {
      ObjectNode saved = document.deepCopy();
      saved.put("_user", "nobody");
      documents.put(document.path("_key").asText(), saved);
    }
    return keys;
  }

  private void check(String name, JsonNode value) {
    if (name.equals("_key")) {
      return;
    }
    String type = fields.get(name);
    if (type == null) {
      throw new IllegalArgumentException("collections.conf declares no field " + name);
    }
    boolean fits =
        switch (type) {
          case "number", "time" -> value.isNumber();
          case "bool" -> value.isBoolean();
          default -> value.isTextual();
        };
    if (!fits) {
      throw new IllegalArgumentException(name + " is a " + type + ", not " + value);
    }
  }

  /** The documents that match, by key, from {@code skip} on and {@code limit} of them at most. */
  ArrayNode find(Map<String, String> parameters) {
    for (String name : parameters.keySet()) {
      if (!Set.of("query", "sort", "limit", "skip", "output_mode").contains(name)) {
        throw new IllegalArgumentException("Unknown parameter " + name);
      }
    }
    if (!parameters.getOrDefault("sort", "_key").equals("_key")) {
      throw new IllegalArgumentException("Only sort=_key is served.");
    }
    JsonNode query = KvServer.query(parameters);
    int limit = Integer.parseInt(parameters.getOrDefault("limit", String.valueOf(MOST_ROWS)));
    int skip = Integer.parseInt(parameters.getOrDefault("skip", "0"));
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    // The common page is found by its key, so that a large collection is read in linear time.
    String after = query.path("_key").path("$gt").asText("");
    documents.tailMap(after, false).values().stream()
        .filter(document -> matches(document, query))
        .skip(skip)
        .limit(Math.min(limit, MOST_ROWS))
        .forEach(found::add);
    return found;
  }

  void remove(Map<String, String> parameters) {
    JsonNode query = KvServer.query(parameters);
    List<String> keys = new ArrayList<>();
    documents.forEach((key, document) -> {
      if (matches(document, query)) {
        keys.add(key);
      }
    });
    keys.forEach(documents::remove);
  }

  private static boolean matches(JsonNode document, JsonNode query) {
    boolean all = true;
    for (Map.Entry<String, JsonNode> part : query.properties()) {
      String name = part.getKey();
      all &=
          switch (name) {
            case "$and" -> each(part.getValue()).stream().allMatch(sub -> matches(document, sub));
            case "$or" -> each(part.getValue()).stream().anyMatch(sub -> matches(document, sub));
            case "$not" -> !matches(document, part.getValue());
            default -> {
              if (name.startsWith("$")) {
                throw new IllegalArgumentException("Unknown operator " + name);
              }
              yield fieldMatches(document.path(name), part.getValue());
            }
          };
    }
    return all;
  }

  private static List<JsonNode> each(JsonNode array) {
    List<JsonNode> parts = new ArrayList<>();
    array.forEach(parts::add);
    return parts;
  }

  private static boolean fieldMatches(JsonNode value, JsonNode wanted) {
    if (!wanted.isObject()) {
      return compare(value, wanted) == 0;
    }
    boolean all = true;
    for (Map.Entry<String, JsonNode> part : wanted.properties()) {
      if (!COMPARISONS.contains(part.getKey())) {
        throw new IllegalArgumentException("Unknown operator " + part.getKey());
      }
      int order = compare(value, part.getValue());
      all &=
          order != UNLIKE
              && switch (part.getKey()) {
                case "$gt" -> order > 0;
                case "$gte" -> order >= 0;
                case "$lt" -> order < 0;
                case "$lte" -> order <= 0;
                default -> order != 0;
              };
    }
    return all;
  }

  /** What cannot be compared. */
  private static final int UNLIKE = Integer.MIN_VALUE;

  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    if (left.isTextual() && right.isTextual()) {
      return Integer.signum(left.asText().compareTo(right.asText()));
    }
    if (left.isBoolean() && right.isBoolean()) {
      return Boolean.compare(left.asBoolean(), right.asBoolean());
    }
    return UNLIKE;
  }
}
