package dev.sightline.lookups;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.sightline.yaml.Mistake;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that ship with a static lookup; a lookup for people to fill has a heading only.
 */
final class RowReader {
  private final Path file;
  private final List<Mistake> mistakes;

  RowReader(Path file, List<Mistake> mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  List<Map<String, String>> read(List<String> columns, List<String> key) {
    List<Map<String, String>> rows = new ArrayList<>();
    Map<List<String>, Integer> seen = new HashMap<>();
    CsvMapper mapper = CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    try (Reader reader = Files.newBufferedReader(file);
        MappingIterator<List<String>> lines =
            mapper.readerForListOf(String.class).readValues(reader)) {
      if (!lines.hasNextValue() || !lines.nextValue().equals(columns)) {
        mistake(
            1, "The heading is not that of table.yml: write " + String.join(",", columns) + ".");
        return rows;
      }
      int line = 1;
      while (lines.hasNextValue()) {
        List<String> cells = lines.nextValue();
        line++;
        if (cells.size() != columns.size()) {
          mistake(
              line,
              "The row has "
                  + cells.size()
                  + " cells, the lookup "
                  + columns.size()
                  + " columns: quote a cell that holds a comma.");
          continue;
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          row.put(columns.get(i), cells.get(i));
        }
        List<String> values = key.stream().map(column -> row.getOrDefault(column, "")).toList();
        @Nullable Integer other = seen.putIfAbsent(values, line);
        if (values.contains("")) {
          mistake(line, "A cell of the key " + key + " is empty: fill it.");
        } else if (other != null) {
          mistake(line, "Its key " + values + " is also that of row " + other + ": keep one.");
        }
        rows.add(row);
      }
    } catch (JsonProcessingException e) {
      mistake(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "This is no CSV: " + e.getOriginalMessage());
    } catch (IOException e) {
      mistake(1, "The file cannot be read; a static lookup needs it: " + e.getMessage());
    }
    return rows;
  }

  private void mistake(int line, String sentence) {
    mistakes.add(new Mistake(file, line, sentence));
  }
}
