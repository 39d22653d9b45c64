package dev.sightline.lookups;

import dev.sightline.yaml.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Loads the lookups of a folder that holds one folder for each. */
public final class LookupFolder {
  private LookupFolder() {}

  /**
   * Those that ship, in alphabetical order.
   *
   * @throws LookupException with every mistake of every file
   */
  public static List<Lookup> shipped() {
    URL tables = Objects.requireNonNull(Lookup.class.getResource("tables"), "no lookups ship");
    try {
      if (tables.openConnection() instanceof JarURLConnection jar) {
        URI archive = jar.getJarFileURL().toURI();
        try (FileSystem files = FileSystems.newFileSystem(Path.of(archive))) {
          return load(files.getPath(jar.getEntryName()));
        }
      }
      return load(Path.of(tables.toURI()));
    } catch (IOException e) {
      throw new UncheckedIOException("The lookups cannot be read from " + tables, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The lookups are at no address: " + tables, e);
    }
  }

  /**
   * Those of {@code folder}, in alphabetical order.
   *
   * @throws LookupException with every mistake of every file
   */
  public static List<Lookup> load(Path folder) {
    List<Mistake> mistakes = new ArrayList<>();
    List<Lookup> lookups = new ArrayList<>();
    for (Path table : folders(folder, mistakes)) {
      new LookupReader(table, mistakes).read().ifPresent(lookups::add);
    }
    if (!mistakes.isEmpty()) {
      throw new LookupException(mistakes);
    }
    return List.copyOf(lookups);
  }

  private static List<Path> folders(Path folder, List<Mistake> mistakes) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      mistakes.add(new Mistake(folder, 1, "The folder cannot be listed: " + e.getMessage()));
      return List.of();
    }
  }
}
