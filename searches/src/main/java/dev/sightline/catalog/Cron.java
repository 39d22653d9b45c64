package dev.sightline.catalog;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schedule of five fields: minute, hour, day of month, month, day of week (0 is Sunday). */
public final class Cron {
  private static final Pattern PART =
      Pattern.compile("(\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?");
  private static final int[][] BOUNDS = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};
  private static final int MINUTES_OF_WEEK = 7 * 24 * 60;

  private Cron() {}

  /** Whether it has five fields, each of values that there are. */
  public static boolean isValid(String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length != BOUNDS.length) {
      return false;
    }
    for (int i = 0; i < fields.length; i++) {
      if (values(fields[i], i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The longest time between two runs, in minutes, of a schedule that names no day or month. */
  public static int longestGap(String text) {
    return gaps(text)[1];
  }

  /** The shortest time between two runs, in minutes. */
  public static int shortestGap(String text) {
    return gaps(text)[0];
  }

  /**
   * The minutes of the week, from Sunday's first, in which a schedule without day or month runs.
   */
  public static BitSet runs(String text) {
    String[] fields = text.split(" ", -1);
    BitSet minutes = values(fields[0], 0);
    BitSet hours = values(fields[1], 1);
    BitSet days = values(fields[4], 4);
    BitSet runs = new BitSet(MINUTES_OF_WEEK);
    for (int minute = 0; minute < MINUTES_OF_WEEK; minute++) {
      if (minutes.get(minute % 60) && hours.get(minute / 60 % 24) && days.get(minute / (24 * 60))) {
        runs.set(minute);
      }
    }
    return runs;
  }

  private static int[] gaps(String text) {
    int first = -1;
    int last = -1;
    int shortest = MINUTES_OF_WEEK;
    int longest = 0;
    BitSet runs = runs(text);
    for (int minute = runs.nextSetBit(0); minute >= 0; minute = runs.nextSetBit(minute + 1)) {
      if (last >= 0) {
        shortest = Math.min(shortest, minute - last);
        longest = Math.max(longest, minute - last);
      } else {
        first = minute;
      }
      last = minute;
    }
    int around = first + MINUTES_OF_WEEK - last;
    return new int[] {Math.min(shortest, around), Math.max(longest, around)};
  }

  /** The values of a field; none where it is not well-formed. */
  private static BitSet values(String field, int index) {
    BitSet values = new BitSet();
    for (String part : field.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        return new BitSet();
      }
      int from = matcher.group(2) == null ? BOUNDS[index][0] : Integer.parseInt(matcher.group(2));
      int single = matcher.group(2) == null || matcher.group(4) != null ? BOUNDS[index][1] : from;
      int to = matcher.group(3) == null ? single : Integer.parseInt(matcher.group(3));
      int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
      if (from < BOUNDS[index][0] || to > BOUNDS[index][1] || from > to || step == 0) {
        return new BitSet();
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }
    return values;
  }
}
