package dev.sightline.hunt;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which nodes were seen together, and in which events. */
final class Graph {
  /** Links that are kept: about a gigabyte of them. */
  private static final int MOST_EDGES = 2_000_000;

  private final Map<Node, Map<Node, Edge>> edges = new HashMap<>();
  private int count;
  private long left;

  /** Adds what an event links. */
  void add(Sighting sighting) {
    List<Node> nodes = sighting.nodes();
    Node caller = nodes.getFirst();
    for (Node other : nodes.subList(1, nodes.size())) {
      link(caller, other, sighting);
    }
    for (Node address : nodes) {
      for (Node key : nodes) {
        if (address.type() == Node.Type.IP && key.type() == Node.Type.KEY) {
          link(address, key, sighting);
        }
      }
    }
  }

  private void link(Node from, Node to, Sighting sighting) {
    if (from.equals(to)) {
      return;
    }
    Edge known = edge(from, to);
    if (known == null) {
      if (count == MOST_EDGES) {
        left++;
        return;
      }
      known = new Edge();
      count++;
      edges.computeIfAbsent(from, _ -> new HashMap<>(4)).put(to, known);
      edges.computeIfAbsent(to, _ -> new HashMap<>(4)).put(from, known);
    }
    known.add(sighting.time(), sighting.eventName());
  }

  @Nullable Edge edge(Node from, Node to) {
    Map<Node, Edge> known = edges.get(from);
    return known == null ? null : known.get(to);
  }

  /** Events that could not be linked any more, because there are too many links. */
  long left() {
    return left;
  }

  /** The neighbours of a node, the earliest first. */
  List<Node> neighbours(Node node) {
    Map<Node, Edge> known = edges.getOrDefault(node, Map.of());
    return known.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Node, Edge> entry) -> entry.getValue().first())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many identities, addresses and keys a node was seen with. */
  long width(Node node) {
    return edges.getOrDefault(node, Map.of()).keySet().stream()
        .filter(other -> other.type() != Node.Type.RESOURCE)
        .count();
  }

  /**
   * The node that a person means: the very one; of an assumed role's session its role; of an ARN of
   * a resource its name.
   */
  @Nullable Node resolved(Node asked) {
    if (edges.containsKey(asked)) {
      return asked;
    }
    String value = asked.value();
    if (asked.type() == Node.Type.ARN && value.contains(":assumed-role/")) {
      String[] parts = value.split("[:/]", -1);
      String account = parts.length > 6 ? parts[4] : "";
      String role = parts.length > 6 ? parts[6] : "";
      return closest(
          asked.type(),
          node -> node.contains("::" + account + ":role/") && node.endsWith("/" + role));
    }
    if (asked.type() == Node.Type.RESOURCE) {
      return closest(
          asked.type(), node -> node.endsWith(":" + value) || node.endsWith("/" + value));
    }
    return null;
  }

  private @Nullable Node closest(Node.Type type, Function<String, Boolean> test) {
    return edges.keySet().stream()
        .filter(node -> node.type() == type && test.apply(node.value()))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** How many nodes there are of each type. */
  Map<Node.Type, Long> sizes() {
    return edges.keySet().stream()
        .collect(Collectors.groupingBy(Node::type, TreeMap::new, Collectors.counting()));
  }
}
