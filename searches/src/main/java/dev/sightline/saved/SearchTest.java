package dev.sightline.saved;

import dev.sightline.catalog.ItemTest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A test of a search, ready to run.
 *
 * @param skipped why it cannot be run, empty where it can
 */
public record SearchTest(
    SavedSearch search, SearchLibrary library, ItemTest test, Path file, Optional<String> skipped) {
  /** Where it stands, such as {@code trail.test.yml:12}. */
  public String place() {
    return file + ":" + test.line();
  }
}
