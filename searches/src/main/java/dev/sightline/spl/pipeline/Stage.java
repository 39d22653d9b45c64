package dev.sightline.spl.pipeline;

import dev.sightline.spl.event.Row;

/** One command of a run: rows are pushed into it, and it pushes rows into the next. */
public interface Stage {
  /** Takes a row, which now belongs to this stage. */
  void accept(Row row);

  /** Called once, after the last row. */
  void finish();
}
