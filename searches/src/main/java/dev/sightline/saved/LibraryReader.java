package dev.sightline.saved;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out what a path holds, and has it read. */
final class LibraryReader {
  private static final String SEARCHES = "savedsearches.conf";
  private static final int DEEPEST = 12;

  private LibraryReader() {}

  static SearchLibrary read(Path path) {
    if (!Files.exists(path)) {
      throw new UnreadableSearchesException("There is no " + path + ": name searches that exist.");
    }
    if (Files.isDirectory(path)) {
      return folder(path);
    }
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(".conf")) {
      return ConfLibrary.ofFile(path, appAround(path));
    }
    if (isYaml(path)) {
      return ContentLibrary.read(repositoryAround(path), List.of(path));
    }
    return ConfLibrary.ofApp(folderOf(path)).with(List.of(text(path)));
  }

  private static SearchLibrary folder(Path folder) {
    SearchLibrary library = folderOrNone(folder);
    if (library.searches().isEmpty() && library.notes().isEmpty()) {
      throw new UnreadableSearchesException(
          folder
              + " holds no searches: name an app (default/savedsearches.conf), a"
              + " savedsearches.conf, or a folder of detections in YAML or of searches in files"
              + " *.spl.");
    }
    return library;
  }

  /** Whether the folder is an app, or one that holds a savedsearches.conf. */
  static boolean isApp(Path folder) {
    return Files.exists(folder.resolve("default").resolve(SEARCHES))
        || Files.exists(folder.resolve("local").resolve(SEARCHES))
        || Files.exists(folder.resolve(SEARCHES));
  }

  /** What a folder holds, be it no search at all. */
  static SearchLibrary folderOrNone(Path folder) {
    List<Path> files = files(folder);
    Path root = repositoryAround(folder);
    List<Path> detections =
        files.stream().filter(file -> isYaml(file) && !isBeside(root.relativize(file))).toList();
    SearchLibrary library =
        isApp(folder) || detections.isEmpty()
            ? ConfLibrary.ofApp(folder)
            : ContentLibrary.read(root, detections);
    List<SavedSearch> texts = new ArrayList<>(library.searches());
    files.stream()
        .filter(file -> file.toString().endsWith(".spl"))
        .forEach(file -> texts.add(text(file)));
    return library.with(texts);
  }

  private static SavedSearch text(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String id = dot > 0 ? name.substring(0, dot) : name;
    return new SavedSearch(id, ConfFile.read(file).strip(), file, 1, List.of());
  }

  /** Whether the file is about something else than a search: contentctl has a folder for each. */
  private static boolean isBeside(Path relative) {
    String first = relative.getNameCount() > 1 ? relative.getName(0).toString() : "";
    String name = String.valueOf(relative.getFileName());
    return name.startsWith(".")
        || name.contains(".test.")
        || List.of(
                "macros",
                "lookups",
                "stories",
                "data_sources",
                "deployments",
                "playbooks",
                "dashboards",
                "removed",
                "app_template",
                "tests",
                ".github")
            .contains(first)
        || name.equals("contentctl.yml");
  }

  /** The app whose default or local folder the file lies in; else the file's folder. */
  private static Path appAround(Path file) {
    Path folder = folderOf(file);
    String name = String.valueOf(folder.getFileName());
    Path above = folder.getParent();
    return above != null && (name.equals("default") || name.equals("local")) ? above : folder;
  }

  /** The nearest folder above that has macros or detections of contentctl's; else the folder. */
  private static Path repositoryAround(Path path) {
    Path folder = Files.isDirectory(path) ? path : folderOf(path);
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("macros")) || Files.exists(at.resolve("contentctl.yml"))) {
        return at;
      }
    }
    return folder;
  }

  private static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  static boolean isYaml(Path path) {
    String name = path.toString();
    return name.endsWith(".yml") || name.endsWith(".yaml");
  }

  /** All files below a folder, by their paths. */
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UnreadableSearchesException(folder + " cannot be listed: " + e + ".");
    }
  }

  /** The CSV files of folders, by their names; those of a later folder win. */
  static Map<String, Path> tables(List<Path> folders) {
    Map<String, Path> tables = new TreeMap<>();
    for (Path folder : folders) {
      List<Path> files = new ArrayList<>();
      if (Files.isDirectory(folder)) {
        try (Stream<Path> listed = Files.list(folder)) {
          files.addAll(listed.sorted().toList());
        } catch (IOException e) {
          throw new UnreadableSearchesException(folder + " cannot be listed: " + e + ".");
        }
      }
      for (Path file : files) {
        if (file.toString().endsWith(CsvFile.ENDING)) {
          tables.put(String.valueOf(file.getFileName()), file);
        }
      }
    }
    return tables;
  }
}
