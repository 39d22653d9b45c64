package dev.sightline.command;

import dev.sightline.object.KeySelection;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which a command is told which keys of a bucket it is for. */
final class KeyOptions {
  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      description = {
        "Only keys that this takes: a glob over the whole key (* within a folder, ** across), or /a"
            + " regular expression/; may be repeated (default: SIGHTLINE_INCLUDE)."
      })
  private List<String> includes = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description = "Not the keys that this takes; may be repeated (default: SIGHTLINE_EXCLUDE).")
  private List<String> excludes = List.of();

  /** Whether any is given. */
  boolean areGiven() {
    return !includes.isEmpty() || !excludes.isEmpty();
  }

  /**
   * The keys that are wanted.
   *
   * @param settings what holds where no option says otherwise
   * @throws IllegalArgumentException where a pattern is none, in one sentence
   */
  KeySelection over(KeySelection settings) {
    return settings.or(includes, excludes);
  }

  /**
   * Finds what is wrong before anything begins.
   *
   * @throws IllegalArgumentException where a pattern is none, in one sentence
   */
  void check() {
    over(KeySelection.ALL);
  }
}
