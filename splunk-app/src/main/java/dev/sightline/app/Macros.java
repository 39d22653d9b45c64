package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.spl.syntax.Macro;

/** The macros that searches call as {@code macros.conf}. */
final class Macros {
  private Macros() {}

  static Conf of(Catalog catalog) {
    Conf conf =
        new Conf(
            "Macros that searches call. Change them in local/macros.conf: the sources, the"
                + " automation, and a filter for each search.");
    for (Macro macro : catalog.macros()) {
      String stanza = macro.key();
      if (!macro.arguments().isEmpty()) {
        conf.set(stanza, "args", String.join(", ", macro.arguments()));
      }
      conf.set(stanza, "definition", macro.definition());
      conf.set(stanza, "iseval", "0");
    }
    return conf;
  }
}
