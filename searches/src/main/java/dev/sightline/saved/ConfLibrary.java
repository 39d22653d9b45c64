package dev.sightline.saved;

import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.search.Knowledge;
import dev.sightline.spl.syntax.Macro;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Searches as Splunk keeps them: in files of settings, those in local before those in default. */
final class ConfLibrary {
  private static final Pattern MACRO = Pattern.compile("([^()\\s]+)(?:\\((\\d{1,3})\\))?");

  private final Path app;
  private final List<String> notes = new ArrayList<>();

  private ConfLibrary(Path app) {
    this.app = app;
  }

  static SearchLibrary ofApp(Path app) {
    ConfLibrary library = new ConfLibrary(app);
    return library.read(library.settings("savedsearches.conf"));
  }

  /** The searches of one file, whatever its name, with what lies beside it. */
  static SearchLibrary ofFile(Path file, Path app) {
    ConfLibrary library = new ConfLibrary(app);
    Map<String, ConfSettings> searches = new LinkedHashMap<>();
    library.add(file, searches);
    return library.read(searches);
  }

  private SearchLibrary read(Map<String, ConfSettings> saved) {
    List<SavedSearch> searches = new ArrayList<>();
    saved.forEach((name, settings) -> {
      String spl = settings.get("search", "").strip();
      if (!spl.isEmpty() && !name.equals(ConfFile.EVERYWHERE)) {
        searches.add(
            new SavedSearch(
                name, spl, settings.file("search"), settings.line("search"), List.of()));
      }
    });
    Map<String, Macro> macros = new LinkedHashMap<>();
    settings("macros.conf").forEach((name, settings) -> macro(name, settings, macros));
    Map<String, ConfSettings> transforms = settings("transforms.conf");
    return new SearchLibrary(
        app,
        searches,
        SearchLibrary.withCommon(macros),
        lookups(transforms),
        knowledge(),
        PropsFields.of(settings("props.conf"), transforms, notes::add),
        notes);
  }

  /** The stanzas of a file: of default, then of local, or of the folder itself. */
  private Map<String, ConfSettings> settings(String name) {
    Map<String, ConfSettings> settings = new LinkedHashMap<>();
    add(app.resolve(name), settings);
    add(app.resolve("default").resolve(name), settings);
    add(app.resolve("local").resolve(name), settings);
    return settings;
  }

  private void add(Path file, Map<String, ConfSettings> settings) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (ConfFile.Stanza stanza : ConfFile.stanzas(file, ConfFile.read(file))) {
        settings.computeIfAbsent(stanza.name(), _ -> new ConfSettings()).add(file, stanza);
      }
    } catch (UnreadableSearchesException e) {
      notes.add(String.valueOf(e.getMessage()));
    }
  }

  private void macro(String name, ConfSettings settings, Map<String, Macro> macros) {
    Matcher matcher = MACRO.matcher(name);
    String definition = settings.get("definition", "");
    if (name.equals(ConfFile.EVERYWHERE) || !matcher.matches()) {
      return;
    }
    if (isTrue(settings.get("iseval", "false"))) {
      notes.add("The macro '" + name + "' is calculated (iseval), which is not supported here.");
      return;
    }
    List<String> arguments = words(settings.get("args", ""));
    int count = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    if (count != arguments.size()) {
      notes.add("The macro '" + name + "' names " + arguments.size() + " arguments in args.");
      return;
    }
    Macro macro = new Macro(String.valueOf(matcher.group(1)), arguments, definition);
    macros.put(macro.key(), macro);
  }

  private List<LookupTable> lookups(Map<String, ConfSettings> transforms) {
    Map<String, Path> files =
        LibraryReader.tables(List.of(app, app.resolve("lookups"), app.resolve("local/lookups")));
    LookupReader reader = new LookupReader(files, notes::add);
    transforms.forEach((name, settings) -> {
      String columns = settings.get("fields_list", "");
      if (settings.has("filename")) {
        reader.file(name, settings.get("filename", ""), match(name, settings));
      } else if (settings.has("collection")) {
        reader.empty(name, words(columns), match(name, settings));
      } else if (settings.has("external_cmd")) {
        notes.add("The lookup '" + name + "' is a program (external_cmd), which is not run here.");
      }
    });
    return reader.tables();
  }

  private LookupReader.Matching match(String name, ConfSettings settings) {
    try {
      return new LookupReader.Matching(
          LookupDefinition.matchTypes(settings.get("match_type", "")),
          isTrue(settings.get("case_sensitive_match", "true")),
          settings.number("max_matches", LookupDefinition.MOST_MATCHES),
          settings.number("min_matches", 0),
          settings.get("default_match", ""));
    } catch (IllegalArgumentException e) {
      notes.add("The lookup '" + name + "' is matched exactly: " + e.getMessage());
      return LookupReader.Matching.EXACT;
    }
  }

  private Knowledge knowledge() {
    Map<String, String> types = new LinkedHashMap<>();
    settings("eventtypes.conf")
        .forEach((name, settings) -> {
          if (settings.has("search") && !isTrue(settings.get("disabled", "false"))) {
            types.put(name, settings.get("search", ""));
          }
        });
    Map<String, List<String>> tags = new LinkedHashMap<>();
    settings("tags.conf")
        .forEach((field, settings) ->
            settings
                .all()
                .forEach((tag, state) -> {
                  if (state.equalsIgnoreCase("enabled")) {
                    tags.computeIfAbsent(tag, _ -> new ArrayList<>()).add(field);
                  }
                }));
    return new Knowledge(types, tags, true, true);
  }

  static boolean isTrue(String text) {
    return List.of("true", "1", "t", "yes", "y").contains(text.strip().toLowerCase(Locale.ROOT));
  }

  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
