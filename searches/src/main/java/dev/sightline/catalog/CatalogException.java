package dev.sightline.catalog;

import dev.sightline.yaml.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** A catalog that cannot be read, with all of its mistakes. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  CatalogException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }
}
