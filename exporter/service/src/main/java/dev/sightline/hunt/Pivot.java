package dev.sightline.hunt;

import dev.sightline.content.Recogniser;
import dev.sightline.object.Limits;
import dev.sightline.replay.LogFiles;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From identity to address to resource and back, until nothing new appears. Services, and nodes
 * that were seen with very many others, are listed and not followed.
 */
public final class Pivot {
  private final Node asked;
  private final int mostNeighbours;
  private List<Path> hostLogs = List.of();

  /** Why the walk does not go on from a node. */
  public enum End {
    /** It does go on. */
    NONE,
    /** A service acts for everybody. */
    SERVICE,
    /** It was seen with too many identities, addresses and keys, as the exit of a network. */
    HUB
  }

  /**
   * A node that was reached.
   *
   * @param depth steps from the start
   * @param via the node that it was reached from, null for the start
   * @param width identities, addresses and keys that it was seen with
   * @param link what it has in common with {@code via}; empty for the start
   */
  public record Step(
      Node node, int depth, @Nullable Node via, End end, long width, Optional<Link> link) {}

  /**
   * What two nodes have in common.
   *
   * @param firstSeen seconds since 1970
   */
  public record Link(
      Node from, Node to, long events, double firstSeen, double lastSeen, Set<String> eventNames) {
    public Link {
      eventNames = new TreeSet<>(eventNames);
    }
  }

  /**
   * Everything that is connected.
   *
   * @param start null where it was not seen at all, or where the name is that of several
   * @param near full names that may be meant, where there is no start
   * @param steps in the order in which they were reached
   * @param links between the nodes that were reached
   * @param left events that were not linked, since there were too many links
   */
  public record Result(
      @Nullable Node start,
      List<Node> near,
      List<Step> steps,
      List<Link> links,
      long left,
      Tally tally) {
    public Result {
      near = List.copyOf(near);
      steps = List.copyOf(steps);
      links = List.copyOf(links);
    }

    /** The steps by the node that they were reached from. */
    public Map<Node, List<Step>> children() {
      Map<Node, List<Step>> children = new LinkedHashMap<>();
      for (Step step : steps) {
        Node via = step.via();
        if (via != null) {
          children.computeIfAbsent(via, _ -> new ArrayList<>()).add(step);
        }
      }
      return children;
    }
  }

  /**
   * @param mostNeighbours a node that was seen with more identities, addresses and keys is not
   *     followed
   */
  public Pivot(Node asked, int mostNeighbours) {
    this.asked = asked;
    this.mostNeighbours = mostNeighbours;
  }

  /** Reads the authentication logs of hosts as well. */
  public Pivot beside(List<Path> logs) {
    hostLogs = List.copyOf(logs);
    return this;
  }

  /** Reads the files and walks. */
  public Result run(LogFiles files, Scope scope, int threads, Reading.Progress progress)
      throws InterruptedException {
    Graph graph = new Graph();
    Reading reading =
        new Reading(files, Limits.STANDARD, scope, threads, progress, Recogniser.Forms.ANY);
    HostLogs.Result logins = HostLogs.read(hostLogs, reading, scope);
    Tally tally = reading.run(() -> new PivotLooker(asked), graph::add).with(logins.problems());
    logins.logins().forEach(login -> graph.add(login.sighting()));
    List<Node> meant = graph.meant(asked);
    if (meant.size() != 1) {
      List<Node> near = meant.isEmpty() ? graph.near(asked) : meant;
      return new Result(null, near, List.of(), List.of(), graph.left(), tally);
    }
    Node start = meant.getFirst();
    List<Step> steps = walk(graph, start);
    return new Result(start, List.of(), steps, links(graph, steps), graph.left(), tally);
  }

  private List<Step> walk(Graph graph, Node start) {
    Map<Node, Step> reached = new LinkedHashMap<>();
    Deque<Step> open = new ArrayDeque<>();
    Step first = new Step(start, 0, null, End.NONE, graph.width(start), Optional.empty());
    reached.put(start, first);
    open.add(first);
    while (!open.isEmpty()) {
      Step step = open.remove();
      if (step.end() != End.NONE) {
        continue;
      }
      for (Node next : graph.neighbours(step.node())) {
        if (!reached.containsKey(next)) {
          Step to =
              new Step(
                  next,
                  step.depth() + 1,
                  step.node(),
                  end(graph, next),
                  graph.width(next),
                  link(graph, step.node(), next));
          reached.put(next, to);
          open.add(to);
        }
      }
    }
    return List.copyOf(reached.values());
  }

  private End end(Graph graph, Node node) {
    if (node.isService()) {
      return End.SERVICE;
    }
    return graph.width(node) > mostNeighbours ? End.HUB : End.NONE;
  }

  private static Optional<Link> link(Graph graph, Node from, Node to) {
    return Optional.ofNullable(graph.edge(from, to))
        .map(edge ->
            new Link(from, to, edge.events(), edge.first(), edge.last(), edge.eventNames()));
  }

  private static List<Link> links(Graph graph, List<Step> steps) {
    Map<Node, Integer> order = new HashMap<>();
    steps.forEach(step -> order.put(step.node(), order.size()));
    List<Link> links = new ArrayList<>();
    for (Step step : steps) {
      int own = order.getOrDefault(step.node(), 0);
      for (Node other : graph.neighbours(step.node())) {
        Integer place = order.get(other);
        if (place != null && place > own) {
          link(graph, step.node(), other).ifPresent(links::add);
        }
      }
    }
    return links;
  }
}
