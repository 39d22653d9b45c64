package dev.sightline.catalog;

import dev.sightline.sight.Sights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** A step of the build: what the searches of the catalog need to see, beside the classes. */
final class SightsFile {
  private SightsFile() {}

  /**
   * Writes the file.
   *
   * @param arguments the folder of the catalog, and the folder of the classes
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path classes = Path.of(arguments[1]);
    Path file = Path.of(classes + Sights.RESOURCE);
    if (Files.exists(file) && isNewer(file, folder) && isNewer(file, classes)) {
      return;
    }
    Catalog catalog = Catalog.load(folder);
    Files.writeString(file, Sights.write(CatalogSights.of(catalog)).toString());
  }

  private static boolean isNewer(Path file, Path folder) throws IOException {
    FileTime written = Files.getLastModifiedTime(file);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path other : files.filter(Files::isRegularFile).toList()) {
        if (Files.getLastModifiedTime(other).compareTo(written) > 0) {
          return false;
        }
      }
    }
    return true;
  }
}
