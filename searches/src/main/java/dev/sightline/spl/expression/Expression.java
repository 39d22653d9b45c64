package dev.sightline.spl.expression;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import org.jspecify.annotations.Nullable;

/** An expression that makes a value, or none where it fails. */
@FunctionalInterface
public interface Expression {
  @Nullable Value evaluate(Row row);
}
