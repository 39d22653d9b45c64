package dev.sightline.hunt;

import dev.sightline.spl.value.AddressBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which callers are one actor: by the keys, sessions, users and instances that came of each other,
 * to the end of the chain; then by an address from which nobody else calls.
 *
 * <p>What many have in common says nothing: a role, a service, a network that is known, an address
 * from which somebody calls who did nothing, a session's name that several callers took.
 */
final class Actors {
  /** Callers that would have to be one actor for an address to join them. */
  private static final int MOST_OF_AN_ADDRESS = 20;

  /** Users and instances that a caller may make and still be told with what they do. */
  private static final int MOST_MADE = 10;

  private static final List<AddressBlock> OF_NO_ONE =
      List.of(
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "fc00::/7")
          .stream()
          .map(AddressBlock::parse)
          .map(Objects::requireNonNull)
          .toList();

  private final Traces traces;
  private final List<AddressBlock> known;
  private final Joined joined = new Joined();
  private final List<Traces.Descent> followed = new ArrayList<>();
  private final Set<String> shared = new TreeSet<>();

  /**
   * @param known networks from which calls are expected: they join nobody
   */
  Actors(Traces traces, List<AddressBlock> known) {
    this.traces = traces;
    this.known = List.copyOf(known);
    Set<String> ambiguous = ambiguous();
    for (String unit : traces.everybody()) {
      for (String entity : traces.entities(unit)) {
        boolean own = traces.units(entity).size() == 1 || entity.startsWith("person:");
        boolean several =
            entity.startsWith("source:")
                || entity.startsWith("instance:")
                || entity.startsWith("who:");
        if ((own || several) && !ambiguous.contains(unit)) {
          joined.join(unit, entity);
        }
      }
    }
    descents(ambiguous);
  }

  /**
   * Sessions of one name that different callers opened: the name tells them not apart, and their
   * keys do.
   */
  private Set<String> ambiguous() {
    Map<String, Set<String>> openers = new HashMap<>();
    for (Traces.Descent descent : traces.descents()) {
      if (descent.made().contains(":assumed-role/")) {
        openers.computeIfAbsent(descent.made(), _ -> new HashSet<>(2)).add(descent.unit());
      }
    }
    openers.values().removeIf(units -> units.size() < 2);
    return openers.keySet();
  }

  private void descents(Set<String> ambiguous) {
    Map<String, Set<String>> made = new HashMap<>();
    for (Traces.Descent descent : traces.descents()) {
      if (!ofCredential(descent)) {
        made.computeIfAbsent(descent.unit(), _ -> new HashSet<>()).add(descent.made());
      }
    }
    for (Traces.Descent descent : traces.descents()) {
      boolean few = made.getOrDefault(descent.unit(), Set.of()).size() <= MOST_MADE;
      if ((few || ofCredential(descent)) && !ambiguous.contains(descent.made())) {
        joined.join(descent.unit(), descent.made());
        followed.add(descent);
      }
    }
  }

  /** Whether it is the very thing that is used later, and not a user or a machine beside it. */
  private static boolean ofCredential(Traces.Descent descent) {
    return descent.made().startsWith("key:") || descent.made().startsWith("who:arn:aws:sts:");
  }

  /**
   * Joins those of whom each did something, where nobody else calls from their address.
   *
   * @param active the callers of hits
   */
  void byAddress(Set<String> active, Set<String> addresses) {
    Set<String> roots = new HashSet<>();
    active.forEach(unit -> roots.add(joined.root(unit)));
    Map<String, Set<String>> alone = new LinkedHashMap<>();
    for (String address : addresses) {
      if (isOfSomeone(address)) {
        Set<String> there = traces.callers(address);
        boolean all = there.stream().allMatch(unit -> roots.contains(joined.root(unit)));
        if (all && there.size() <= MOST_OF_AN_ADDRESS) {
          alone.put(address, there);
        } else {
          shared.add(address);
        }
      }
    }
    alone.forEach((address, there) -> there.forEach(unit -> joined.join("ip:" + address, unit)));
  }

  private boolean isOfSomeone(String address) {
    return AddressBlock.bytes(address) != null
        && OF_NO_ONE.stream().noneMatch(block -> block.contains(address))
        && known.stream().noneMatch(block -> block.contains(address));
  }

  /** Whether an address joins nobody, since others call from it as well. */
  boolean isShared(String address) {
    return shared.contains(address) || !isOfSomeone(address);
  }

  void join(String one, String other) {
    joined.join(one, other);
  }

  String root(String thing) {
    return joined.root(thing);
  }

  /** What came of what, among all that is joined. */
  List<Traces.Descent> descents() {
    return List.copyOf(followed);
  }

  /** The callers of one actor. */
  Set<String> units(String root) {
    Set<String> units = new LinkedHashSet<>();
    for (String unit : traces.everybody()) {
      if (joined.root(unit).equals(root)) {
        units.add(unit);
      }
    }
    return units;
  }
}
