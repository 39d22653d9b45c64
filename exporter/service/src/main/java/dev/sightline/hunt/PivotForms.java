package dev.sightline.hunt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.object.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A walk as a tree for a person, and as JSON. */
public final class PivotForms {
  /** Resources below one node that are written out; JSON has them all. */
  private static final int MOST_RESOURCES = 20;

  private static final int MOST_NAMES = 5;

  private PivotForms() {}

  /** Lines of a tree. */
  public static List<String> tree(Pivot.Result result) {
    List<String> lines = new ArrayList<>();
    if (!result.steps().isEmpty()) {
      Pivot.Step start = result.steps().getFirst();
      lines.add(name(start.node()));
      branches(start.node(), result.children(), "", lines);
    }
    return lines;
  }

  private static void branches(
      Node node, Map<Node, List<Pivot.Step>> children, String indent, List<String> lines) {
    List<Pivot.Step> all = children.getOrDefault(node, List.of());
    List<Pivot.Step> shown = new ArrayList<>();
    int resources = 0;
    for (Pivot.Step step : all) {
      boolean leaf = step.node().type() == Node.Type.RESOURCE && !children.containsKey(step.node());
      if (!leaf || ++resources <= MOST_RESOURCES) {
        shown.add(step);
      }
    }
    int hidden = all.size() - shown.size();
    for (int i = 0; i < shown.size(); i++) {
      boolean last = i == shown.size() - 1 && hidden == 0;
      Pivot.Step step = shown.get(i);
      lines.add(indent + (last ? "└─ " : "├─ ") + said(step));
      branches(step.node(), children, indent + (last ? "   " : "│  "), lines);
    }
    if (hidden > 0) {
      lines.add(indent + "└─ … and " + hidden + " resources more; --json has them all");
    }
  }

  private static String name(Node node) {
    return node.type().name().toLowerCase(Locale.ROOT) + " " + Printable.of(node.value());
  }

  private static String said(Pivot.Step step) {
    StringBuilder line = new StringBuilder(name(step.node()));
    step.link()
        .ifPresent(link -> {
          List<String> names = link.eventNames().stream().limit(MOST_NAMES).toList();
          int more = link.eventNames().size() - names.size();
          line.append("  ")
              .append(link.events())
              .append(link.events() == 1 ? " event" : " events")
              .append(", ")
              .append(when(link.firstSeen()))
              .append(link.events() == 1 ? "" : " … " + when(link.lastSeen()))
              .append(": ")
              .append(Printable.of(String.join(", ", names)))
              .append(more > 0 ? " and " + more + " more" : "");
        });
    return line.append(
            switch (step.end()) {
              case NONE -> "";
              case SERVICE -> "  [listed, not followed: a service]";
              case HUB -> "  [listed, not followed: seen with " + step.width() + " others]";
            })
        .toString();
  }

  private static String when(double seconds) {
    return Instant.ofEpochSecond((long) seconds).toString();
  }

  /** The nodes in the order in which they were reached, and all links between them. */
  public static ObjectNode json(Pivot.Result result) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    Node start = result.start();
    root.set("start", start == null ? null : json(start));
    ArrayNode nodes = root.putArray("nodes");
    for (Pivot.Step step : result.steps()) {
      ObjectNode node = json(step.node());
      Node via = step.via();
      node.put("depth", step.depth());
      node.set("via", via == null ? null : json(via));
      node.put("followed", step.end() == Pivot.End.NONE);
      node.put("seen_with", step.width());
      nodes.add(node);
    }
    ArrayNode links = root.putArray("links");
    for (Pivot.Link link : result.links()) {
      ObjectNode node = links.addObject();
      node.set("from", json(link.from()));
      node.set("to", json(link.to()));
      node.put("events", link.events());
      node.put("first_seen", when(link.firstSeen()));
      node.put("last_seen", when(link.lastSeen()));
      link.eventNames().forEach(node.putArray("event_names")::add);
    }
    root.put("events_not_linked", result.left());
    return root;
  }

  private static ObjectNode json(Node node) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", node.type().name().toLowerCase(Locale.ROOT))
        .put("value", node.value());
  }
}
