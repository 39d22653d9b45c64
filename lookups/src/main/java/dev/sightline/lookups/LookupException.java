package dev.sightline.lookups;

import dev.sightline.yaml.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** Lookups that cannot be loaded, with all of their mistakes. */
public final class LookupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  LookupException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }
}
