package dev.sightline.guardduty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Turns the PascalCase names of the command line and of many tools into those that GuardDuty
 * writes, by GuardDuty's own model of a finding ({@code lookups/models/findings.py}). A rule for
 * upper and lower case would not do: it would change the keys of maps, and members that the model
 * does not know.
 */
final class ApiNames {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String FINDING = "Finding";
  private static final Map<String, Map<String, Member>> STRUCTURES = read();

  private ApiNames() {}

  /**
   * A member of a structure.
   *
   * @param name on the wire
   * @param holds the structure that it holds, behind {@code [} for each list and <code>{</code> for
   *     each map around it; empty for none
   */
  private record Member(String name, String holds) {
    /** As {@code Code=productCodeId}, {@code Tags:[Tag} or {@code Id}. */
    static Member of(String words) {
      int colon = words.indexOf(':');
      String names = colon < 0 ? words : words.substring(0, colon);
      int equals = names.indexOf('=');
      String wire =
          equals < 0
              ? names.substring(0, 1).toLowerCase(Locale.ROOT) + names.substring(1)
              : names.substring(equals + 1);
      return new Member(wire, colon < 0 ? "" : words.substring(colon + 1));
    }
  }

  private static Map<String, Map<String, Member>> read() {
    Map<String, Map<String, Member>> structures = new HashMap<>();
    try (InputStream stream = ApiNames.class.getResourceAsStream("finding-names.txt")) {
      if (stream == null) {
        throw new IllegalStateException(
            "This build has no finding-names.txt: build it with Maven.");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] words = line.split(" ", -1);
        Map<String, Member> members = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
          members.put(words[i].split("[=:]", -1)[0], Member.of(words[i]));
        }
        structures.put(words[0], members);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return structures;
  }

  /** The same finding under GuardDuty's names. */
  static ObjectNode finding(ObjectNode pascal) {
    return members(pascal, FINDING);
  }

  private static ObjectNode members(ObjectNode from, String structure) {
    Map<String, Member> byName = STRUCTURES.getOrDefault(structure, Map.of());
    ObjectNode to = NODES.objectNode();
    for (Map.Entry<String, JsonNode> member : from.properties()) {
      Member known = byName.get(member.getKey());
      if (known == null) {
        to.set(member.getKey(), member.getValue());
      } else {
        to.set(known.name(), value(member.getValue(), known.holds()));
      }
    }
    return to;
  }

  private static JsonNode value(JsonNode value, String holds) {
    if (holds.startsWith("[") && value instanceof ArrayNode list) {
      ArrayNode to = NODES.arrayNode(list.size());
      list.forEach(one -> to.add(value(one, holds.substring(1))));
      return to;
    }
    if (holds.startsWith("{") && value instanceof ObjectNode map) {
      ObjectNode to = NODES.objectNode();
      map.properties()
          .forEach(entry -> to.set(entry.getKey(), value(entry.getValue(), holds.substring(1))));
      return to;
    }
    return STRUCTURES.containsKey(holds) && value instanceof ObjectNode object
        ? members(object, holds)
        : value;
  }
}
