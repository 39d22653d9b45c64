package dev.sightline.saved;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.ItemTest;
import dev.sightline.catalog.TestReader;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tests of searches below a folder: files {@code *.test.yml} beside them, and contentctl's own.
 *
 * @param notes what of the searches could not be taken
 */
public record SearchTests(List<SearchTest> tests, List<String> notes) {
  /** How the name of a file with tests ends. */
  public static final List<String> ENDINGS = List.of(".test.yml", ".test.yaml");

  /** The keys of such a file, in their order. */
  public static final List<String> KEYS = List.of("search", "spl", "fixtures", "tests");

  public SearchTests {
    tests = List.copyOf(tests);
    notes = List.copyOf(notes);
  }

  /**
   * Reads all tests below a folder.
   *
   * @param attackData where the data of contentctl's tests lies, empty for nowhere
   * @throws UnreadableSearchesException with every mistake of every file
   */
  public static SearchTests read(Path folder, Optional<Path> attackData) {
    if (!Files.isDirectory(folder)) {
      throw new UnreadableSearchesException(
          folder + " is no folder: name one with searches and files *.test.yml beside them.");
    }
    return new Reader(folder.toAbsolutePath().normalize(), attackData).read();
  }

  private static final class Reader {
    private final Path root;
    private final Optional<Path> attackData;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<SearchTest> tests = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Path, SearchLibrary> libraries = new LinkedHashMap<>();

    Reader(Path root, Optional<Path> attackData) {
      this.root = root;
      this.attackData = attackData;
    }

    SearchTests read() {
      for (Path file : LibraryReader.files(root)) {
        if (ENDINGS.stream().anyMatch(file.toString()::endsWith)) {
          YamlSection.open(file, mistakes).ifPresent(yaml -> tests(file, yaml));
        }
      }
      library(root).searches().forEach(this::attackTests);
      if (!mistakes.isEmpty()) {
        throw new UnreadableSearchesException(
            String.join("\n", mistakes.stream().map(Mistake::toString).toList()));
      }
      return new SearchTests(tests, notes);
    }

    /** The nearest folder above a file that holds searches, else the whole of the root. */
    private SearchLibrary around(Path file) {
      for (Path at = file.getParent(); at != null && at.startsWith(root); at = at.getParent()) {
        if (LibraryReader.isApp(at)) {
          return library(at);
        }
      }
      return library(root);
    }

    private SearchLibrary library(Path folder) {
      SearchLibrary known = libraries.get(folder);
      if (known == null) {
        known = LibraryReader.folderOrNone(folder);
        libraries.put(folder, known);
        notes.addAll(known.notes());
      }
      return known;
    }

    private void tests(Path file, YamlSection yaml) {
      SearchLibrary library = around(file);
      Optional<SavedSearch> search = search(file, yaml, library);
      Map<String, ObjectNode> fixtures = new LinkedHashMap<>();
      yaml.section("fixtures").ifPresent(section -> TestReader.fixtures(section, fixtures));
      for (YamlSection section : yaml.sections("tests")) {
        Optional<EventsOfFiles> files = files(file, section);
        ItemTest test = TestReader.test(section, fixtures);
        ItemTest whole = files.map(found -> found.with(test)).orElse(test);
        search.ifPresent(
            one -> tests.add(new SearchTest(one, library, whole, file, Optional.empty())));
      }
      yaml.close();
    }

    private Optional<SavedSearch> search(Path file, YamlSection yaml, SearchLibrary library) {
      String base = String.valueOf(file.getFileName()).replaceFirst("\\.test\\.ya?ml$", "");
      String name = yaml.optionalText("search").orElse(base);
      Optional<String> spl = yaml.optionalText("spl");
      if (spl.isPresent()) {
        return Optional.of(
            new SavedSearch(name, spl.get().strip(), file, yaml.line("spl"), List.of()));
      }
      Optional<SavedSearch> found =
          library.searches().stream()
              .filter(search -> search.name().equals(name) || isBeside(search, file, name))
              .findFirst();
      if (found.isEmpty()) {
        List<String> names = library.searches().stream().map(SavedSearch::name).toList();
        yaml.mistake(
            "search", "There is no search '" + name + "' here" + Nearest.hint(name, names) + ".");
      }
      return found;
    }

    /** A search in a file of its own is also known by the file's name. */
    private static boolean isBeside(SavedSearch search, Path file, String name) {
      String own = String.valueOf(search.file().getFileName()).replaceFirst("\\.[^.]+$", "");
      return own.equals(name)
          && !search.file().toString().endsWith(".conf")
          && (search.file().resolveSibling("").equals(file.resolveSibling(""))
              || !own.equals(String.valueOf(file.getFileName())));
    }

    /** Events that a test takes from files. */
    private record EventsOfFiles(
        List<EventFile> files, List<Map<String, String>> given, boolean timed) {
      ItemTest with(ItemTest test) {
        Instant now =
            timed
                ? test.now()
                : files.stream()
                    .flatMap(file -> file.newest().stream())
                    .max(Instant::compareTo)
                    .orElse(test.now());
        List<ItemTest.Occurrence> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
          all.addAll(files.get(i).occurrences(given.get(i), now, 0));
        }
        return test.beside(all, now);
      }
    }

    private Optional<EventsOfFiles> files(Path file, YamlSection yaml) {
      List<EventFile> files = new ArrayList<>();
      List<Map<String, String>> given = new ArrayList<>();
      for (YamlSection section : yaml.sections("files")) {
        Path path = file.resolveSibling(section.text("file", "events/stop_logging.json"));
        Map<String, String> indexed = new LinkedHashMap<>();
        for (String name : List.of("sourcetype", "source", "host", "index")) {
          section.optionalText(name).ifPresent(text -> indexed.put(name, text));
        }
        try {
          files.add(EventFile.read(path));
          given.add(indexed);
        } catch (UnreadableSearchesException e) {
          section.mistake("file", String.valueOf(e.getMessage()));
        }
        section.close();
      }
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(new EventsOfFiles(files, given, yaml.has("now")));
    }

    /** Contentctl's own tests: a search fires on the data that they name, where it is here. */
    private void attackTests(SavedSearch search) {
      Map<String, List<SavedSearch.AttackData>> byTest = new LinkedHashMap<>();
      for (SavedSearch.AttackData data : search.attackData()) {
        byTest.computeIfAbsent(data.test(), _ -> new ArrayList<>()).add(data);
      }
      byTest.forEach((name, data) ->
          tests.add(new AttackTest(root, attackData).of(search, library(root), name, data)));
    }
  }
}
