package dev.sightline.hunt;

import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.saved.ConfFile;
import dev.sightline.saved.CsvFile;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lookups as a folder of CSV files: {@code <lookup>.csv}, its first line the columns. How a lookup
 * of one's own is matched stands in a transforms.conf beside them.
 */
public final class LookupFiles {
  private LookupFiles() {}

  /**
   * The lookups that are known, with their rows of the folder, else those that ship with them, and
   * the lookups that only the folder has.
   *
   * @param folder null for none
   * @param known definitions of the catalog; a file of theirs needs the columns of their key
   * @param warn is told what is missing
   * @throws InputException where the folder or a file cannot be used
   */
  public static Lookups read(
      @Nullable Path folder, List<LookupDefinition> known, Consumer<String> warn) {
    Map<String, LookupTable> tables = new LinkedHashMap<>();
    Map<String, Lookup> described = new LinkedHashMap<>();
    if (!known.isEmpty()) {
      LookupFolder.shipped().forEach(lookup -> described.put(lookup.name(), lookup));
    }
    for (LookupDefinition definition : known) {
      Lookup lookup = described.get(definition.name());
      List<Map<String, String>> rows = lookup == null ? List.of() : lookup.rows();
      tables.put(definition.name(), new LookupTable(definition, rows));
    }
    if (folder != null) {
      files(folder).forEach(file -> read(file, described, tables, transforms(folder), warn));
    }
    return new Lookups(tables.values());
  }

  private static Map<String, ConfFile.Stanza> transforms(Path folder) {
    Map<String, ConfFile.Stanza> transforms = new LinkedHashMap<>();
    Path conf = folder.resolve("transforms.conf");
    if (Files.exists(conf)) {
      ConfFile.stanzas(conf, ConfFile.read(conf))
          .forEach(stanza -> transforms.put(stanza.name(), stanza));
    }
    return transforms;
  }

  private static void read(
      Path file,
      Map<String, Lookup> described,
      Map<String, LookupTable> tables,
      Map<String, ConfFile.Stanza> transforms,
      Consumer<String> warn) {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - CsvFile.ENDING.length());
    CsvFile csv = CsvFile.read(file);
    ConfFile.Stanza stanza = transforms.get(name);
    LookupTable known = tables.get(name);
    LookupDefinition definition;
    if (stanza != null) {
      definition = defined(file.resolveSibling("transforms.conf"), stanza, csv.columns());
    } else if (known == null) {
      definition = LookupDefinition.exact(name, csv.columns());
    } else {
      definition = known.definition();
      missing(file, described.get(name), csv.columns(), warn);
    }
    tables.put(name, new LookupTable(definition, csv.rows()));
    LookupDefinition byFile = LookupDefinition.exact(fileName, csv.columns());
    tables.put(fileName, new LookupTable(byFile, csv.rows()));
  }

  private static void missing(
      Path file, @Nullable Lookup lookup, List<String> columns, Consumer<String> warn) {
    if (lookup == null) {
      return;
    }
    for (String column : lookup.key()) {
      if (!columns.contains(column)) {
        throw new InputException(
            file
                + ":1: the column '"
                + column
                + "' is missing, by which rows are found: this lookup has the columns "
                + String.join(", ", lookup.columnNames())
                + ".");
      }
    }
    List<String> missing =
        lookup.columns().stream()
            .filter(column -> !Lookup.BOOKKEEPING.contains(column))
            .map(Column::name)
            .filter(name -> !columns.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      warn.accept(file + " has no " + String.join(", ", missing) + ": they count as empty.");
    }
  }

  private static LookupDefinition defined(Path conf, ConfFile.Stanza stanza, List<String> columns) {
    String place = conf + ":" + stanza.line() + ": ";
    try {
      return new LookupDefinition(
          stanza.name(),
          columns,
          LookupDefinition.matchTypes(stanza.setting("match_type", "")),
          isTrue(stanza.setting("case_sensitive_match", "true")),
          number(place, stanza, "max_matches", LookupDefinition.MOST_MATCHES),
          number(place, stanza, "min_matches", 0),
          stanza.setting("default_match", ""));
    } catch (IllegalArgumentException e) {
      throw new InputException(place + e.getMessage());
    }
  }

  private static boolean isTrue(String text) {
    return List.of("true", "1", "t", "yes", "y").contains(text.toLowerCase(Locale.ROOT));
  }

  private static int number(String place, ConfFile.Stanza stanza, String key, int otherwise) {
    String text = stanza.setting(key, String.valueOf(otherwise));
    if (!text.matches("\\d{1,9}")) {
      throw new InputException(place + "'" + key + " = " + text + "' is no number.");
    }
    return Integer.parseInt(text);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder
              + " is no folder: name one with a file <lookup>"
              + CsvFile.ENDING
              + " for each lookup.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(CsvFile.ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be listed: " + e + ".");
    }
  }
}
