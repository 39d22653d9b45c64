package dev.sightline.spl.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A length of time, such as {@code 15m}, into which times are put. */
public record TimeSpan(long amount, TimeUnit unit) {
  private static final Pattern FORM = Pattern.compile("(\\d{0,9})([a-zA-Z]+)(?:@[a-z0-9]+)?");

  /** The spans that are chosen among where none is given. */
  private static final List<TimeSpan> LADDER =
      List.of(
          new TimeSpan(1, TimeUnit.SECOND),
          new TimeSpan(5, TimeUnit.SECOND),
          new TimeSpan(10, TimeUnit.SECOND),
          new TimeSpan(30, TimeUnit.SECOND),
          new TimeSpan(1, TimeUnit.MINUTE),
          new TimeSpan(5, TimeUnit.MINUTE),
          new TimeSpan(10, TimeUnit.MINUTE),
          new TimeSpan(30, TimeUnit.MINUTE),
          new TimeSpan(1, TimeUnit.HOUR),
          new TimeSpan(1, TimeUnit.DAY),
          new TimeSpan(1, TimeUnit.MONTH));

  /** The span that the text names; a number alone is seconds; null where it is none. */
  public static @Nullable TimeSpan parse(String text) {
    if (text.matches("\\d{1,9}")) {
      long seconds = Long.parseLong(text);
      return seconds == 0 ? null : new TimeSpan(seconds, TimeUnit.SECOND);
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    TimeUnit unit = TimeUnit.parse(matcher.group(2));
    long amount = matcher.group(1).isEmpty() ? 1 : Long.parseLong(matcher.group(1));
    return unit == null || amount == 0 ? null : new TimeSpan(amount, unit);
  }

  /** The shortest span of Splunk's ladder that cuts {@code seconds} into at most {@code bins}. */
  public static TimeSpan fitting(double seconds, int bins) {
    return fitting(seconds, bins, null);
  }

  /** The same, where a span is at least as long as {@code shortest}. */
  public static TimeSpan fitting(double seconds, int bins, @Nullable TimeSpan shortest) {
    for (TimeSpan span : LADDER) {
      double length = span.unit().months() > 0 ? Double.MAX_VALUE : span.seconds();
      if (seconds / length <= bins && (shortest == null || length >= shortest.seconds())) {
        return span;
      }
    }
    return LADDER.getLast();
  }

  /** As it is written, such as {@code 15m}. */
  public String text() {
    String name =
        switch (unit) {
          case MICROSECOND -> "us";
          case MILLISECOND -> "ms";
          case CENTISECOND -> "cs";
          case DECISECOND -> "ds";
          case SECOND -> "s";
          case MINUTE -> "m";
          case HOUR -> "h";
          case DAY -> "d";
          case WEEK -> "w";
          case MONTH -> "mon";
          case QUARTER -> "q";
          case YEAR -> "y";
        };
    return amount + name;
  }

  /** Its length; months count 30 days. */
  public double seconds() {
    return amount * (unit.months() > 0 ? unit.months() * 30 * 86_400.0 : unit.seconds());
  }

  /** The start of the span that {@code time} lies in. */
  public double start(double time) {
    return start(time, 0);
  }

  /** The same, where spans are counted from {@code origin}. */
  public double start(double time, double origin) {
    if (unit.months() == 0) {
      double length = seconds();
      return Math.floor((time - origin) / length) * length + origin;
    }
    ZonedDateTime at = Instant.ofEpochSecond((long) Math.floor(time)).atZone(ZoneOffset.UTC);
    long months = (at.getYear() - 1970L) * 12 + at.getMonthValue() - 1;
    long length = amount * unit.months();
    return month(Math.floorDiv(months, length) * length);
  }

  private static double month(long months) {
    return ZonedDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
        .plusMonths(months)
        .toEpochSecond();
  }

  /** The start of the span after the one that starts at {@code start}. */
  public double next(double start) {
    if (unit.months() == 0) {
      return start + seconds();
    }
    ZonedDateTime at = Instant.ofEpochSecond((long) start).atZone(ZoneOffset.UTC);
    return at.plusMonths(amount * unit.months()).toEpochSecond();
  }
}
