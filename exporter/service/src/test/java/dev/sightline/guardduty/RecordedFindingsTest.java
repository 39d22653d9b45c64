package dev.sightline.guardduty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Findings that others published, in all the shapes that they are passed on in. */
class RecordedFindingsTest {
  private static final Path FILE =
      Path.of(System.getProperty("sightline.shared.data", "absent"), "guardduty/findings.jsonl");

  private static final Map<String, String> OWN_NAMES =
      Map.of("code", "productcodeid", "producttype", "productcodetype");

  @BeforeEach
  void findings_are_there() {
    assumeTrue(Files.isRegularFile(FILE), () -> "There are no findings at " + FILE + ".");
  }

  private static List<JsonNode> findings() throws IOException {
    List<JsonNode> findings = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      findings.add(FindingShape.JSON.readTree(line).get("finding"));
    }
    return findings;
  }

  private static JsonNode bare(JsonNode finding) {
    return finding.has("detail") ? finding.get("detail") : finding;
  }

  @Test
  void all_of_them_come_out_in_one_shape_and_none_is_lost() throws IOException {
    List<JsonNode> findings = findings();
    assertEquals(38, findings.size());
    Set<String> shapes = new TreeSet<>();
    for (JsonNode finding : findings) {
      boolean pascal = bare(finding).has("Id");
      shapes.add((finding.has("detail") ? "envelope " : "bare ") + (pascal ? "Pascal" : "camel"));
      Finding shaped = FindingShape.of(finding).orElseThrow();
      String text = new String(shaped.json(), StandardCharsets.UTF_8);
      JsonNode after = FindingShape.JSON.readTree(text);
      if (pascal) {
        assertEquals(lower(bare(finding)), lower(after));
        assertTrue(after.has("accountId") && after.has("severity"), text);
      } else {
        assertEquals(bare(finding), after);
      }
      for (String member : List.of("severity", "type", "accountId", "region", "updatedAt")) {
        int at = text.indexOf("\"" + member + "\":");
        assertTrue(at > 0 && at < 4_900, member + " stands at " + at);
      }
    }
    assertEquals(4, shapes.size(), shapes.toString());
  }

  /** The same with every name in lower case; where the model has two names, GuardDuty's own. */
  private static JsonNode lower(JsonNode node) throws IOException {
    StringBuilder text = new StringBuilder();
    return FindingShape.JSON.readTree(lower(node, text).toString());
  }

  private static StringBuilder lower(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      text.append('{');
      node.properties()
          .forEach(member -> {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
            String name = member.getKey().toLowerCase(Locale.ROOT);
            text.append('"').append(OWN_NAMES.getOrDefault(name, name)).append("\":");
            lower(member.getValue(), text);
          });
      return text.append('}');
    }
    if (node.isArray()) {
      text.append('[');
      for (JsonNode one : node) {
        text.append(text.charAt(text.length() - 1) == '[' ? "" : ",");
        lower(one, text);
      }
      return text.append(']');
    }
    return text.append(node);
  }
}
