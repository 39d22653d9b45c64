package dev.sightline.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A day of an organization, as its trail stores it.
 *
 * @param objects in the order in which CloudTrail would store them
 */
record Story(List<LogObject> objects) {
  /** The day on which it happens. */
  static final Instant DAY = Instant.parse("2026-03-10T00:00:00Z");

  /** What {@code demo} tells. */
  static final long SEED = 20_260_310;

  private static final Duration WINDOW = Duration.ofMinutes(30);

  /** The calls that one log holds. */
  private record Slot(Instant end, Account account, Region region) {
    static final Comparator<Slot> ORDER =
        Comparator.comparing(Slot::end).thenComparing(Slot::account).thenComparing(Slot::region);

    static Slot of(StoryRecord record) {
      long window = record.time().getEpochSecond() / WINDOW.toSeconds();
      Instant end = Instant.ofEpochSecond((window + 1) * WINDOW.toSeconds());
      return new Slot(end, record.account(), record.region());
    }
  }

  Story {
    objects = List.copyOf(objects);
  }

  /** The story of a seed: the same seed, the same bytes. */
  static Story of(long seed) {
    Randomness randomness = new Randomness(seed);
    List<StoryRecord> records = new ArrayList<>();
    records.addAll(new DailyWork(DAY, randomness.split()).records());
    records.addAll(new Incident(DAY, randomness.split()).records());
    List<LogObject> objects = new ArrayList<>(logs(records, randomness.split()));
    objects.addAll(new OddLogs(DAY.plus(DailyWork.CLOSES), randomness.split()).objects());
    return new Story(objects);
  }

  /** Every record, in the order of the objects. */
  List<StoryRecord> records() {
    return objects.stream().flatMap(object -> object.records().stream()).toList();
  }

  private static List<LogObject> logs(List<StoryRecord> records, Randomness randomness) {
    TreeMap<Slot, List<StoryRecord>> slots = new TreeMap<>(Slot.ORDER);
    for (StoryRecord record : records) {
      slots.computeIfAbsent(Slot.of(record), _ -> new ArrayList<>()).add(record);
    }
    List<LogObject> objects = new ArrayList<>();
    slots.forEach((slot, ofSlot) -> {
      ofSlot.sort(Comparator.comparing(StoryRecord::time));
      objects.add(
          LogObject.of(
              LogObject.key(slot.account(), slot.region(), slot.end(), randomness), ofSlot));
    });
    return objects;
  }
}
