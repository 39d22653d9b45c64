package dev.sightline.completeness;

import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.SearchException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds Splunk to what objects hold. Safe for any number of threads. */
public final class SplunkComparison {
  private static final int MOST_CHARACTERS = 200;
  private static final String UNKNOWN = "is unknown to Splunk";
  private static final String SHORT = "is short in Splunk";

  private final IndexedRecords index;
  private final Duration ackDeadline;
  private final @Nullable Duration retention;
  private final Instant now;

  /**
   * @param ackDeadline how long an object may be under way
   * @param retention how long the index keeps events, or null where that is not known
   */
  public SplunkComparison(
      IndexedRecords index, Duration ackDeadline, @Nullable Duration retention, Instant now) {
    this.index = index;
    this.ackDeadline = ackDeadline;
    this.retention = retention;
    this.now = now;
  }

  /** Whether a problem says that Splunk lacks something, and so is none after a repair. */
  public static boolean isLack(String problem) {
    return problem.contains(UNKNOWN) || problem.contains(SHORT);
  }

  /** Asks for all of them, some hundreds at once, and notes a verdict on each. */
  void compare(List<Counted> objects) throws SearchException, InterruptedException {
    List<Counted> ordered = new ArrayList<>(objects);
    ordered.sort(Comparator.comparing(object -> object.period().earliest()));
    List<Counted> asked = new ArrayList<>();
    for (Counted object : ordered) {
      object.to().count(Count.RECORDS, object.records());
      if (object.records() == 0) {
        object.to().count(Count.WHOLE, 1);
      } else if (isAged(object.period().latest())) {
        object.to().count(Count.AGED, 1);
      } else {
        asked.add(object);
      }
      if (asked.size() == IndexedRecords.TALLIED_AT_ONCE) {
        ask(asked);
        asked.clear();
      }
    }
    ask(asked);
  }

  private void ask(List<Counted> objects) throws SearchException, InterruptedException {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, IndexedRecords.Tally> tallies =
        index.tallies(objects.stream().map(Counted::identity).toList(), period(objects));
    List<Counted> open = new ArrayList<>();
    for (Counted object : objects) {
      IndexedRecords.Tally tally =
          tallies.getOrDefault(object.identity(), IndexedRecords.Tally.NOTHING);
      if (object.isPlain() && tally.isExactly(object.records())) {
        object.to().count(Count.WHOLE, 1);
      } else {
        open.add(object);
      }
    }
    name(open);
  }

  private static IndexedRecords.Period period(List<Counted> objects) {
    return objects.stream().map(Counted::period).reduce(IndexedRecords.Period::and).orElseThrow();
  }

  private void name(List<Counted> objects) throws SearchException, InterruptedException {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, IndexedRecords.Held> held =
        index.held(objects.stream().map(Counted::identity).toList(), period(objects));
    Set<String> own = new HashSet<>();
    objects.forEach(object -> own.addAll(object.own().values()));
    Map<String, Long> present =
        own.isEmpty() ? new HashMap<>() : index.present(own, period(objects));
    for (Counted object : objects) {
      judge(object, held.getOrDefault(object.identity(), IndexedRecords.Held.nothing()), present);
    }
  }

  private void judge(Counted object, IndexedRecords.Held held, Map<String, Long> present) {
    Findings to = object.to();
    BitSet missing = (BitSet) object.ordinals().clone();
    missing.andNot(held.ordinals());
    long surplus = held.surplus();
    long repeated = held.repeated().size();
    for (Map.Entry<Integer, String> own : object.own().entrySet()) {
      long times = present.getOrDefault(own.getValue(), 0L);
      if (times == 0) {
        missing.set(own.getKey());
      }
      surplus += Math.max(0, times - 1);
      repeated += times > 1 ? 1 : 0;
    }
    to.count(Count.SURPLUS, surplus);
    to.count(Count.REPEATED, repeated);
    if (surplus > 0) {
      to.note(object.location(), "Splunk has " + surplus + " events of it more than once");
    }
    int lacking = missing.cardinality();
    if (lacking == 0) {
      to.count(surplus > 0 ? Count.TWICE : Count.WHOLE, 1);
    } else if (isAged(object.period().earliest())) {
      to.count(Count.AGED, 1);
      to.note(
          object.location(),
          "some of its records are older than Splunk's index keeps: that "
              + lacking
              + " are not there says nothing");
    } else if (object.modified().plus(ackDeadline).isAfter(now)) {
      to.count(Count.YOUNG, 1);
      to.note(
          object.location(),
          "is younger than the ack deadline: " + lacking + " of its records are not there yet");
    } else {
      lacks(object, missing, lacking, to);
    }
  }

  private static void lacks(Counted object, BitSet missing, int lacking, Findings to) {
    boolean unknown = lacking == object.records();
    String ordinals = Ordinals.text(missing);
    to.count(unknown ? Count.UNKNOWN : Count.SHORT, 1);
    to.count(Count.MISSING, lacking);
    to.shortage(
        new Shortage(
            object.log().bucket(),
            object.log().key(),
            object.identity(),
            ordinals,
            lacking,
            object.period().earliest().getEpochSecond(),
            object.period().latest().getEpochSecond()));
    String named =
        ordinals.length() <= MOST_CHARACTERS
            ? ordinals
            : ordinals.substring(0, ordinals.lastIndexOf(',', MOST_CHARACTERS)) + ",…";
    to.problem(
        object.location(),
        unknown
            ? UNKNOWN + ": none of its " + object.records() + " records is there"
            : SHORT + ": of its " + object.records() + " records these are not there: " + named);
  }

  private boolean isAged(Instant time) {
    return retention != null && time.isBefore(now.minus(retention));
  }
}
