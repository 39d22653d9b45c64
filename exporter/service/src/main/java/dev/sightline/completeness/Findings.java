package dev.sightline.completeness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found: numbers, problems, notes, and what could be sent again. Safe for threads. */
public final class Findings {
  /** So many problems are remembered; all are counted. */
  private static final int MOST = 10_000;

  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final List<Shortage> shortages = new ArrayList<>();
  private final Map<String, Hour> hours = new TreeMap<>();
  private long problemCount;

  synchronized void count(Count what, long more) {
    if (more != 0) {
      counts.merge(what, more, Long::sum);
    }
  }

  synchronized void problem(String place, String reason) {
    problemCount++;
    if (problems.size() < MOST) {
      problems.add(new Problem(place, reason));
    }
  }

  synchronized void note(String place, String reason) {
    if (notes.size() < MOST) {
      notes.add(new Problem(place, reason));
    }
  }

  synchronized void shortage(Shortage shortage) {
    shortages.add(shortage);
  }

  synchronized void hour(Hour hour) {
    hours.merge(hour.account() + " " + hour.region() + " " + hour.start(), hour, Hour::and);
  }

  /** Takes what was found of a part. */
  void add(Findings part) {
    part.counts().forEach(this::count);
    part.problems().forEach(problem -> problem(problem.place(), problem.reason()));
    part.notes().forEach(note -> note(note.place(), note.reason()));
    part.shortages().forEach(this::shortage);
  }

  void add(DayResult day) {
    day.counts().forEach(this::count);
    day.problems().forEach(problem -> problem(problem.place(), problem.reason()));
    day.notes().forEach(note -> note(note.place(), note.reason()));
    day.shortages().forEach(this::shortage);
    day.hours().forEach(this::hour);
  }

  /** How much there is of it. */
  public synchronized long of(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Everything that is counted. */
  public synchronized Map<Count, Long> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** The first problems, in no order that matters. */
  public synchronized List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** How many problems there are, those included that are not remembered. */
  public synchronized long problemCount() {
    return problemCount;
  }

  /** What is worth knowing, and no gap. */
  public synchronized List<Problem> notes() {
    return List.copyOf(notes);
  }

  synchronized List<Hour> hours() {
    return List.copyOf(hours.values());
  }

  /** What Splunk lacks. */
  public synchronized List<Shortage> shortages() {
    return List.copyOf(shortages);
  }
}
