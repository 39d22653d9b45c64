package dev.sightline.saved;

import dev.sightline.spl.event.FieldRules;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.search.Knowledge;
import dev.sightline.spl.syntax.Macro;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Searches of one place, with what they need.
 *
 * @param root the folder of them
 * @param fields how events get their fields, beside what they hold
 * @param notes what could not be taken, a sentence each
 */
public record SearchLibrary(
    Path root,
    List<SavedSearch> searches,
    List<Macro> macros,
    List<LookupTable> lookups,
    Knowledge knowledge,
    FieldRules fields,
    List<String> notes) {
  /**
   * What apps of Splunk's bring that nearly every other relies on: of the Common Information Model
   * the macro that takes a data set's name off its fields.
   */
  private static final List<Macro> COMMON =
      List.of(
          new Macro("drop_dm_object_name", List.of("object"), "rename \"$object$.*\" as \"*\""));

  public SearchLibrary {
    searches = List.copyOf(searches);
    macros = List.copyOf(macros);
    lookups = List.copyOf(lookups);
    notes = List.copyOf(notes);
  }

  /**
   * Reads an app's folder, a savedsearches.conf, a repository of contentctl's or a part of one, a
   * YAML file of one detection, or a file with the text of one search.
   *
   * @throws UnreadableSearchesException where the path is none of these
   */
  public static SearchLibrary read(Path path) {
    return LibraryReader.read(path.toAbsolutePath().normalize());
  }

  /** The same with other searches. */
  SearchLibrary with(List<SavedSearch> others) {
    return new SearchLibrary(root, others, macros, lookups, knowledge, fields, notes);
  }

  /** The macros under their keys, with the common ones that are not defined here. */
  static List<Macro> withCommon(Map<String, Macro> macros) {
    COMMON.forEach(macro -> macros.putIfAbsent(macro.key(), macro));
    return List.copyOf(macros.values());
  }
}
