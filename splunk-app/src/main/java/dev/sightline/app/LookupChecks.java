package dev.sightline.app;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules about lookups. */
final class LookupChecks {
  private static final Set<String> TYPES = Set.of("number", "bool", "string", "time");
  private static final Pattern USE =
      Pattern.compile(
          "\\b(?:input|output)?lookup\\s+((?:[a-z_]+=\\S+\\s+)*+)([A-Za-z_][A-Za-z0-9_]*)");

  static final List<Check> ALL =
      List.of(
          new Check("Every lookup that is used is defined.", LookupChecks::used),
          new Check(
              "Every file that a definition names is there, and every file is named.",
              LookupChecks::files),
          new Check(
              "Every CSV has two columns or more, rows, and all of them equally wide.",
              LookupChecks::tables),
          new Check(
              "Every collection that a definition names is there, with its fields.",
              LookupChecks::collections),
          new Check(
              "Every field of a collection has a type that the KV store knows.",
              LookupChecks::types));

  private LookupChecks() {}

  private static void used(Built app, List<String> broken) {
    Set<String> defined = app.stanzas("transforms").keySet();
    for (String conf : List.of("savedsearches", "macros")) {
      app.stanzas(conf)
          .forEach((name, values) -> {
            Matcher use =
                USE.matcher(values.getOrDefault("search", values.getOrDefault("definition", "")));
            while (use.find()) {
              if (!defined.contains(use.group(2))) {
                broken.add(name + " uses " + use.group(2));
              }
            }
          });
    }
  }

  private static void files(Built app, List<String> broken) {
    Set<String> named = new TreeSet<>();
    app.stanzas("transforms")
        .forEach((name, values) -> {
          String file = values.get("filename");
          if (file != null
              && named.add("lookups/" + file)
              && !app.files().containsKey("lookups/" + file)) {
            broken.add(name + " names " + file);
          }
          if ((file == null) == (values.get("collection") == null)) {
            broken.add(name + " has not one of filename and collection");
          }
        });
    for (String path : app.files().keySet()) {
      if (path.startsWith("lookups/") && !named.contains(path)) {
        broken.add(path + " is named by no definition");
      }
    }
  }

  private static void tables(Built app, List<String> broken) {
    for (var file : app.files().entrySet()) {
      if (!file.getKey().endsWith(".csv")) {
        continue;
      }
      try (MappingIterator<String[]> rows =
          new CsvMapper()
              .readerFor(String[].class)
              .with(CsvParser.Feature.WRAP_AS_ARRAY)
              .readValues(file.getValue())) {
        List<String[]> all = rows.readAll();
        int width = all.isEmpty() ? 0 : all.getFirst().length;
        if (all.size() < 2 || width < 2) {
          broken.add(file.getKey() + " has " + all.size() + " lines and " + width + " columns");
        }
        for (int i = 1; i < all.size(); i++) {
          if (all.get(i).length != width) {
            broken.add(file.getKey() + " line " + (i + 1) + " has " + all.get(i).length + " cells");
          }
        }
      } catch (IOException e) {
        broken.add(file.getKey() + " is no CSV: " + e.getMessage());
      }
    }
  }

  private static void collections(Built app, List<String> broken) {
    Map<String, Map<String, String>> collections = app.stanzas("collections");
    app.stanzas("transforms")
        .forEach((name, values) -> {
          String collection = values.get("collection");
          if (collection == null) {
            return;
          }
          Map<String, String> fields = collections.get(collection);
          if (fields == null || !"kvstore".equals(values.get("external_type"))) {
            broken.add(name + " names " + collection);
            return;
          }
          Set<String> listed =
              new HashSet<>(Arrays.asList(values.getOrDefault("fields_list", "").split(", ", -1)));
          listed.remove("_key");
          Set<String> held = new HashSet<>();
          fields.keySet().stream()
              .filter(key -> key.startsWith("field."))
              .forEach(key -> held.add(key.substring(6)));
          if (!listed.equals(held)) {
            broken.add(name + " lists " + listed + ", the collection holds " + held);
          }
        });
  }

  private static void types(Built app, List<String> broken) {
    for (Conf.Setting setting : app.conf("collections")) {
      if (setting.key().startsWith("field.") && !TYPES.contains(setting.value())) {
        broken.add("collections.conf line " + setting.line() + ": " + setting.value());
      }
    }
  }
}
