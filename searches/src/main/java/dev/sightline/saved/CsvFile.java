package dev.sightline.saved;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a CSV file, its first line the columns. */
public record CsvFile(List<String> columns, List<Map<String, String>> rows) {
  public static final String ENDING = ".csv";

  public CsvFile {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Reads the file.
   *
   * @throws UnreadableSearchesException where it is no CSV, or names a column twice
   */
  public static CsvFile read(Path file) {
    CsvMapper mapper = new CsvMapper();
    mapper.enable(CsvParser.Feature.WRAP_AS_ARRAY);
    mapper.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<String[]> lines = mapper.readerFor(String[].class).readValues(reader)) {
      if (!lines.hasNext()) {
        throw new UnreadableSearchesException(
            file + ":1: the file is empty: its first line names the columns.");
      }
      List<String> columns = columns(file, lines.next());
      List<Map<String, String>> rows = new ArrayList<>();
      while (lines.hasNext()) {
        rows.add(row(file, columns, lines.next(), rows.size() + 1));
      }
      return new CsvFile(columns, rows);
    } catch (IOException | RuntimeException e) {
      if (e instanceof UnreadableSearchesException known) {
        throw known;
      }
      throw new UnreadableSearchesException(file + " cannot be read as CSV: " + e.getMessage());
    }
  }

  private static List<String> columns(Path file, String[] cells) {
    List<String> columns = new ArrayList<>();
    for (String column : cells) {
      columns.add(column.replace("\uFEFF", "").strip());
    }
    Set<String> distinct = new LinkedHashSet<>(columns);
    if (distinct.size() != columns.size()) {
      throw new UnreadableSearchesException(file + ":1: a column stands twice: keep one of them.");
    }
    return columns;
  }

  private static Map<String, String> row(
      Path file, List<String> columns, String[] cells, int number) {
    if (cells.length > columns.size()) {
      throw new UnreadableSearchesException(
          file
              + ": row "
              + number
              + " has "
              + cells.length
              + " cells for "
              + columns.size()
              + " columns: put quotes around a cell with a comma.");
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      row.put(columns.get(i), cells[i]);
    }
    return row;
  }
}
