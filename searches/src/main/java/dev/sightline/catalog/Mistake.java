package dev.sightline.catalog;

import java.nio.file.Path;

/**
 * Something to be corrected in a file of the catalog.
 *
 * @param line from 1
 * @param sentence what is wrong, and what to write instead
 */
public record Mistake(Path file, int line, String sentence) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + sentence;
  }
}
