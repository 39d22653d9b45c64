package dev.sightline.spl.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * The fields that a command, and those behind it, may look at: those whose names stand in their
 * text. More may be told than are looked at, and never fewer.
 *
 * @param text what they say; null where they may look at any field
 */
public record Demand(@Nullable String text) {
  /** Any field may be looked at. */
  public static final Demand ALL = new Demand(null);

  private static final String TIME = "_time";

  /** Whether somebody may look at the field. A name that would be escaped is always told. */
  public boolean names(String field) {
    return text == null
        || field.equals(TIME)
        || field.indexOf('\'') >= 0
        || field.indexOf('\\') >= 0
        || field.indexOf('"') >= 0
        || text.contains(field);
  }
}
