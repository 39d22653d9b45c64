package dev.sightline.saved;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.spl.event.FieldRules;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.search.Knowledge;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.YamlSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detections in YAML as contentctl keeps them, with the macros and lookups of their repository. */
final class ContentLibrary {
  /** A macro that its repository does not define: contentctl makes one for each detection. */
  private static final Pattern FILTER = Pattern.compile("`\\s*(\\w+_filter)\\s*`");

  private static final String ORIGINAL = "%original_detection_search%";

  private final Path root;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Macro> macros = new LinkedHashMap<>();

  private ContentLibrary(Path root) {
    this.root = root;
  }

  static SearchLibrary read(Path root, List<Path> detections) {
    return new ContentLibrary(root).read(detections);
  }

  private SearchLibrary read(List<Path> detections) {
    for (Path file : yaml(root.resolve("macros"))) {
      open(file).ifPresent(this::macro);
    }
    List<SavedSearch> searches = new ArrayList<>();
    for (Path file : detections) {
      open(file).flatMap(yaml -> search(file, yaml)).ifPresent(searches::add);
    }
    for (SavedSearch search : searches) {
      Matcher matcher = FILTER.matcher(search.spl());
      while (matcher.find()) {
        String name = String.valueOf(matcher.group(1));
        macros.putIfAbsent(name, new Macro(name, List.of(), "search *"));
      }
    }
    return new SearchLibrary(
        root,
        searches,
        SearchLibrary.withCommon(macros),
        lookups().tables(),
        new Knowledge(Map.of(), Map.of(), true, true),
        FieldRules.NONE,
        notes);
  }

  private static List<Path> yaml(Path folder) {
    return LibraryReader.files(folder).stream().filter(LibraryReader::isYaml).toList();
  }

  private Optional<YamlSection> open(Path file) {
    List<Mistake> mistakes = new ArrayList<>();
    Optional<YamlSection> yaml = YamlSection.open(file, mistakes);
    mistakes.forEach(mistake -> notes.add(mistake.toString()));
    return yaml;
  }

  private void macro(YamlSection yaml) {
    String name = yaml.optionalText("name").orElse("");
    String definition = yaml.optionalText("definition").orElse("");
    if (!name.isEmpty() && !definition.isEmpty()) {
      Macro macro = new Macro(name.replaceFirst("\\(.*", ""), words(yaml, "arguments"), definition);
      macros.put(macro.key(), macro);
    }
  }

  private Optional<SavedSearch> search(Path file, YamlSection yaml) {
    Optional<String> spl = yaml.optionalText("search");
    if (spl.isEmpty()) {
      return Optional.empty();
    }
    String name = yaml.optionalText("name").orElse(String.valueOf(file.getFileName()));
    return Optional.of(
        new SavedSearch(
            name,
            spl.get().strip().replace(ORIGINAL, ""),
            file,
            yaml.line("search"),
            attackData(yaml)));
  }

  private static List<SavedSearch.AttackData> attackData(YamlSection yaml) {
    String manual = yaml.json("tags").path("manual_test").asText("");
    List<SavedSearch.AttackData> all = new ArrayList<>();
    for (JsonNode test : yaml.json("tests")) {
      String type = test.path("test_type").asText("unit");
      String person = type.equals("unit") ? manual : "its test is of type " + type;
      for (JsonNode data : test.path("attack_data")) {
        all.add(
            new SavedSearch.AttackData(
                test.path("name").asText("test"),
                data.path("data").asText(""),
                data.path("source").asText(""),
                data.path("sourcetype").asText(""),
                yaml.line("tests"),
                person));
      }
    }
    return all;
  }

  private LookupReader lookups() {
    Path folder = root.resolve("lookups");
    LookupReader reader = new LookupReader(LibraryReader.tables(List.of(folder)), notes::add);
    for (Path file : yaml(folder)) {
      open(file).ifPresent(yaml -> lookup(file, yaml, reader));
    }
    return reader;
  }

  private void lookup(Path file, YamlSection yaml, LookupReader reader) {
    String base = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    String name = yaml.optionalText("name").orElse(base);
    String type = yaml.optionalText("lookup_type").orElse("");
    String given = yaml.optionalText("filename").orElse("");
    List<String> columns = new ArrayList<>(words(yaml, "fields"));
    columns.addAll(words(yaml, "fields_list"));
    if (type.equals("mlmodel") || given.endsWith(".mlmodel")) {
      notes.add("The lookup '" + name + "' is a model that was fitted in a Splunk.");
    } else if (type.equals("kvstore") || yaml.has("collection")) {
      reader.empty(name, columns, matching(name, yaml));
    } else {
      reader.file(name, given.isEmpty() ? base + CsvFile.ENDING : given, matching(name, yaml));
    }
  }

  private LookupReader.Matching matching(String name, YamlSection yaml) {
    try {
      return new LookupReader.Matching(
          LookupDefinition.matchTypes(String.join(",", words(yaml, "match_type"))),
          ConfLibrary.isTrue(text(yaml, "case_sensitive_match", "true")),
          number(yaml, "max_matches", LookupDefinition.MOST_MATCHES),
          number(yaml, "min_matches", 0),
          text(yaml, "default_match", ""));
    } catch (IllegalArgumentException e) {
      notes.add("The lookup '" + name + "' is matched exactly: " + e.getMessage());
      return LookupReader.Matching.EXACT;
    }
  }

  private static int number(YamlSection yaml, String key, int otherwise) {
    String text = text(yaml, key, "").strip();
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
  }

  private static String text(YamlSection yaml, String key, String otherwise) {
    return yaml.has(key) ? yaml.json(key).asText() : otherwise;
  }

  /** A list of texts, or one text with commas. */
  private static List<String> words(YamlSection yaml, String key) {
    JsonNode node = yaml.json(key);
    if (node.isArray()) {
      List<String> words = new ArrayList<>();
      node.forEach(word -> words.add(word.asText()));
      return words;
    }
    return ConfLibrary.words(node.asText(""));
  }
}
