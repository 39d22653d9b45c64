package dev.sightline.command;

import dev.sightline.hunt.LookupFiles;
import dev.sightline.hunt.MacroFile;
import dev.sightline.saved.SavedSearch;
import dev.sightline.saved.SearchLibrary;
import dev.sightline.saved.UnreadableSearchesException;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.spl.value.Wildcard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches of others, with what options say about them. */
record OutsideSearches(SearchLibrary library, List<SavedSearch> searches, Lookups lookups) {
  /**
   * Reads them.
   *
   * @param only names, or parts of paths, * standing for anything; empty for all
   * @param macros a file that adds or replaces some, null for none
   * @param tables a folder of CSV files that adds or replaces lookups, null for none
   */
  static OutsideSearches read(
      Path path,
      Set<String> only,
      @Nullable Path macros,
      @Nullable Path tables,
      Consumer<String> warn) {
    SearchLibrary read = SearchLibrary.read(path);
    List<SavedSearch> wanted =
        read.searches().stream().filter(search -> isWanted(search, only)).toList();
    if (wanted.isEmpty()) {
      throw new UnreadableSearchesException(
          only.isEmpty()
              ? path + " holds no searches."
              : path
                  + " has no search whose name or path is like "
                  + String.join(", ", only)
                  + ".");
    }
    return new OutsideSearches(with(read, macros), wanted, new Lookups(tables(read, tables, warn)));
  }

  private static boolean isWanted(SavedSearch search, Set<String> only) {
    return only.isEmpty()
        || only.stream()
            .map(pattern -> new Wildcard("*" + pattern + "*", true))
            .anyMatch(wildcard ->
                wildcard.matches(search.name()) || wildcard.matches(search.file().toString()));
  }

  private static SearchLibrary with(SearchLibrary library, @Nullable Path file) {
    Map<String, Macro> macros = new LinkedHashMap<>();
    library.macros().forEach(macro -> macros.put(macro.key(), macro));
    if (file != null) {
      MacroFile.read(file).forEach(macro -> macros.put(macro.key(), macro));
    }
    return new SearchLibrary(
        library.root(),
        library.searches(),
        List.copyOf(macros.values()),
        library.lookups(),
        library.knowledge(),
        library.fields(),
        library.notes());
  }

  private static List<LookupTable> tables(
      SearchLibrary library, @Nullable Path folder, Consumer<String> warn) {
    List<LookupTable> tables = new ArrayList<>(library.lookups());
    if (folder != null) {
      Lookups added = LookupFiles.read(folder, List.of(), warn);
      added.names().forEach(name -> added.find(name).ifPresent(tables::add));
    }
    return tables;
  }

  /**
   * The events whose text holds one of the texts; without any, those that pass the first command.
   */
  static Predicate<Event> expected(List<String> texts) {
    return event -> texts.stream().anyMatch(event.raw()::contains);
  }
}
