package dev.sightline.spl;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.KeyScan;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Many searches over one reading of the events: an event is offered only to the searches whose
 * first command names its eventName (or, where it names none, its eventSource), and its fields are
 * taken out once for all of them. A search that fails is left out from then on, and the others go
 * on. For one thread at a time.
 */
public final class SharedPass {
  private static final String NAME = "eventName";
  private static final String SOURCE = "eventSource";

  private final KeyScan nameScan = new KeyScan(NAME);
  private final KeyScan sourceScan = new KeyScan(SOURCE);
  private final Map<String, SearchRun> runs = new LinkedHashMap<>();
  private final Map<String, SplException> failures = new LinkedHashMap<>();
  private final Map<String, List<String>> byName = new HashMap<>();
  private final Map<String, List<String>> bySource = new HashMap<>();
  private final Set<String> always = new LinkedHashSet<>();

  /** Starts a run of each search; the keys are the callers' names of them. */
  public SharedPass(Map<String, Search> searches) {
    searches.forEach(this::add);
  }

  private void add(String key, Search search) {
    SearchRun run = search.start();
    runs.put(key, run);
    if (run.isDone()) {
      return;
    }
    Optional<Set<String>> names = search.firstStage().flatMap(filter -> filter.literals(NAME));
    Optional<Set<String>> sources = search.firstStage().flatMap(filter -> filter.literals(SOURCE));
    if (names.isPresent()) {
      names.get().forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(key));
    } else if (sources.isPresent()) {
      sources
          .get()
          .forEach(source -> bySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(key));
    } else {
      always.add(key);
    }
  }

  /**
   * The names (in lower case) of the events that some search needs, where every search names its
   * events; empty where one reads all. What is not in it need not be offered.
   */
  public Optional<Set<String>> eventNames() {
    return always.isEmpty() && bySource.isEmpty()
        ? Optional.of(Set.copyOf(byName.keySet()))
        : Optional.empty();
  }

  /** Offers an event to the searches that it may concern; each tests it again by its own filter. */
  public void offer(Event event) {
    always.forEach(key -> offer(key, event));
    offer(byName, event, nameScan);
    offer(bySource, event, sourceScan);
  }

  private void offer(Map<String, List<String>> index, Event event, KeyScan scan) {
    if (index.isEmpty()) {
      return;
    }
    Set<String> values = scan.values(event);
    if (values.size() == 1) {
      index.getOrDefault(values.iterator().next(), List.of()).forEach(key -> offer(key, event));
      return;
    }
    Set<String> keys = new LinkedHashSet<>();
    values.forEach(value -> keys.addAll(index.getOrDefault(value, List.of())));
    keys.forEach(key -> offer(key, event));
  }

  private void offer(String key, Event event) {
    SearchRun run = runs.get(key);
    if (run != null && !run.isDone() && !failures.containsKey(key)) {
      try {
        run.offer(event);
      } catch (SplException e) {
        failures.put(key, e);
      }
    }
  }

  /** Ends the pass; whether every search is done. Where not, the same events are offered again. */
  public boolean endPass() {
    runs.forEach((key, run) -> {
      if (!run.isDone() && !failures.containsKey(key)) {
        try {
          run.endPass();
        } catch (SplException e) {
          failures.put(key, e);
        }
      }
    });
    return runs.entrySet().stream()
        .allMatch(entry -> entry.getValue().isDone() || failures.containsKey(entry.getKey()));
  }

  /** The results of each search that did not fail, in the order in which they were given. */
  public Map<String, Results> results() {
    Map<String, Results> results = new LinkedHashMap<>();
    runs.forEach((key, run) -> {
      if (!failures.containsKey(key)) {
        results.put(key, run.results());
      }
    });
    return results;
  }

  /** Why a search failed, by its key. */
  public Map<String, SplException> failures() {
    return Map.copyOf(failures);
  }
}
