package dev.sightline.spl.time;

import org.jspecify.annotations.Nullable;

/** A unit of time with the names that Splunk gives it. */
public enum TimeUnit {
  MICROSECOND(1e-6, 0),
  MILLISECOND(1e-3, 0),
  CENTISECOND(1e-2, 0),
  DECISECOND(1e-1, 0),
  SECOND(1, 0),
  MINUTE(60, 0),
  HOUR(3_600, 0),
  DAY(86_400, 0),
  WEEK(604_800, 0),
  MONTH(0, 1),
  QUARTER(0, 3),
  YEAR(0, 12);

  private final double seconds;
  private final int months;

  TimeUnit(double seconds, int months) {
    this.seconds = seconds;
    this.months = months;
  }

  /** Its length, 0 where it is counted in months. */
  public double seconds() {
    return seconds;
  }

  /** Its length in months, 0 where it is counted in seconds. */
  public int months() {
    return months;
  }

  /** The unit of that name, or null. */
  public static @Nullable TimeUnit parse(String name) {
    return switch (name) {
      case "us" -> MICROSECOND;
      case "ms" -> MILLISECOND;
      case "cs" -> CENTISECOND;
      case "ds" -> DECISECOND;
      case "s", "sec", "secs", "second", "seconds", "S" -> SECOND;
      case "m", "min", "mins", "minute", "minutes" -> MINUTE;
      case "h", "hr", "hrs", "hour", "hours", "H" -> HOUR;
      case "d", "day", "days", "D" -> DAY;
      case "w", "week", "weeks", "W" -> WEEK;
      case "mon", "month", "months", "M" -> MONTH;
      case "q", "qtr", "qtrs", "quarter", "quarters" -> QUARTER;
      case "y", "yr", "yrs", "year", "years", "Y" -> YEAR;
      default -> null;
    };
  }
}
