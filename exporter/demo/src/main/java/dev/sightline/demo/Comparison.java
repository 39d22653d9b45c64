package dev.sightline.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was put in beside what arrived. A record has arrived if its bytes did, unchanged, under the
 * account that it is about.
 *
 * @param arrived the records that arrived, once or more often
 * @param missing the records that did not
 * @param duplicates arrivals whose record or id had arrived before
 * @param unexpected arrivals that are no record that was put in, or have no id
 */
record Comparison(
    List<StoryRecord> arrived, List<StoryRecord> missing, int duplicates, int unexpected) {

  /**
   * An event that the receiver took.
   *
   * @param host the account, where the exporter is right
   * @param id by which a search knows a duplicate
   * @param text the event as it stood in the request
   */
  record Arrival(@Nullable String host, @Nullable String id, String text) {}

  /** What makes two records the same. */
  private record Carried(@Nullable String account, String text) {}

  Comparison {
    arrived = List.copyOf(arrived);
    missing = List.copyOf(missing);
  }

  /**
   * Compares.
   *
   * @throws IllegalArgumentException where two records that were put in are the same, so that
   *     nobody could tell one that arrives twice from two that arrive
   */
  static Comparison of(List<StoryRecord> put, List<Arrival> arrivals) {
    Map<Carried, StoryRecord> expected = new HashMap<>();
    for (StoryRecord record : put) {
      if (expected.put(new Carried(record.account().id(), record.text()), record) != null) {
        throw new IllegalArgumentException("A record is put in twice: " + record.text());
      }
    }
    Set<Carried> seen = new HashSet<>();
    Set<String> ids = new HashSet<>();
    int duplicates = 0;
    int unexpected = 0;
    for (Arrival arrival : arrivals) {
      Carried carried = new Carried(arrival.host(), arrival.text());
      String id = arrival.id();
      boolean newRecord = seen.add(carried);
      boolean newId = id == null || ids.add(id);
      if (!newRecord || !newId) {
        duplicates++;
      }
      if (id == null || !expected.containsKey(carried)) {
        unexpected++;
      }
    }
    Map<Boolean, List<StoryRecord>> byArrival =
        put.stream()
            .collect(
                Collectors.partitioningBy(
                    record -> seen.contains(new Carried(record.account().id(), record.text()))));
    return new Comparison(
        byArrival.getOrDefault(true, List.of()),
        byArrival.getOrDefault(false, List.of()),
        duplicates,
        unexpected);
  }

  /** Whether every record arrived exactly once, and nothing else. */
  boolean isExactlyOnce() {
    return missing.isEmpty() && duplicates == 0 && unexpected == 0;
  }

  /** How many records were put in. */
  int records() {
    return arrived.size() + missing.size();
  }

  /** How many records arrived, by what they have in common. */
  <K> Map<K, Long> arrivedBy(Function<StoryRecord, K> key) {
    return arrived.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
  }

  /** How many records did not arrive, by what they have in common. */
  <K> Map<K, Long> missingBy(Function<StoryRecord, K> key) {
    return missing.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
  }
}
