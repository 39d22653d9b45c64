package dev.sightline.inventory;

import dev.sightline.lookups.Lookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lookup that tells how fresh the others are: written last, when their rows are there. */
final class Health {
  static final String LOOKUP = "aws_inventory_health";

  /** Stands for the lookup as a whole. */
  static final String ALL = "*";

  private final Layout layout;
  private final LookupStore store;
  private final Map<String, Row> before = new HashMap<>();

  /** Reads what the last refresh left. */
  Health(Lookup lookup, LookupStore store) throws StoreException {
    this.layout = new Layout(lookup);
    this.store = store;
    if (store.isReadable()) {
      try (LookupStore.Session session = store.open(layout)) {
        session.read(row -> before.put(row.key(), row));
      }
    }
  }

  /** The newest generation that was written. */
  long generation() {
    return before.values().stream()
        .mapToLong(row -> number(layout.cell(row, "generation")))
        .max()
        .orElse(0);
  }

  /** When a lookup was last published; empty where it never was. */
  Optional<Instant> lastSuccess(String lookup) {
    Row row = before.get(layout.row(Map.of("dataset", lookup, "account_id", ALL)).key());
    return Optional.ofNullable(row)
        .map(last -> number(layout.cell(last, "last_success")))
        .filter(seconds -> seconds > 0)
        .map(Instant::ofEpochSecond);
  }

  /** Writes how one lookup stands. */
  void write(LookupOutcome outcome, long generation, long seconds) throws StoreException {
    List<Row> rows = new ArrayList<>();
    for (AccountOutcome account : outcome.accounts()) {
      boolean success = account.standing() == Standing.CURRENT;
      rows.add(
          row(
              outcome.lookup(),
              account.account(),
              account.standing().word(),
              account.rows(),
              account.gap(),
              success,
              generation,
              seconds));
    }
    String gap = outcome.isFailed() ? outcome.failure() : String.join(" ", outcome.gaps());
    Row whole =
        row(
            outcome.lookup(),
            ALL,
            outcome.isFailed() ? Standing.FAILED.word() : Standing.CURRENT.word(),
            outcome.sum(AccountOutcome::rows),
            gap,
            !outcome.isFailed(),
            generation,
            seconds);
    try (LookupStore.Session session = store.open(layout)) {
      for (int from = 0; from < rows.size(); from += LookupStore.SLICE) {
        session.upsert(rows.subList(from, Math.min(rows.size(), from + LookupStore.SLICE)));
      }
      session.upsert(List.of(whole));
      session.sweep(Long.MIN_VALUE, _ -> new LookupStore.Fate.Keep());
      session.commit();
    }
    rows.forEach(row -> before.put(row.key(), row));
    before.put(whole.key(), whole);
  }

  private Row row(
      String lookup,
      String account,
      String state,
      long rows,
      String gap,
      boolean success,
      long generation,
      long seconds) {
    Map<String, String> cells = new HashMap<>();
    cells.put("dataset", lookup);
    cells.put("account_id", account);
    cells.put("state", state);
    cells.put("last_attempt", String.valueOf(seconds));
    cells.put("gap", gap);
    Row last = before.get(layout.row(cells).key());
    if (success || last == null) {
      cells.put("rows", String.valueOf(success ? rows : 0));
      cells.put("last_success", success ? String.valueOf(seconds) : "");
      cells.put("generation", String.valueOf(success ? generation : 0));
    } else {
      for (String kept : List.of("rows", "last_success", "generation")) {
        cells.put(kept, layout.cell(last, kept));
      }
    }
    return layout.row(cells);
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException writtenByHand) {
      return 0;
    }
  }
}
