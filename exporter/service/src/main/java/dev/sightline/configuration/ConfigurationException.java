package dev.sightline.configuration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration cannot be used; the message lists every problem, one a line. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigurationException(List<Problem> problems) {
    this(problems, List.of());
  }

  /**
   * @param hints sentences that may say why, such as that a variable's name is misspelt
   */
  public ConfigurationException(List<Problem> problems, List<String> hints) {
    super(
        Stream.concat(problems.stream().map(Problem::sentence), hints.stream())
            .map(sentence -> "  " + sentence)
            .collect(Collectors.joining("\n", "The configuration has problems:\n", "")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
