package dev.sightline.spl.syntax;

import java.util.List;

/**
 * A search macro: {@code definition} is text in which {@code $argument$} is replaced. {@code name}
 * is without the number of arguments that Splunk writes in parentheses.
 */
public record Macro(String name, List<String> arguments, String definition) {
  public Macro {
    arguments = List.copyOf(arguments);
  }

  /** The name as macros.conf has it: {@code name} or {@code name(2)}. */
  public String key() {
    return arguments.isEmpty() ? name : name + "(" + arguments.size() + ")";
  }
}
