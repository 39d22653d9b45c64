package dev.sightline.redelivery;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that one object or message would send: their ids, and the time that they are of. */
public final class Expected {
  /** An object with more events is sent without a question: the answer would be as large. */
  static final int MOST_EVENTS = 100_000;

  /** Events with ids of their own are asked for one by one, and so are few. */
  static final int MOST_OWN_IDS = 2_000;

  /** An event without a time has that of its arrival, which was at most so long ago. */
  private static final Duration LONGEST_IN_A_QUEUE = Duration.ofDays(14);

  private final @Nullable String object;
  private final BitSet ordinals = new BitSet();
  private final Map<String, Integer> own = new HashMap<>();
  private long earliestMillis = Long.MAX_VALUE;
  private long latestMillis = Long.MIN_VALUE;
  private boolean untimed;
  private boolean tooMany;

  /**
   * @param object the identity that the ids of an object begin with; null for what a message itself
   *     carries
   */
  public Expected(@Nullable String object) {
    this.object = object;
  }

  /**
   * One event.
   *
   * @param id its {@code sightline_id}
   * @param timeMillis milliseconds since 1970; negative where it has none
   */
  public void add(long ordinal, String id, long timeMillis) {
    if (ordinal >= MOST_EVENTS || own.size() >= MOST_OWN_IDS) {
      tooMany = true;
      return;
    }
    if (object != null && id.equals(object + ":" + ordinal)) {
      ordinals.set((int) ordinal);
    } else {
      own.put(id, (int) ordinal);
    }
    if (timeMillis < 0) {
      untimed = true;
    } else {
      earliestMillis = Math.min(earliestMillis, timeMillis);
      latestMillis = Math.max(latestMillis, timeMillis);
    }
  }

  /** Whether there is anything that may be asked for. */
  boolean isAskable() {
    return !tooMany && size() > 0;
  }

  int size() {
    return ordinals.cardinality() + own.size();
  }

  @Nullable String object() {
    return ordinals.isEmpty() ? null : object;
  }

  /** The ordinals whose id is the object's identity and the ordinal itself. */
  BitSet ordinals() {
    return ordinals;
  }

  /** The ids of all others, with their ordinals. */
  Map<String, Integer> own() {
    return own;
  }

  Instant earliest(Instant now) {
    Instant arrived = now.minus(LONGEST_IN_A_QUEUE);
    if (earliestMillis == Long.MAX_VALUE) {
      return arrived;
    }
    Instant earliest = Instant.ofEpochMilli(earliestMillis);
    return untimed && arrived.isBefore(earliest) ? arrived : earliest;
  }

  Instant latest(Instant now) {
    Instant arrived = now.plusSeconds(60);
    return untimed || latestMillis == Long.MIN_VALUE
        ? arrived
        : Instant.ofEpochMilli(latestMillis).plusSeconds(1);
  }
}
