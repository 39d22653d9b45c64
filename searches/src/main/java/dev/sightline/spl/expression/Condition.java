package dev.sightline.spl.expression;

import dev.sightline.spl.event.Row;

/** An expression that is true or false; a comparison with a field that is absent is false. */
@FunctionalInterface
public interface Condition {
  boolean holds(Row row);
}
