package dev.sightline.inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a lookup is to hold after this refresh: the complete answers, account by account, and who
 * did not answer. An answer is added as a whole, or not at all.
 */
final class Gathered implements AutoCloseable {
  private final Layout layout;
  private final Spool spool;
  private final Map<Key, Entry> index = new HashMap<>();
  private final Map<String, Integer> rows = new TreeMap<>();
  private final Map<String, Lacking> lacking = new TreeMap<>();
  private final List<String> gaps = new ArrayList<>();
  private int duplicates;
  private int keyless;

  /** An account without an answer. */
  record Lacking(Standing standing, String gap) {}

  /** A row's key as a number: half the memory of its text. */
  record Key(long high, long low) {
    static Key of(Row row) {
      return new Key(
          Long.parseUnsignedLong(row.key(), 0, 16, 16),
          Long.parseUnsignedLong(row.key(), 16, 32, 16));
    }
  }

  /** What is known of a row, beside the row itself. */
  static final class Entry {
    final String account;

    /** The columns that could not be asked for, which do not count for {@link #content}. */
    final List<String> unknown;

    final long content;
    boolean seen;
    boolean present;
    boolean same;
    String firstSeen = "";
    Map<String, String> kept = Map.of();

    Entry(String account, List<String> unknown, long content) {
      this.account = account;
      this.unknown = unknown;
      this.content = content;
    }
  }

  Gathered(Layout layout) throws IOException {
    this.layout = layout;
    this.spool = new Spool(layout);
  }

  Layout layout() {
    return layout;
  }

  /** Adds the whole answer of an account; empties it of rows whose key another one has. */
  synchronized void add(String account, Spool answer) throws IOException {
    int before = spool.rows();
    answer.forEach(row -> {
      if (!layout.isKeyed(row)) {
        keyless++;
      } else if (index.putIfAbsent(Key.of(row), entry(account, row)) != null) {
        duplicates++;
      } else {
        spool.add(layout.with(row, Map.of("answered_by", account)));
      }
    });
    rows.merge(account, spool.rows() - before, Integer::sum);
  }

  private Entry entry(String account, Row row) {
    List<String> unknown = List.of();
    for (int i = 0; i < row.cells().size(); i++) {
      if (row.cells().get(i).equals(Row.UNKNOWN)) {
        unknown = new ArrayList<>(unknown);
        unknown.add(layout.names().get(i));
      }
    }
    return new Entry(account, unknown, content(row, unknown));
  }

  /** The content of a row as far as it is known. */
  long content(Row row, List<String> unknown) {
    if (unknown.isEmpty()) {
      return layout.content(row);
    }
    Map<String, String> blank = new HashMap<>();
    unknown.forEach(column -> blank.put(column, ""));
    return layout.content(layout.with(row, blank));
  }

  /** An account gave no answer that can be used. */
  synchronized void lacks(String account, Standing standing, String gap) {
    lacking.putIfAbsent(account, new Lacking(standing, gap));
  }

  synchronized void gap(String gap) {
    gaps.add(gap);
  }

  /** Accounts that answered, with the number of their rows. */
  Map<String, Integer> rows() {
    return rows;
  }

  Map<String, Lacking> lacking() {
    return lacking;
  }

  List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    if (duplicates > 0) {
      all.add(
          duplicates
              + " rows have the key "
              + layout.lookup().key()
              + " of another row and are left out: two connections may ask the same account.");
    }
    if (keyless > 0) {
      all.add(
          keyless
              + " rows have an empty cell in the key "
              + layout.lookup().key()
              + " and are left"
              + " out.");
    }
    return all;
  }

  @Nullable Entry entry(Row row) {
    return index.get(Key.of(row));
  }

  Set<Map.Entry<Key, Entry>> entries() {
    return index.entrySet();
  }

  void forEach(RowConsumer consumer) throws IOException {
    spool.forEach(consumer);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
