package dev.sightline.hunt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.hunt.Explanation.OfContent;
import dev.sightline.hunt.Explanation.OfFile;
import dev.sightline.object.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An explanation as lines for people, and as JSON. */
public final class ExplanationForms {
  private ExplanationForms() {}

  /** A few lines for each file. */
  public static List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    for (OfFile file : explanation.files()) {
      lines.add(Printable.of(file.name()));
      file.contents().forEach(content -> content(file, content, lines));
      if (!file.problem().isEmpty()) {
        lines.add("  problem: " + Printable.of(file.problem()));
      }
    }
    if (explanation.hidden() > 0) {
      lines.add(explanation.hidden() + " hidden files are passed over.");
    }
    if (explanation.files().isEmpty()) {
      lines.add("There is no file in it.");
    }
    return lines;
  }

  private static void content(OfFile file, OfContent content, List<String> lines) {
    StringBuilder line = new StringBuilder("  ");
    if (!content.name().equals(file.name())) {
      String inner = content.name();
      boolean below = inner.startsWith(file.name() + ": ");
      line.append(Printable.of(below ? inner.substring(file.name().length() + 2) : inner))
          .append(": ");
    }
    line.append(content.words());
    if (!content.packed().isEmpty()) {
      line.append(", in ").append(String.join(" in ", content.packed().reversed()));
    }
    List<String> counts = new ArrayList<>();
    new TreeMap<>(content.holds()).forEach((what, count) -> counts.add(count + " " + what));
    if (content.unread() > 0) {
      counts.add(content.unread() + " not understood");
    }
    if (!counts.isEmpty()) {
      line.append(": ").append(String.join(", ", counts));
    }
    lines.add(line.toString());
    content.reasons().forEach(reason -> lines.add("    " + Printable.of(reason)));
  }

  /** One object. */
  public static ObjectNode json(Explanation explanation) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode files = root.putArray("files");
    for (OfFile file : explanation.files()) {
      ObjectNode line = files.addObject();
      line.put("file", file.name())
          .put("understood", file.isUnderstood())
          .put("records", file.records());
      ArrayNode contents = line.putArray("contents");
      for (OfContent content : file.contents()) {
        ObjectNode one = contents.addObject();
        one.put("name", content.name())
            .put("family", content.family())
            .put("what", content.words());
        content.packed().forEach(one.putArray("packed")::add);
        ObjectNode holds = one.putObject("holds");
        for (Map.Entry<String, Long> count : new TreeMap<>(content.holds()).entrySet()) {
          holds.put(count.getKey().replace(' ', '_'), count.getValue());
        }
        one.put("not_understood", content.unread());
        content.reasons().forEach(one.putArray("reasons")::add);
      }
      line.put("problem", file.problem().isEmpty() ? null : file.problem());
    }
    root.put("hidden", explanation.hidden());
    return root;
  }
}
