package dev.sightline.spl.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as strptime does; without a zone a time is in UTC. */
public final class TimeReader {
  private final String text;
  private int at;
  private int year = 1970;
  private int month = 1;
  private int day = 1;
  private boolean dated;
  private boolean dayed;
  private int dayOfYear = -1;
  private int hour;
  private int minute;
  private int second;
  private double fraction;
  private double offset;
  private boolean afternoon;
  private boolean twelve;
  private double epoch = Double.NaN;

  private TimeReader(String text) {
    this.text = text;
  }

  /** Seconds since 1970; empty where {@code text} does not start as {@code format} demands. */
  public static OptionalDouble read(String text, String format) {
    TimeReader reader = new TimeReader(text.stripLeading());
    if (!reader.follow(format) || !reader.isWhole()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(reader.seconds());
    } catch (DateTimeException noSuchDay) {
      return OptionalDouble.empty();
    }
  }

  /** A year or a month is no time without its day, as in Splunk. */
  private boolean isWhole() {
    return !dated || dayed || dayOfYear > 0 || !Double.isNaN(epoch);
  }

  private double seconds() {
    if (!Double.isNaN(epoch)) {
      return epoch + fraction;
    }
    int hours = twelve ? hour % 12 + (afternoon ? 12 : 0) : hour;
    LocalDate date =
        dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
    LocalDateTime time = date.atTime(hours, minute, Math.min(second, 59));
    return time.toEpochSecond(ZoneOffset.UTC) + fraction - offset;
  }

  private boolean follow(String format) {
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i++);
      if (Character.isWhitespace(c)) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
          at++;
        }
      } else if (c != '%' || i == format.length()) {
        if (at >= text.length() || text.charAt(at) != c) {
          return false;
        }
        at++;
      } else {
        while (i + 1 < format.length()
            && (Character.isDigit(format.charAt(i)) || ":-".indexOf(format.charAt(i)) >= 0)) {
          i++;
        }
        if (!directive(format.charAt(i++))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean directive(char directive) {
    return switch (directive) {
      case 'Y' -> (dated = true) && (year = number(4)) >= 0;
      case 'y' -> (dated = true) && twoDigitYear();
      case 'm' -> (dated = true) && (month = number(2)) >= 1;
      case 'd', 'e' -> (dayed = true) && spaced() && (day = number(2)) >= 1;
      case 'j' -> (dayOfYear = number(3)) >= 1;
      case 'H', 'k' -> spaced() && (hour = number(2)) >= 0;
      case 'I', 'l' -> (twelve = true) && spaced() && (hour = number(2)) >= 1 && hour <= 12;
      case 'M' -> (minute = number(2)) >= 0;
      case 'S' -> (second = number(2)) >= 0;
      case 'p', 'P' -> halfOfDay();
      case 'b', 'B', 'h' -> (dated = true) && monthName();
      case 'a', 'A' -> dayName();
      case 'F' -> follow("%Y-%m-%d");
      case 'T' -> follow("%H:%M:%S");
      case 'R' -> follow("%H:%M");
      case 'D' -> follow("%m/%d/%y");
      case 'c' -> follow("%a %b %e %H:%M:%S %Y");
      case 'N', 'Q', 'f' -> fraction();
      case 's' -> epoch();
      case 'z', 'Z' -> zone();
      case '%' -> at < text.length() && text.charAt(at++) == '%';
      default -> false;
    };
  }

  private boolean spaced() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return true;
  }

  private int number(int digits) {
    int start = at;
    int value = 0;
    while (at < text.length() && at - start < digits && Character.isDigit(text.charAt(at))) {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    return at == start ? -1 : value;
  }

  private boolean twoDigitYear() {
    int value = number(2);
    year = value < 69 ? 2000 + value : 1900 + value;
    return value >= 0;
  }

  private boolean halfOfDay() {
    if (at + 2 > text.length()) {
      return false;
    }
    String half = text.substring(at, at + 2).toLowerCase(Locale.ROOT);
    afternoon = half.equals("pm");
    at += 2;
    return afternoon || half.equals("am");
  }

  private boolean monthName() {
    for (Month candidate : Month.values()) {
      if (takes(candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH))) {
        month = candidate.getValue();
        return true;
      }
    }
    return false;
  }

  private boolean dayName() {
    for (DayOfWeek candidate : DayOfWeek.values()) {
      if (takes(candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH))) {
        return true;
      }
    }
    return false;
  }

  /** The whole name, or its first three letters. */
  private boolean takes(String name) {
    if (text.regionMatches(true, at, name, 0, name.length())) {
      at += name.length();
      return true;
    }
    if (text.regionMatches(true, at, name, 0, 3)) {
      at += 3;
      return true;
    }
    return false;
  }

  private boolean fraction() {
    int start = at;
    double scale = 0.1;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      fraction += (text.charAt(at++) - '0') * scale;
      scale /= 10;
    }
    if (at > start && at - start <= 15) {
      fraction = Double.parseDouble("0." + text.substring(start, at));
    }
    return at > start;
  }

  private boolean epoch() {
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start || at - start > 15) {
      return false;
    }
    epoch = Long.parseLong(text.substring(start, at));
    return true;
  }

  private boolean zone() {
    String rest = text.substring(at);
    for (String name : new String[] {"UTC", "GMT", "Z"}) {
      if (rest.startsWith(name)) {
        at += name.length();
        return true;
      }
    }
    Matcher matcher = Pattern.compile("([+-])(\\d{2}):?(\\d{2})?").matcher(rest);
    if (!matcher.lookingAt()) {
      return false;
    }
    int minutes = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    int shift = Integer.parseInt(matcher.group(2)) * 3_600 + minutes * 60;
    offset = matcher.group(1).equals("-") ? -shift : shift;
    at += matcher.end();
    return true;
  }
}
