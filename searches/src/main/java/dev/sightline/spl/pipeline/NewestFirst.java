package dev.sightline.spl.pipeline;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Holds events back until the last has come, and passes them on as Splunk would: newest first. */
final class NewestFirst implements Stage {
  private final RunScope scope;
  private final Place place;
  private final Stage next;
  private final List<Row> rows = new ArrayList<>();
  private long held;

  NewestFirst(RunScope scope, Place place, Stage next) {
    this.scope = scope;
    this.place = place;
    this.next = next;
  }

  @Override
  public void accept(Row row) {
    long weight = row.weight();
    scope.hold(weight, place);
    held += weight;
    rows.add(row);
  }

  @Override
  public void finish() {
    rows.sort(Comparator.comparingDouble(Row::time).reversed());
    // They are held by whoever takes them now.
    scope.release(held);
    rows.forEach(next::accept);
    rows.clear();
    next.finish();
  }
}
