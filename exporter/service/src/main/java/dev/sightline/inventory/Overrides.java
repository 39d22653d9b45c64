package dev.sightline.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the operator knows and no tag says: a CSV file, one row an account ({@code account_id}) or
 * one for all accounts below an organizational unit ({@code ou_path}), with columns of {@code
 * aws_accounts}. Where there is no Steampipe, its rows of accounts are the accounts.
 */
public final class Overrides {
  /** Rows and bytes that a file has at most: it is small, or it is something else. */
  private static final int MOST_ROWS = 100_000;

  private static final long MOST_BYTES = 50_000_000;

  /** No overrides at all. */
  public static final Overrides NONE = new Overrides(Map.of(), Map.of());

  private final Map<String, Map<String, String>> accounts;
  private final Map<String, Map<String, String>> paths;

  private Overrides(
      Map<String, Map<String, String>> accounts, Map<String, Map<String, String>> paths) {
    this.accounts = accounts;
    this.paths = paths;
  }

  /**
   * Reads the file.
   *
   * @param columns that it may have
   * @throws InventoryException with every mistake, each with its line
   */
  public static Overrides read(Path file, Set<String> columns) throws InventoryException {
    List<String> mistakes = new ArrayList<>();
    Map<String, Map<String, String>> accounts = new TreeMap<>();
    Map<String, Map<String, String>> paths = new HashMap<>();
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InventoryException(
            file + " is larger than " + MOST_BYTES / 1_000_000 + " MB: it is no list of accounts.");
      }
      try (Reader reader = Files.newBufferedReader(file);
          MappingIterator<List<String>> lines =
              mapper.readerForListOf(String.class).readValues(reader)) {
        List<String> heading = heading(lines, columns, mistakes);
        for (int line = 2; lines.hasNextValue() && line < MOST_ROWS; line++) {
          Map<String, String> row = row(heading, lines.nextValue(), line, mistakes);
          place(row, line, accounts, paths, mistakes);
        }
      }
    } catch (JsonProcessingException e) {
      mistakes.add("it is no CSV: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InventoryException("The overrides cannot be read: " + e.getMessage(), e);
    }
    if (!mistakes.isEmpty()) {
      throw new InventoryException(
          "The overrides in " + file + " cannot be used:\n  " + String.join("\n  ", mistakes));
    }
    return new Overrides(accounts, paths);
  }

  private static List<String> heading(
      MappingIterator<List<String>> lines, Set<String> columns, List<String> mistakes)
      throws IOException {
    List<String> heading =
        lines.hasNextValue()
            ? lines.nextValue().stream().map(name -> name.replace("\uFEFF", "").strip()).toList()
            : List.of();
    if (!heading.contains("account_id") && !heading.contains("ou_path")) {
      mistakes.add("line 1: no column is called account_id or ou_path: name one so.");
    }
    for (String name : heading) {
      if (!columns.contains(name)) {
        mistakes.add("line 1: '" + name + "' is none of " + String.join(", ", columns) + ".");
      }
    }
    return heading;
  }

  private static Map<String, String> row(
      List<String> heading, List<String> cells, int line, List<String> mistakes) {
    Map<String, String> row = new LinkedHashMap<>();
    if (cells.size() != heading.size()) {
      mistakes.add(
          "line "
              + line
              + ": it has "
              + cells.size()
              + " cells and the heading "
              + heading.size()
              + ": quote a cell that holds a comma.");
      return row;
    }
    for (int i = 0; i < cells.size(); i++) {
      row.put(heading.get(i), cells.get(i).strip());
    }
    return row;
  }

  private static void place(
      Map<String, String> row,
      int line,
      Map<String, Map<String, String>> accounts,
      Map<String, Map<String, String>> paths,
      List<String> mistakes) {
    String account = row.getOrDefault("account_id", "");
    String path = row.getOrDefault("ou_path", "");
    if (!account.isEmpty()) {
      if (!account.matches("\\d{12}")) {
        mistakes.add(
            "line "
                + line
                + ": '"
                + account
                + "' has not twelve digits: a spreadsheet drops leading zeros, so keep the column"
                + " as text.");
      } else if (accounts.putIfAbsent(account, row) != null) {
        mistakes.add("line " + line + ": account " + account + " has a row above: keep one.");
      }
    } else if (!path.isEmpty()) {
      if (paths.putIfAbsent(trimmed(path), row) != null) {
        mistakes.add("line " + line + ": " + path + " has a row above: keep one.");
      }
    } else if (!row.isEmpty()) {
      mistakes.add("line " + line + ": neither account_id nor ou_path is filled: fill one.");
    }
  }

  /** Its accounts, each with its cells. */
  Map<String, Map<String, String>> accounts() {
    return accounts;
  }

  Optional<String> ofAccount(String account, String attribute) {
    return filled(accounts.getOrDefault(account, Map.of()), attribute);
  }

  /** What is said of the deepest organizational unit above, that says something. */
  Optional<String> ofPath(String path, String attribute) {
    for (String at = trimmed(path); !at.isEmpty(); ) {
      Optional<String> found = filled(paths.getOrDefault(at, Map.of()), attribute);
      if (found.isPresent()) {
        return found;
      }
      int end = at.lastIndexOf('/');
      at = end < 0 ? "" : at.substring(0, end);
    }
    return Optional.empty();
  }

  private static Optional<String> filled(Map<String, String> row, String attribute) {
    return Optional.of(row.getOrDefault(attribute, "")).filter(cell -> !cell.isEmpty());
  }

  private static String trimmed(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
