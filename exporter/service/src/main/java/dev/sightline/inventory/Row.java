package dev.sightline.inventory;

import java.util.List;

/**
 * A row of a lookup, its cells as text in the order of the lookup's columns; an empty text is no
 * value.
 *
 * @param key made of the cells of the lookup's key: the same row has the same key for ever
 */
public record Row(String key, List<String> cells) {
  /** A cell that could not be asked for: what the row had before stays. */
  static final String UNKNOWN = "\u0000";

  public Row {
    cells = List.copyOf(cells);
  }
}
