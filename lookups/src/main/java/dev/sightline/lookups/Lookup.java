package dev.sightline.lookups;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lookup: the same definition makes Splunk's collection and transform, tells the exporter what to
 * write, and tells a search which columns there are.
 *
 * @param name of the lookup, the collection and the folder of its files
 * @param description what a row says
 * @param columns in order, those of {@link #BOOKKEEPING} last where the inventory fills it
 * @param key the columns that tell one row from another; cells of a key are never empty
 * @param matches the columns that are not matched exactly
 * @param caseSensitive whether a value matches only in its own case; where not, the column is
 *     stored in lower case, since a collection folds only the value that is looked up
 * @param mostMatches how many rows a value finds at most
 * @param refresh for the inventory's only
 * @param rows of a static one
 * @param folder where it is described
 */
public record Lookup(
    String name,
    String description,
    Kind kind,
    List<Column> columns,
    List<String> key,
    Map<String, Match> matches,
    boolean caseSensitive,
    int mostMatches,
    Optional<Refresh> refresh,
    List<Map<String, String>> rows,
    Path folder) {

  /** What the exporter adds to each row of the inventory. */
  public static final List<Column> BOOKKEEPING =
      List.of(
          new Column("first_seen", Column.Type.TIME, "When a refresh first found it."),
          new Column("last_seen", Column.Type.TIME, "When a refresh last found it."),
          new Column("present", Column.Type.BOOL, "Whether the last refresh still found it."),
          new Column(
              "stale",
              Column.Type.BOOL,
              "Whether its account did not answer since, so that the row may be out of date."),
          new Column("answered_by", Column.Type.STRING, "The account whose connection told of it."),
          new Column(
              "generation",
              Column.Type.NUMBER,
              "The refresh that wrote the row: its start, in milliseconds since 1970."));

  public Lookup {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    matches = Map.copyOf(matches);
    rows = List.copyOf(rows);
  }

  /** Where rows come from. */
  public enum Kind {
    /** The exporter refreshes it from Steampipe or from a CSV file of the operator's. */
    INVENTORY,
    /** It ships with its rows, or empty, to be filled by people. */
    STATIC,
    /** A search or the exporter writes it as its own memory. */
    STATE
  }

  /** How a column is matched. */
  public enum Match {
    EXACT,
    WILDCARD,
    CIDR
  }

  /**
   * How the inventory keeps a lookup fresh.
   *
   * @param every how often
   * @param keep how long a row stays after it was last seen
   * @param queries to Steampipe, by the name of their table
   */
  public record Refresh(Duration every, Duration keep, List<Query> queries) {
    public Refresh {
      queries = List.copyOf(queries);
    }

    /** The query of a Steampipe table. */
    public Optional<Query> query(String table) {
      return queries.stream().filter(query -> query.table().equals(table)).findFirst();
    }
  }

  /** The names of the columns, in order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** How a column is matched. */
  public Match match(String column) {
    return matches.getOrDefault(column, Match.EXACT);
  }
}
