package dev.sightline.yaml;

import java.nio.file.Path;

/**
 * Something to be corrected in a file that people write.
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
