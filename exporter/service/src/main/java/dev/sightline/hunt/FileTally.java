package dev.sightline.hunt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what one file holds. Used by one thread. */
final class FileTally {
  /** Records of one file whose reason is told each by itself. */
  private static final int MOST_TOLD = 100;

  private final String place;
  private final List<Tally.Problem> problems = new ArrayList<>();
  private final List<Tally.Problem> notes = new ArrayList<>();
  private final Map<String, Long> nothings = new LinkedHashMap<>();
  private String firstForeign = "";
  private long unreadable;
  private long timeless;
  private long records;
  private long looked;
  private long foreign;
  private long untimed;
  private long partial;
  private double newest = Double.NaN;

  FileTally(String place) {
    this.place = place;
  }

  void record() {
    records++;
  }

  void looked(double time) {
    looked++;
    newest = later(newest, time);
  }

  void untimed() {
    untimed++;
  }

  void timeless() {
    timeless++;
  }

  void partial() {
    partial++;
  }

  void foreign(String begins) {
    if (foreign++ == 0) {
      firstForeign = begins;
    }
  }

  void nothing(String name) {
    nothings.merge(name, 1L, Long::sum);
  }

  void unreadable(long ordinal, String reason) {
    if (unreadable++ < MOST_TOLD) {
      problems.add(new Tally.Problem(place + " record " + ordinal, reason));
    }
  }

  void problem(String what, String reason) {
    problems.add(new Tally.Problem(what, reason));
  }

  void note(String what, String reason) {
    notes.add(new Tally.Problem(what, reason));
  }

  long records() {
    return records;
  }

  /**
   * The tally at the end of the file.
   *
   * @param read whether it could be read
   */
  Tally ended(boolean read) {
    if (unreadable > MOST_TOLD) {
      problem(place, (unreadable - MOST_TOLD) + " more of its records cannot be read.");
    }
    if (foreign > 0) {
      problem(
          place,
          foreign
              + " JSON objects are neither records nor findings, and wrap none; the first"
              + " begins with '"
              + firstForeign
              + "'.");
    }
    if (timeless > 0) {
      problem(place, timeless + " of its records tell no time: they were left out.");
    }
    nothings.forEach((name, count) -> note(place, count + " " + name.replace('_', ' ')));
    return new Tally(
        read ? 1 : 0, records, looked, foreign, untimed, partial, newest, problems, notes);
  }

  static double later(double left, double right) {
    return Double.isNaN(left) || right > left ? right : left;
  }
}
