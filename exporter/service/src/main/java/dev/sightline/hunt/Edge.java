package dev.sightline.hunt;

import java.util.Set;
import java.util.TreeSet;

/** What two nodes have in common. Not for two threads at once. */
final class Edge {
  /** Names of calls that are kept; there are seldom more than a few. */
  private static final int MOST_NAMES = 50;

  private final Set<String> eventNames = new TreeSet<>();
  private double first = Double.POSITIVE_INFINITY;
  private double last = Double.NEGATIVE_INFINITY;
  private long events;

  void add(double time, String eventName) {
    events++;
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (eventNames.size() < MOST_NAMES) {
      eventNames.add(eventName);
    }
  }

  long events() {
    return events;
  }

  /** Seconds since 1970. */
  double first() {
    return first;
  }

  double last() {
    return last;
  }

  Set<String> eventNames() {
    return eventNames;
  }
}
