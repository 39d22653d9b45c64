package dev.sightline.inventory;

import dev.sightline.lookups.Lookup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was gathered into one lookup: compares with what is there, holds back what is not
 * believable, writes, and only then decides about the rows of which nobody told.
 */
final class Publication {
  private final Gathered gathered;
  private final Layout layout;
  private final Duration keep;
  private final Guards guards;
  private final long generation;
  private final Instant now;

  private final Map<String, Integer> before = new TreeMap<>();
  private final Map<String, Integer> missed = new HashMap<>();
  private Map<String, String> held = Map.of();

  Publication(Gathered gathered, Guards guards, long generation, Instant now) {
    this.gathered = gathered;
    this.layout = gathered.layout();
    this.keep = layout.lookup().refresh().map(Lookup.Refresh::keep).orElse(Duration.ZERO);
    this.guards = guards;
    this.generation = generation;
    this.now = now;
  }

  /**
   * Publishes.
   *
   * @param write false for a look at what would happen
   */
  LookupOutcome into(LookupStore store, boolean write) throws IOException {
    try (LookupStore.Session session = store.open(layout)) {
      if (store.isReadable()) {
        session.read(this::compare);
      }
      held = guards.held(before, gathered.rows());
      if (write) {
        write(session);
        session.sweep(generation, this::fate);
        session.commit();
      }
      return outcome(store.isReadable());
    }
  }

  private void compare(Row row) {
    String account = layout.cell(row, "answered_by");
    boolean present = layout.cell(row, "present").equals("true");
    if (present) {
      before.merge(account, 1, Integer::sum);
    }
    Gathered.@Nullable Entry entry = gathered.entry(row);
    if (entry == null) {
      if (present) {
        missed.merge(account, 1, Integer::sum);
      }
      return;
    }
    entry.seen = true;
    entry.present = present;
    entry.same = gathered.content(row, entry.unknown) == entry.content;
    entry.firstSeen = layout.cell(row, "first_seen");
    if (!entry.unknown.isEmpty()) {
      entry.kept = new HashMap<>();
      entry.unknown.forEach(column -> entry.kept.put(column, layout.cell(row, column)));
    }
  }

  private void write(LookupStore.Session session) throws IOException {
    String seconds = String.valueOf(now.getEpochSecond());
    List<Row> slice = new ArrayList<>(LookupStore.SLICE);
    gathered.forEach(row -> {
      Gathered.@Nullable Entry entry = gathered.entry(row);
      if (entry == null || held.containsKey(entry.account)) {
        return;
      }
      Map<String, String> cells = new HashMap<>();
      entry.unknown.forEach(column -> cells.put(column, entry.kept.getOrDefault(column, "")));
      cells.put("first_seen", entry.firstSeen.isEmpty() ? seconds : entry.firstSeen);
      cells.put("last_seen", seconds);
      cells.put("present", "true");
      cells.put("stale", "false");
      cells.put("generation", String.valueOf(generation));
      slice.add(layout.with(row, cells));
      if (slice.size() == LookupStore.SLICE) {
        session.upsert(List.copyOf(slice));
        slice.clear();
      }
    });
    if (!slice.isEmpty()) {
      session.upsert(slice);
    }
  }

  /** A row that was not written now. */
  private LookupStore.Fate fate(Row row) {
    Gathered.@Nullable Entry entry = gathered.entry(row);
    if (entry != null && !held.containsKey(entry.account)) {
      return new LookupStore.Fate.Keep();
    }
    String account = layout.cell(row, "answered_by");
    boolean present = layout.cell(row, "present").equals("true");
    boolean stale = layout.cell(row, "stale").equals("true");
    if (isOver(layout.cell(row, "last_seen"))) {
      return new LookupStore.Fate.Remove();
    }
    boolean published = gathered.rows().containsKey(account) && !held.containsKey(account);
    if (published && present) {
      return replaced(row, Map.of("present", "false", "stale", "false"));
    }
    if (!published && present && !stale) {
      return replaced(row, Map.of("stale", "true"));
    }
    return new LookupStore.Fate.Keep();
  }

  private LookupStore.Fate replaced(Row row, Map<String, String> cells) {
    Map<String, String> all = new HashMap<>(cells);
    all.put("generation", String.valueOf(generation));
    return new LookupStore.Fate.Replace(layout.with(row, all));
  }

  private boolean isOver(String lastSeen) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(lastSeen)).plus(keep).isBefore(now);
    } catch (NumberFormatException e) {
      // A row that somebody wrote by hand has no time, and stays.
      return false;
    }
  }

  private LookupOutcome outcome(boolean compared) {
    Map<String, long[]> figures = new HashMap<>();
    gathered
        .entries()
        .forEach(each -> {
          Gathered.Entry entry = each.getValue();
          long[] figure = figures.computeIfAbsent(entry.account, _ -> new long[2]);
          if (!entry.seen || !entry.present) {
            figure[0]++;
          } else if (!entry.same) {
            figure[1]++;
          }
        });
    Set<String> accounts = new TreeSet<>(gathered.rows().keySet());
    accounts.addAll(gathered.lacking().keySet());
    accounts.addAll(before.keySet());
    List<AccountOutcome> outcomes = new ArrayList<>();
    for (String account : accounts) {
      outcomes.add(outcome(account, figures.getOrDefault(account, new long[2])));
    }
    return new LookupOutcome(layout.lookup().name(), outcomes, compared, gathered.gaps(), "");
  }

  private AccountOutcome outcome(String account, long[] figure) {
    int had = before.getOrDefault(account, 0);
    @Nullable String reason = held.get(account);
    if (reason != null) {
      return new AccountOutcome(account, Standing.HELD, had, 0, 0, 0, had, reason);
    }
    Integer rows = gathered.rows().get(account);
    if (rows != null) {
      return new AccountOutcome(
          account,
          Standing.CURRENT,
          rows,
          figure[0],
          figure[1],
          missed.getOrDefault(account, 0),
          0,
          "");
    }
    Gathered.Lacking lacking =
        gathered.lacking().getOrDefault(account, new Gathered.Lacking(Standing.CLOSED, ""));
    return new AccountOutcome(account, lacking.standing(), had, 0, 0, 0, had, lacking.gap());
  }
}
