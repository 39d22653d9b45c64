package dev.sightline.hunt;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** The nodes that a person may mean by a name: one, or none, or several of that name. */
  List<Node> meant(Node asked) {
    if (edges.containsKey(asked)) {
      return List.of(asked);
    }
    return edges.keySet().stream()
        .filter(node -> node.type() == asked.type() && NodeNames.isMeant(node, asked.value()))
        .sorted()
        .toList();
  }

  /** Full names that are like one that is nobody's, the most alike first. */
  List<Node> near(Node asked) {
    return NodeNames.near(edges.keySet(), asked);
  }

  /** How many nodes there are of each type. */
  Map<Node.Type, Long> sizes() {
    return edges.keySet().stream()
        .collect(Collectors.groupingBy(Node::type, TreeMap::new, Collectors.counting()));
  }
}
