package dev.sightline.hunt;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that records say of who acts for whom, without the repetition. */
final class Traces {
  /** Calls from which somebody descends; more are counted, and not kept. */
  private static final int MOST_DESCENTS = 1_000_000;

  /** Identities of one address that are kept: far more than make it a shared one. */
  private static final int MOST_CALLERS = 1_000;

  private final Set<String> events;
  private final Map<String, Trace> ofHits = new HashMap<>();
  private final Map<String, Set<String>> callers = new HashMap<>();
  private final Map<String, Set<String>> entities = new HashMap<>();
  private final Map<String, Set<String>> units = new HashMap<>();
  private final Map<Pair, Descent> descents = new LinkedHashMap<>();
  private long left;

  private record Pair(String unit, String made) {}

  /**
   * One came of the other.
   *
   * @param unit who made it
   * @param made the entity
   * @param time seconds since 1970, of the first time
   */
  record Descent(String unit, String made, double time, String eventName) {}

  /**
   * @param events ids of the events of hits
   */
  Traces(Collection<String> events) {
    this.events = Set.copyOf(events);
  }

  void add(Trace trace) {
    if (events.contains(trace.eventId())) {
      ofHits.putIfAbsent(trace.eventId(), trace);
    }
    Trace.Caller caller = trace.caller();
    if (caller == null) {
      return;
    }
    String address = trace.address();
    if (address != null) {
      Set<String> there = callers.computeIfAbsent(address, _ -> new LinkedHashSet<>(4));
      if (there.size() < MOST_CALLERS) {
        there.add(caller.unit());
      }
    }
    entities.computeIfAbsent(caller.unit(), _ -> new LinkedHashSet<>(4)).addAll(caller.entities());
    caller
        .entities()
        .forEach(entity -> units.computeIfAbsent(entity, _ -> new HashSet<>(2)).add(caller.unit()));
    for (String made : trace.made()) {
      descend(new Descent(caller.unit(), made, trace.time(), trace.eventName()));
    }
  }

  private void descend(Descent descent) {
    Pair pair = new Pair(descent.unit(), descent.made());
    Descent known = descents.get(pair);
    if (known == null && descents.size() == MOST_DESCENTS) {
      left++;
    } else if (known == null || descent.time() < known.time()) {
      descents.put(pair, descent);
    }
  }

  /** The record of an event of a hit. */
  @Nullable Trace ofHit(String eventId) {
    return ofHits.get(eventId);
  }

  /** Who called from an address. */
  Set<String> callers(String address) {
    return callers.getOrDefault(address, Set.of());
  }

  /** What else stands for a caller. */
  Set<String> entities(String unit) {
    return entities.getOrDefault(unit, Set.of());
  }

  /** The callers for whom an entity stands. */
  Set<String> units(String entity) {
    return units.getOrDefault(entity, Set.of());
  }

  /** Everybody who called. */
  Set<String> everybody() {
    return entities.keySet();
  }

  List<Descent> descents() {
    return List.copyOf(descents.values());
  }

  /** Calls that were not kept any more. */
  long left() {
    return left;
  }
}
