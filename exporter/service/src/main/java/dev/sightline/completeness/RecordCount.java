package dev.sightline.completeness;

import dev.sightline.content.EventConsumer;
import dev.sightline.hec.HecEvent;
import dev.sightline.splunk.IndexedRecords;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Takes the events of one object as the exporter would send them, and counts. */
final class RecordCount implements EventConsumer {
  private final String identity;
  private final BitSet ordinals = new BitSet();
  private final Map<Integer, String> own = new HashMap<>();
  private final Map<Long, String> uncarried = new TreeMap<>();
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private boolean untimed;

  RecordCount(String identity) {
    this.identity = identity;
  }

  @Override
  public void accept(HecEvent event, long ordinal) {
    if (event.destination() != 0) {
      return; // Only the first Splunk is asked.
    }
    String id = event.sightlineId();
    if (id.length() > 16 && id.charAt(16) == ':' && id.startsWith(identity)) {
      ordinals.set((int) ordinal);
    } else if (IndexedRecords.isSearchable(id)) {
      own.put((int) ordinal, id);
    }
    if (event.timeMillis() < 0) {
      untimed = true;
    } else {
      earliest = Math.min(earliest, event.timeMillis());
      latest = Math.max(latest, event.timeMillis());
    }
  }

  @Override
  public void acceptOnce(HecEvent event, long ordinal) {
    accept(event, ordinal);
  }

  @Override
  public void uncarried(long ordinal, String reason) {
    uncarried.put(ordinal, reason);
  }

  @Override
  public void nothing(String name) {}

  @Override
  public void untimed() {}

  @Override
  public void doubtful(long ordinal, String reason) {}

  BitSet ordinals() {
    return ordinals;
  }

  Map<Integer, String> own() {
    return own;
  }

  Map<Long, String> uncarried() {
    return uncarried;
  }

  /**
   * The time that Splunk has them under.
   *
   * @param modified when the object was written: what has no time gets that of its arrival
   */
  IndexedRecords.Period period(Instant modified, Instant now) {
    Instant first = earliest == Long.MAX_VALUE ? modified : Instant.ofEpochMilli(earliest);
    Instant last = latest == Long.MIN_VALUE ? modified : Instant.ofEpochMilli(latest);
    IndexedRecords.Period timed = new IndexedRecords.Period(first, last);
    return untimed ? timed.and(new IndexedRecords.Period(modified, now)) : timed;
  }
}
