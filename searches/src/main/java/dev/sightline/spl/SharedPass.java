package dev.sightline.spl;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.KeyScan;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.syntax.SplException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Many searches over one reading of the events, taken as AWS wrote them. What the first commands
 * demand of an event (names, sources, keys) is looked for in its bytes, before any JSON is read; an
 * event that some search may want has its fields taken out once for all of them. A search that
 * fails is left out from then on, and the others go on.
 *
 * <p>Any number of threads may select, each with a {@link Selector} of its own; offering and ending
 * a pass is for one.
 */
public final class SharedPass {
  private static final String NAME = "eventName";
  private static final String SOURCE = "eventSource";
  private static final int MOST_KEYS = 62;

  /** So many events are offered before what is held is looked at again. */
  private static final int OFFERS = 256;

  private final List<String> names = new ArrayList<>();
  private final List<Search> compiled = new ArrayList<>();
  private final List<SearchRun> runs = new ArrayList<>();
  private final long mostHeld;
  private final List<Optional<Filter>> filters = new ArrayList<>();
  private final Map<String, SplException> failures = new ConcurrentHashMap<>();
  private final Demand byName = new Demand();
  private final Demand bySource = new Demand();
  private final Demand byKey = new Demand();
  private final List<String> keys = new ArrayList<>();
  private final KeyScan scan;
  private @Nullable Selector own;
  private int offers;

  /** What searches demand of one thing: which search is content with which value. */
  private static final class Demand {
    private final Map<String, BitSet> contented = new HashMap<>();
    private final BitSet indifferent = new BitSet();

    void add(int search, Optional<Set<String>> values) {
      if (values.isEmpty()) {
        indifferent.set(search);
      } else {
        values.get().forEach(v -> contented.computeIfAbsent(v, _ -> new BitSet()).set(search));
      }
    }
  }

  /**
   * An event, and the searches whose first command it passes.
   *
   * @param searches by their index
   */
  public record Selection(Event event, BitSet searches) {}

  /** Starts a run of each search; the keys are the callers' names of them. */
  public SharedPass(Map<String, Search> searches) {
    this(searches, Runtime.getRuntime().maxMemory() / 2);
  }

  /**
   * @param mostHeld bytes, roughly, that the runs may hold together: above that, the one that holds
   *     the most fails
   */
  SharedPass(Map<String, Search> searches, long mostHeld) {
    this.mostHeld = mostHeld;
    searches.forEach(this::add);
    Set<String> wanted = new TreeSet<>(byKey.contented.keySet());
    keys.add(NAME);
    keys.add(SOURCE);
    keys.addAll(wanted.stream().limit(MOST_KEYS).toList());
    wanted.stream()
        .skip(MOST_KEYS)
        .forEach(key -> byKey.indifferent.or(byKey.contented.getOrDefault(key, new BitSet())));
    scan = new KeyScan(keys);
  }

  private void add(String name, Search search) {
    int index = runs.size();
    names.add(name);
    compiled.add(search);
    runs.add(search.start());
    Optional<Filter> filter = search.firstStage();
    filters.add(filter);
    byName.add(index, filter.flatMap(f -> f.literals(NAME)));
    bySource.add(index, filter.flatMap(f -> f.literals(SOURCE)));
    byKey.add(index, filter.flatMap(f -> f.keys(Set.of(NAME, SOURCE))));
  }

  /** Finds the searches that an event concerns, in this pass. For one thread at a time. */
  public final class Selector implements KeyScan.Visitor {
    private final BitSet open = new BitSet();
    private final BitSet named = new BitSet();
    private final BitSet sourced = new BitSet();
    private final BitSet keyed = new BitSet();
    private byte[] json = {};

    private Selector() {
      for (int i = 0; i < runs.size(); i++) {
        open.set(i, !runs.get(i).isDone() && !failures.containsKey(names.get(i)));
      }
    }

    /** Whether some search may want the event; its JSON is not read for that. */
    public boolean mayConcern(byte[] bytes, int offset, int length) {
      json = bytes;
      start(named, byName);
      start(sourced, bySource);
      start(keyed, byKey);
      scan.scan(bytes, offset, length, this);
      named.and(sourced);
      named.and(keyed);
      named.and(open);
      return !named.isEmpty();
    }

    private void start(BitSet set, Demand demand) {
      set.clear();
      set.or(demand.indifferent);
      set.and(open);
    }

    @Override
    public void text(int key, int from, int to) {
      if (key > 1) {
        other(key);
        return;
      }
      String value =
          new String(json, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
      BitSet contented = (key == 0 ? byName : bySource).contented.get(value);
      if (contented != null) {
        (key == 0 ? named : sourced).or(contented);
      }
    }

    @Override
    public void other(int key) {
      switch (key) {
        case 0 -> named.or(open);
        case 1 -> sourced.or(open);
        default -> {
          BitSet contented = byKey.contented.get(keys.get(key));
          if (contented != null) {
            keyed.or(contented);
          }
        }
      }
    }

    /**
     * Holds the event for which {@link #mayConcern} was just asked to the first command of each
     * search that it may concern; null where none wants it.
     */
    public @Nullable Selection select(Event event) {
      BitSet searches = new BitSet();
      for (int i = named.nextSetBit(0); i >= 0; i = named.nextSetBit(i + 1)) {
        Optional<Filter> filter = filters.get(i);
        if (filter.isEmpty() || passes(i, filter.get(), event)) {
          searches.set(i);
        }
      }
      return searches.isEmpty() ? null : new Selection(event, searches);
    }

    private boolean passes(int search, Filter filter, Event event) {
      try {
        return filter.matches(new Row(event));
      } catch (SplException e) {
        fail(search, e);
        return false;
      }
    }
  }

  /** A selector for the pass that is open now. */
  public Selector selector() {
    return new Selector();
  }

  private void fail(int search, SplException e) {
    failures.putIfAbsent(names.get(search), e);
  }

  /** Selects and offers an event on the thread that ends the passes. */
  public void offer(Event event) {
    Selector selector = own;
    if (selector == null) {
      selector = new Selector();
      own = selector;
    }
    byte[] bytes = event.raw().getBytes(StandardCharsets.UTF_8);
    Selection selection =
        selector.mayConcern(bytes, 0, bytes.length) ? selector.select(event) : null;
    if (selection != null) {
      offer(selection);
    }
  }

  /** Offers an event to the searches that selected it. */
  public void offer(Selection selection) {
    BitSet searches = selection.searches();
    for (int i = searches.nextSetBit(0); i >= 0; i = searches.nextSetBit(i + 1)) {
      if (!failures.containsKey(names.get(i))) {
        try {
          runs.get(i).offer(selection.event());
        } catch (SplException e) {
          fail(i, e);
          letGo(i);
        }
      }
    }
    if (++offers % OFFERS == 0) {
      bound();
    }
  }

  /** Ends runs until what the others hold is not too much. */
  private void bound() {
    while (true) {
      long together = 0;
      int most = 0;
      for (int i = 0; i < runs.size(); i++) {
        together += runs.get(i).held();
        most = runs.get(i).held() > runs.get(most).held() ? i : most;
      }
      if (together <= mostHeld) {
        return;
      }
      fail(most, runs.get(most).tooMuch(together));
      letGo(most);
    }
  }

  /** What a run holds that failed is free from now on. */
  private void letGo(int search) {
    runs.set(search, compiled.get(search).start());
  }

  /** Ends the pass; whether every search is done. Where not, the same events are offered again. */
  public boolean endPass() {
    boolean done = true;
    own = null;
    for (int i = 0; i < runs.size(); i++) {
      SearchRun run = runs.get(i);
      if (!run.isDone() && !failures.containsKey(names.get(i))) {
        try {
          run.endPass();
          done &= run.isDone();
        } catch (SplException e) {
          fail(i, e);
          letGo(i);
        }
      }
    }
    return done;
  }

  /** The results of each search that did not fail, in the order in which they were given. */
  public Map<String, Results> results() {
    Map<String, Results> results = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      if (!failures.containsKey(names.get(i))) {
        results.put(names.get(i), runs.get(i).results());
      }
    }
    return results;
  }

  /** Why a search failed, by its key. */
  public Map<String, SplException> failures() {
    return Map.copyOf(failures);
  }
}
