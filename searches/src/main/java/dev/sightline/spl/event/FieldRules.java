package dev.sightline.spl.event;

import dev.sightline.spl.value.Value;
import java.util.Map;

/** How an event gets fields at search time, beside those that its text holds. */
@FunctionalInterface
public interface FieldRules {
  /** Nothing is added. */
  FieldRules NONE = (_, _) -> {};

  /** Adds and changes fields. */
  void apply(Event event, Map<String, Value> fields);
}
