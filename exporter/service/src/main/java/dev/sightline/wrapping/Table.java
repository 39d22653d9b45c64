package dev.sightline.wrapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a table in CSV whose first line names the columns, in any order and case. Used once. */
public final class Table {
  private static final CsvMapper CSV =
      CsvMapper.csvBuilder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private final InputStream stream;
  private final char separator;
  private final Taker taker;
  private final Wraps wraps;

  private Table(InputStream stream, char separator, Taker taker) {
    this.stream = stream;
    this.separator = separator;
    this.taker = taker;
    this.wraps = new Wraps(taker);
  }

  /**
   * A table that begins with this line.
   *
   * @param stream UTF-8, from that line on
   */
  public static Table of(String firstLine, InputStream stream, Taker taker) {
    return new Table(stream, separator(firstLine), taker);
  }

  /** Whether a file that begins with this line is a table with records in it. */
  public static boolean isLikely(String firstLine) {
    return firstLine.length() < 8_000 && TableRow.holdsRecords(columns(firstLine));
  }

  private static List<String> columns(String line) {
    String[] names = line.split(String.valueOf(separator(line)), -1);
    return Arrays.stream(names).map(name -> name.strip().replace("\"", "")).toList();
  }

  private static char separator(String line) {
    char best = ',';
    for (char candidate : new char[] {',', ';', '\t'}) {
      if (count(line, candidate) > count(line, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String line, char character) {
    return line.chars().filter(c -> c == character).count();
  }

  /**
   * Reads to the end.
   *
   * @throws WrappingException where no column holds records, or it is no table from some row on
   * @throws IOException where the stream or the taker fails, unchanged
   */
  public void read() throws IOException, InterruptedException {
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    long row = 0;
    try (MappingIterator<List<String>> rows =
        CSV.readerForListOf(String.class)
            .with(schema)
            .readValues(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      if (!rows.hasNextValue()) {
        return;
      }
      List<String> columns = rows.nextValue().stream().map(String::strip).toList();
      if (!TableRow.holdsRecords(columns)) {
        throw new WrappingException(TableRow.noRecord("The table", columns), null);
      }
      while (rows.hasNextValue()) {
        row++;
        row(columns, rows.nextValue(), row);
      }
    } catch (JsonProcessingException e) {
      throw broken(row, e.getOriginalMessage(), e);
    }
  }

  private static WrappingException broken(long row, String why, Exception cause) {
    return new WrappingException(
        "The table is no CSV behind row " + row + " (" + why + "): what came before was read.",
        cause);
  }

  private void row(List<String> columns, List<String> values, long row)
      throws IOException, InterruptedException {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      cells.put(columns.get(i), values.get(i));
    }
    if (!new TableRow(cells).takenBy(wraps, taker, 0)) {
      taker.unreadable("Row " + row + " of the table holds no record.");
    }
  }
}
