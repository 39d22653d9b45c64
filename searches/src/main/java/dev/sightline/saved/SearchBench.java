package dev.sightline.saved;

import dev.sightline.spl.Results;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.SearchRun;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.pipeline.Trace;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs searches over events that are offered in passes, each by itself: one that is refused or
 * fails leaves the others as they are. For one thread.
 */
public final class SearchBench {
  private static final int MOST_EVENTS = 20;
  private static final Results NOTHING = new Results(List.of(), List.of(), List.of());

  private final List<Entry> entries = new ArrayList<>();

  private static final class Entry {
    private final SavedSearch search;
    private final Trace trace;
    private @Nullable Search compiled;
    private @Nullable SearchRun run;
    private @Nullable Refusal refusal;
    private long nanoseconds;

    Entry(SavedSearch search, Trace trace) {
      this.search = search;
      this.trace = trace;
    }

    /** Does a piece of work, and tells whether the search is still wanted. */
    void work(Runnable work) {
      long start = System.nanoTime();
      try {
        work.run();
      } catch (SplException e) {
        refusal = Refusal.of(search, e);
        run = null;
      }
      nanoseconds += System.nanoTime() - start;
    }

    boolean isOpen() {
      SearchRun now = run;
      return now != null && !now.isDone();
    }
  }

  /** {@code expected}: events of which it is told where they fell. */
  public SearchBench(
      List<SavedSearch> searches, SearchEnvironment environment, Predicate<Event> expected) {
    for (SavedSearch search : searches) {
      Entry entry = new Entry(search, new Trace(expected));
      entry.work(() -> {
        Search compiled = Search.compile(search.spl(), environment);
        entry.compiled = compiled;
        entry.run = compiled.start(entry.trace);
      });
      entries.add(entry);
    }
  }

  public void offer(Event event) {
    for (Entry entry : entries) {
      SearchRun run = entry.run;
      if (run != null && !run.isDone()) {
        entry.work(() -> run.offer(event));
      }
    }
  }

  /** Ends a pass; whether every search is done. Where not, the same events are offered again. */
  public boolean endPass() {
    boolean done = true;
    for (Entry entry : entries) {
      SearchRun run = entry.run;
      if (run != null && !run.isDone()) {
        entry.work(run::endPass);
        done &= !entry.isOpen();
      }
    }
    return done;
  }

  /** What became of each search, once every search is done. */
  public List<SearchOutcome> outcomes() {
    return entries.stream().map(SearchBench::outcome).toList();
  }

  private static SearchOutcome outcome(Entry entry) {
    SearchRun run = entry.run;
    Search compiled = entry.compiled;
    Results results = run == null ? NOTHING : run.results();
    List<String> events =
        results.rows().isEmpty()
            ? List.of()
            : SearchTrace.behind(entry.trace).stream()
                .limit(MOST_EVENTS)
                .map(EventLabel::of)
                .toList();
    return new SearchOutcome(
        entry.search,
        Optional.ofNullable(entry.refusal),
        results,
        events,
        entry.nanoseconds / 1e9,
        compiled == null || entry.refusal != null
            ? Optional.empty()
            : Optional.of(SearchTrace.of(compiled.commands(), entry.trace)));
  }
}
