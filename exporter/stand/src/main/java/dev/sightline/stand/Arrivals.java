package dev.sightline.stand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What arrived: each event, or only how often each id came. */
final class Arrivals {
  private final boolean keepBodies;
  private final List<ReceivedEvent> events = new ArrayList<>();
  private final Map<String, Integer> timesById = new HashMap<>();
  private long count;

  Arrivals(boolean keepBodies) {
    this.keepBodies = keepBodies;
  }

  synchronized void add(List<ReceivedEvent> taken) {
    for (ReceivedEvent event : taken) {
      String id = event.id();
      if (id != null) {
        timesById.merge(id, 1, Integer::sum);
      }
    }
    if (keepBodies) {
      events.addAll(taken);
    }
    count += taken.size();
    notifyAll();
  }

  synchronized List<ReceivedEvent> events() {
    return List.copyOf(events);
  }

  synchronized Map<String, Integer> timesById() {
    return Map.copyOf(timesById);
  }

  synchronized long count() {
    return count;
  }

  synchronized boolean await(long expected, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (count < expected) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized void clear() {
    events.clear();
    timesById.clear();
    count = 0;
  }
}
