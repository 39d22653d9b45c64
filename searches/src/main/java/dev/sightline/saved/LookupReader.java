package dev.sightline.saved;

import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the lookups of a library: by their names, and by the names of their files. */
final class LookupReader {
  private final Map<String, Path> files;
  private final Consumer<String> notes;
  private final Map<String, CsvFile> read = new HashMap<>();
  private final Map<String, LookupTable> tables = new LinkedHashMap<>();

  /** How a lookup is matched. */
  record Matching(
      Map<String, LookupDefinition.Match> columns,
      boolean caseSensitive,
      int most,
      int least,
      String otherwise) {
    static final Matching EXACT =
        new Matching(Map.of(), true, LookupDefinition.MOST_MATCHES, 0, "");
  }

  /** {@code files}: CSV files by their names, each a lookup of its own. */
  LookupReader(Map<String, Path> files, Consumer<String> notes) {
    this.files = files;
    this.notes = notes;
    for (String file : files.keySet()) {
      CsvFile csv = csv(file);
      if (csv != null) {
        put(file, csv.columns(), csv.rows(), Matching.EXACT);
      }
    }
  }

  private @Nullable CsvFile csv(String file) {
    Path path = files.get(file);
    if (path == null) {
      return null;
    }
    try {
      return read.computeIfAbsent(file, _ -> CsvFile.read(path));
    } catch (UnreadableSearchesException e) {
      notes.accept(String.valueOf(e.getMessage()));
      return null;
    }
  }

  void file(String name, String file, Matching matching) {
    CsvFile csv = csv(file);
    if (csv == null) {
      notes.accept("The lookup '" + name + "' has no file " + file + " here.");
      return;
    }
    put(name, csv.columns(), csv.rows(), matching);
  }

  /** A lookup whose rows are kept in a Splunk, and which is empty here. */
  void empty(String name, List<String> columns, Matching matching) {
    put(
        name,
        columns.stream().filter(c -> !c.equals(LookupTable.KEY)).toList(),
        List.of(),
        matching);
  }

  private void put(
      String name, List<String> columns, List<Map<String, String>> rows, Matching matching) {
    LookupDefinition definition =
        new LookupDefinition(
            name,
            columns,
            matching.columns(),
            matching.caseSensitive(),
            matching.most(),
            matching.least(),
            matching.otherwise());
    tables.put(name, new LookupTable(definition, rows));
  }

  List<LookupTable> tables() {
    return List.copyOf(tables.values());
  }
}
