package dev.sightline.spl.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes times as strftime does, in UTC. */
public final class TimeFormat {
  private TimeFormat() {}

  /** {@code time}, seconds since 1970, in {@code format}; what is not known stays as it is. */
  public static String write(double time, String format) {
    BigDecimal exact = BigDecimal.valueOf(time);
    long seconds = exact.setScale(0, RoundingMode.FLOOR).longValue();
    int nanos =
        exact
            .subtract(BigDecimal.valueOf(seconds))
            .movePointRight(9)
            .setScale(0, RoundingMode.FLOOR)
            .intValue();
    ZonedDateTime at = Instant.ofEpochSecond(seconds, nanos).atZone(ZoneOffset.UTC);
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      int start = i;
      char c = format.charAt(i++);
      if (c != '%' || i == format.length()) {
        out.append(c);
        continue;
      }
      boolean plain = format.charAt(i) == '-';
      if (plain) {
        i++;
      }
      int digits = 0;
      while (i < format.length() && Character.isDigit(format.charAt(i))) {
        digits = format.charAt(i++) - '0';
      }
      if (format.startsWith(":z", i)) {
        out.append("+00:00");
        i += 2;
        continue;
      }
      String written =
          i < format.length() ? directive(format.charAt(i), digits, at, seconds, nanos) : null;
      i = Math.min(i + 1, format.length());
      if (written == null) {
        out.append(format, start, i);
      } else {
        out.append(plain ? withoutPadding(written) : written);
      }
    }
    return out.toString();
  }

  private static String withoutPadding(String written) {
    return written.replaceFirst("^[0 ]+(?=.)", "");
  }

  private static @Nullable String directive(
      char directive, int digits, ZonedDateTime at, long seconds, int nanos) {
    return switch (directive) {
      case 'Y' -> Integer.toString(at.getYear());
      case 'y' -> two(at.getYear() % 100);
      case 'C' -> two(at.getYear() / 100);
      case 'm' -> two(at.getMonthValue());
      case 'd' -> two(at.getDayOfMonth());
      case 'e' -> String.format("%2d", at.getDayOfMonth());
      case 'H' -> two(at.getHour());
      case 'k' -> String.format("%2d", at.getHour());
      case 'I' -> two((at.getHour() + 11) % 12 + 1);
      case 'l' -> String.format("%2d", (at.getHour() + 11) % 12 + 1);
      case 'M' -> two(at.getMinute());
      case 'S' -> two(at.getSecond());
      case 'p' -> at.getHour() < 12 ? "AM" : "PM";
      case 'P' -> at.getHour() < 12 ? "am" : "pm";
      case 'j' -> String.format("%03d", at.getDayOfYear());
      case 'a' -> at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'w' -> Integer.toString(at.getDayOfWeek().getValue() % 7);
      case 'u' -> Integer.toString(at.getDayOfWeek().getValue());
      case 'V' -> two(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> Integer.toString(at.get(IsoFields.WEEK_BASED_YEAR));
      case 'g' -> two(at.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'U' -> two((at.getDayOfYear() + 6 - at.getDayOfWeek().getValue() % 7) / 7);
      case 'W' -> two((at.getDayOfYear() + 6 - (at.getDayOfWeek().getValue() + 6) % 7) / 7);
      case 'F' -> at.toLocalDate().toString();
      case 'T', 'X' -> clock(at);
      case 'R' -> two(at.getHour()) + ":" + two(at.getMinute());
      case 'r' ->
          two((at.getHour() + 11) % 12 + 1)
              + clock(at).substring(2)
              + (at.getHour() < 12 ? " AM" : " PM");
      case 'D', 'x' ->
          two(at.getMonthValue()) + "/" + two(at.getDayOfMonth()) + "/" + two(at.getYear() % 100);
      case 'c' ->
          directive('a', 0, at, seconds, nanos)
              + " "
              + directive('b', 0, at, seconds, nanos)
              + " "
              + directive('e', 0, at, seconds, nanos)
              + " "
              + clock(at)
              + " "
              + at.getYear();
      case '+' ->
          directive('a', 0, at, seconds, nanos)
              + " "
              + directive('b', 0, at, seconds, nanos)
              + " "
              + directive('e', 0, at, seconds, nanos)
              + " "
              + clock(at)
              + " UTC "
              + at.getYear();
      case 's' -> Long.toString(seconds);
      case 'z' -> "+0000";
      case 'Z' -> "UTC";
      case 'N' -> fraction(at, digits == 0 ? 9 : digits);
      case 'Q' -> fraction(at, digits == 0 ? 3 : digits);
      case 'f' -> fraction(at, 6);
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> null;
    };
  }

  private static String clock(ZonedDateTime at) {
    return two(at.getHour()) + ":" + two(at.getMinute()) + ":" + two(at.getSecond());
  }

  private static String fraction(ZonedDateTime at, int digits) {
    return String.format("%09d", at.get(ChronoField.NANO_OF_SECOND))
        .substring(0, Math.min(digits, 9));
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
