package dev.sightline.spl.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Relative times such as {@code -24h@h}, {@code @w1}, {@code -1d@d+6h}; in UTC. */
public final class TimeModifier {
  private static final Pattern STEP =
      Pattern.compile("([+-])(\\d{0,9})([a-zA-Z]+)|@(w[0-7]|[a-zA-Z]+)");

  private TimeModifier() {}

  /** The time that {@code modifier} names when it is {@code now}; empty where it is no modifier. */
  public static OptionalDouble apply(double now, String modifier) {
    String text = modifier.strip();
    if (text.equals("now") || text.equals("now()") || text.equals("rt")) {
      return OptionalDouble.of(now);
    }
    Matcher matcher = STEP.matcher(text);
    double time = now;
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        return OptionalDouble.empty();
      }
      OptionalDouble next =
          matcher.group(4) != null
              ? snap(time, matcher.group(4).toLowerCase(Locale.ROOT))
              : shift(time, matcher);
      if (next.isEmpty()) {
        return next;
      }
      time = next.getAsDouble();
      at = matcher.end();
    }
    return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(time);
  }

  private static OptionalDouble shift(double time, Matcher matcher) {
    String digits = matcher.group(2);
    long amount = digits.isEmpty() ? 1 : Long.parseLong(digits);
    if (matcher.group(1).equals("-")) {
      amount = -amount;
    }
    TimeUnit unit = TimeUnit.parse(matcher.group(3));
    if (unit == null) {
      return OptionalDouble.empty();
    }
    if (unit.months() > 0) {
      ZonedDateTime moved = at(time).plusMonths(amount * unit.months());
      return OptionalDouble.of(moved.toEpochSecond() + fraction(time));
    }
    return OptionalDouble.of(time + amount * unit.seconds());
  }

  private static double fraction(double time) {
    return time - Math.floor(time);
  }

  private static ZonedDateTime at(double time) {
    return Instant.ofEpochSecond((long) Math.floor(time)).atZone(ZoneOffset.UTC);
  }

  private static OptionalDouble snap(double time, String name) {
    ZonedDateTime day = at(time).truncatedTo(ChronoUnit.DAYS);
    if (name.matches("w[0-7]")) {
      int index = (name.charAt(1) - '0') % 7;
      DayOfWeek start = index == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(index);
      return seconds(day.with(TemporalAdjusters.previousOrSame(start)));
    }
    TimeUnit unit = TimeUnit.parse(name);
    if (unit == null) {
      return OptionalDouble.empty();
    }
    return switch (unit) {
      case MICROSECOND, MILLISECOND, CENTISECOND, DECISECOND, SECOND ->
          OptionalDouble.of(Math.floor(time / unit.seconds()) * unit.seconds());
      case MINUTE -> seconds(at(time).truncatedTo(ChronoUnit.MINUTES));
      case HOUR -> seconds(at(time).truncatedTo(ChronoUnit.HOURS));
      case DAY -> seconds(day);
      case WEEK -> seconds(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY)));
      case MONTH -> seconds(day.withDayOfMonth(1));
      case QUARTER ->
          seconds(day.withMonth((day.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1));
      case YEAR -> seconds(day.withDayOfYear(1));
    };
  }

  private static OptionalDouble seconds(ZonedDateTime time) {
    return OptionalDouble.of((double) time.toEpochSecond());
  }
}
