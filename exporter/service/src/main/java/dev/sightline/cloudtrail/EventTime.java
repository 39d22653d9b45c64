package dev.sightline.cloudtrail;

/** The time of an event, {@code 2026-01-02T03:04:05Z}, with or without a fraction of a second. */
final class EventTime {
  /** What stands for an absent or unreadable time. */
  static final long UNKNOWN = -1;

  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };

  private EventTime() {}

  /**
   * Milliseconds since 1970, cut, not rounded; {@link #UNKNOWN} for anything that is not a time in
   * UTC between 1970 and 9999.
   */
  static long millis(byte[] text, int from, int to) {
    int length = to - from;
    if (length < 20
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':'
        || text[to - 1] != 'Z') {
      return UNKNOWN;
    }
    int year = pair(text, from) * 100 + pair(text, from + 2);
    int month = pair(text, from + 5);
    int day = pair(text, from + 8);
    int hour = pair(text, from + 11);
    int minute = pair(text, from + 14);
    int second = pair(text, from + 17);
    int fraction = length == 20 ? 0 : fraction(text, from + 19, to - 1);
    if (pair(text, from) < 0
        || pair(text, from + 2) < 0
        || year < 1970
        || month < 1
        || month > 12
        || day < 1
        || day > days(year, month)
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59
        || fraction < 0) {
      return UNKNOWN;
    }
    int before = year - 1;
    int leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
    long date =
        (year - 1970) * 365L
            + leapDays
            + DAYS_BEFORE_MONTH[month - 1]
            + (month > 2 && leap(year) ? 1 : 0)
            + day
            - 1;
    return ((date * 24 + hour) * 60 + minute) * 60_000L + second * 1_000L + fraction;
  }

  /** Two digits, or something far below zero. */
  private static int pair(byte[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
  }

  /** Milliseconds from a point and one to nine digits; -1 where it is anything else. */
  private static int fraction(byte[] text, int from, int to) {
    int digits = to - from - 1;
    if (text[from] != '.' || digits < 1 || digits > 9) {
      return -1;
    }
    int millis = 0;
    for (int i = 0; i < Math.max(digits, 3); i++) {
      int digit = i < digits ? text[from + 1 + i] - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      millis = i < 3 ? millis * 10 + digit : millis;
    }
    return millis;
  }

  private static int days(int year, int month) {
    return switch (month) {
      case 2 -> leap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }
}
