package dev.sightline.spl.pipeline;

import dev.sightline.spl.event.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes from each row what nobody behind it looks at, and with that the event it came from: a
 * command that holds rows then holds a few values of each, and not the event.
 */
final class Narrowing implements Stage {
  /** Names are as many as the kinds of events have; more are made by somebody who wants memory. */
  private static final int MOST_KNOWN = 10_000;

  private final Demand demand;
  private final Stage next;
  private final Map<String, Boolean> known = new HashMap<>();

  Narrowing(Demand demand, Stage next) {
    this.demand = demand;
    this.next = next;
  }

  @Override
  public void accept(Row row) {
    row.keep(this::isWanted);
    next.accept(row);
  }

  private boolean isWanted(String field) {
    Boolean wanted = known.get(field);
    if (wanted == null) {
      wanted = demand.names(field);
      if (known.size() < MOST_KNOWN) {
        known.put(field, wanted);
      }
    }
    return wanted;
  }

  @Override
  public void finish() {
    next.finish();
  }
}
