package dev.sightline.route;

import dev.sightline.yaml.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file of rules that cannot be used, with everything that is wrong with it. */
public final class RulesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  RulesException(Path file, List<Mistake> mistakes) {
    super(
        "The rules in "
            + file
            + " cannot be used:\n"
            + mistakes.stream().map(mistake -> "  " + mistake).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong, by lines. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
