package dev.sightline.route;

import dev.sightline.configuration.Settings;
import dev.sightline.yaml.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the rules are.
 *
 * @param file of the rules; empty for none
 * @param accounts a CSV file with what the inventory says of accounts
 */
public record RulesConfiguration(Optional<Path> file, Optional<Path> accounts) {
  /** The setting that names the file. */
  public static final String FILE = "sightline.rules";

  /** No rules. */
  public static final RulesConfiguration NONE =
      new RulesConfiguration(Optional.empty(), Optional.empty());

  /** Reads the names of the files; one that cannot be read is noted in the settings. */
  public static RulesConfiguration read(Settings settings) {
    return new RulesConfiguration(settings.file(FILE), settings.file("sightline.rules-accounts"));
  }

  /**
   * Reads the rules.
   *
   * @throws RulesException with everything that is wrong with them
   */
  public Rules read() throws RulesException {
    return file.isEmpty() ? Rules.NONE : RulesReader.read(file.get(), accounts);
  }

  /** Reads the rules; what is wrong with them is noted in the settings. */
  public Rules rules(Settings settings) {
    try {
      return read();
    } catch (RulesException e) {
      for (Mistake mistake : e.mistakes()) {
        settings.problem(FILE, mistake.toString());
      }
      return Rules.NONE;
    }
  }

  /** The files. */
  List<Path> paths() {
    return Stream.concat(file.stream(), accounts.stream()).toList();
  }
}
