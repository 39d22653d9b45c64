package dev.sightline.inventory;

import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the cells of a lookup's rows are, and how a row gets its key. */
public final class Layout {
  /** Longer cells are cut: a tag of AWS has 256 characters, a description 1,000. */
  static final int LONGEST_CELL = 2_000;

  private static final Set<String> BOOKKEEPING =
      Lookup.BOOKKEEPING.stream().map(Column::name).collect(Collectors.toUnmodifiableSet());

  private final Lookup lookup;
  private final List<String> names;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<String> lowered;

  public Layout(Lookup lookup) {
    this.lookup = lookup;
    this.names = lookup.columnNames();
    for (int i = 0; i < names.size(); i++) {
      positions.put(names.get(i), i);
    }
    this.lowered = lookup.caseSensitive() ? Set.of() : Set.copyOf(lookup.key());
  }

  public Lookup lookup() {
    return lookup;
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return names;
  }

  boolean has(String column) {
    return positions.containsKey(column);
  }

  /** Where a column is, from 0. */
  public int position(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw new IllegalArgumentException(lookup.name() + " has no column " + column);
    }
    return position;
  }

  /** A cell of a row. */
  public String cell(Row row, String column) {
    return row.cells().get(position(column));
  }

  /** A row out of cells by name; what is missing is empty, what is no column is left out. */
  public Row row(Map<String, String> cells) {
    List<String> row = new ArrayList<>(names.size());
    for (String name : names) {
      String cell = cells.getOrDefault(name, "");
      if (cell.length() > LONGEST_CELL) {
        cell = cell.substring(0, LONGEST_CELL - 1) + "…";
      }
      row.add(lowered.contains(name) ? cell.toLowerCase(Locale.ROOT) : cell);
    }
    return new Row(key(row), row);
  }

  /** The row with other cells; none of them may be of the key. */
  Row with(Row row, Map<String, String> changes) {
    List<String> cells = new ArrayList<>(row.cells());
    changes.forEach((column, cell) -> cells.set(position(column), cell));
    return new Row(row.key(), cells);
  }

  /** Whether every cell of the key is filled. */
  boolean isKeyed(Row row) {
    return lookup.key().stream().noneMatch(column -> cell(row, column).isEmpty());
  }

  /** A number that differs where the cells differ, those of the bookkeeping left out. */
  long content(Row row) {
    long hash = 1125899906842597L;
    for (int i = 0; i < names.size(); i++) {
      if (!BOOKKEEPING.contains(names.get(i))) {
        String cell = row.cells().get(i);
        for (int j = 0; j < cell.length(); j++) {
          hash = 31 * hash + cell.charAt(j);
        }
        hash = 31 * hash + 0x1f;
      }
    }
    return hash;
  }

  private String key(List<String> cells) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String column : lookup.key()) {
        digest.update(cells.get(position(column)).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0x1f);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
