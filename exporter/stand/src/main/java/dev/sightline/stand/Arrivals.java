package dev.sightline.stand;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What arrived: each event, or only how often each id came. */
final class Arrivals {
  private final boolean keepBodies;
  private final List<ReceivedEvent> events = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>();
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
      nanos.addAll(Collections.nCopies(taken.size(), System.nanoTime()));
    }
    count += taken.size();
    notifyAll();
  }

  synchronized List<ReceivedEvent> events() {
    return List.copyOf(events);
  }

  /** Those that have been here for so long. */
  synchronized List<ReceivedEvent> events(Duration age) {
    long latest = System.nanoTime() - age.toNanos();
    int end = nanos.size();
    while (end > 0 && nanos.get(end - 1) - latest > 0) {
      end--;
    }
    return List.copyOf(events.subList(0, end));
  }

  synchronized int remove(Predicate<ReceivedEvent> unwanted) {
    int removed = 0;
    for (int i = events.size() - 1; i >= 0; i--) {
      ReceivedEvent event = events.get(i);
      if (unwanted.test(event)) {
        events.remove(i);
        nanos.remove(i);
        removed++;
        String id = event.id();
        if (id != null) {
          timesById.computeIfPresent(id, (_, times) -> times == 1 ? null : times - 1);
        }
      }
    }
    count -= removed;
    return removed;
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
    nanos.clear();
    timesById.clear();
    count = 0;
  }
}
