package dev.sightline.servicelog;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Times as AWS's logs write them, read off the bytes; milliseconds since 1970, or -1. */
final class RecordTime {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int DATE = 10;
  private static final int CLOCK = 8;

  /** So many fields may stand before the time. */
  private static final int MOST_FIELDS = 4;

  private final byte[] text;
  private final int end;

  private RecordTime(byte[] text, int end) {
    this.text = text;
    this.end = end;
  }

  /** The first time in a line: in brackets, in two fields, or in one. */
  static long ofLine(byte[] buffer, int offset, int length) {
    RecordTime time = new RecordTime(buffer, offset + length);
    int at = offset;
    for (int field = 0; field < MOST_FIELDS && at < time.end; field++) {
      if (buffer[at] == '[') {
        return time.bracketed(at + 1);
      }
      if (time.isDate(at)) {
        return time.iso(at);
      }
      while (at < time.end && buffer[at] != ' ' && buffer[at] != '\t') {
        at++;
      }
      at++;
    }
    return -1;
  }

  /** A time by itself: seconds, milliseconds or microseconds since 1970, or as ISO 8601 has it. */
  static long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RecordTime time = new RecordTime(bytes, bytes.length);
    return time.isDate(0) ? time.iso(0) : time.epoch();
  }

  /** By how many digits there are: all of them speak of the same years. */
  private long epoch() {
    int digits = 0;
    while (digits < end && Character.isDigit(text[digits])) {
      digits++;
    }
    boolean fraction = digits < end && text[digits] == '.';
    if (digits < 9 || digits > 17 || (digits < end && !fraction)) {
      return -1;
    }
    long value = number(0, digits);
    if (digits <= 11) {
      return 1000 * value + (fraction ? millis(digits + 1) : 0);
    }
    return digits <= 14 ? value : value / 1000;
  }

  /** {@code 10/Mar/2026:09:31:02 +0000}. */
  private long bracketed(int at) {
    if (at + 20 > end || text[at + 2] != '/' || text[at + 6] != '/' || text[at + 11] != ':') {
      return -1;
    }
    int month = MONTHS.indexOf(new String(text, at + 3, 3, StandardCharsets.ISO_8859_1));
    return month < 0 || month % 3 != 0
        ? -1
        : millis(number(at + 7, 4), month / 3 + 1, number(at, 2), at + 12, at + 20);
  }

  private boolean isDate(int at) {
    return at + DATE + 1 + CLOCK <= end
        && text[at + 4] == '-'
        && text[at + 7] == '-'
        && text[at + 13] == ':'
        && text[at + 16] == ':';
  }

  /** {@code 2026-03-10T09:31:02.123456Z}, also with a space or a tab in it, also without a zone. */
  private long iso(int at) {
    int behind = at + DATE + 1 + CLOCK;
    long fraction = 0;
    if (behind < end && (text[behind] == '.' || text[behind] == ',')) {
      fraction = millis(++behind);
      while (behind < end && Character.isDigit(text[behind])) {
        behind++;
      }
    }
    long whole = millis(number(at, 4), number(at + 5, 2), number(at + 8, 2), at + DATE + 1, behind);
    return whole < 0 ? -1 : whole + fraction;
  }

  private long millis(long year, long month, long day, int clock, int zone) {
    long hour = number(clock, 2);
    long minute = number(clock + 3, 2);
    long second = number(clock + 6, 2);
    boolean readable =
        year >= 1970
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= 31
            && hour >= 0
            && hour <= 23
            && minute >= 0
            && minute <= 59
            && second >= 0
            && second <= 60;
    if (!readable || day > LocalDate.of((int) year, (int) month, 1).lengthOfMonth()) {
      return -1;
    }
    long days = LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
    return Math.max(
        -1, 1000 * (86_400 * days + 3_600 * hour + 60 * minute + second - zoneSeconds(zone)));
  }

  /**
   * {@code +0100} or {@code +01:00}, with a space before it or none; UTC where there is no such.
   */
  private long zoneSeconds(int at) {
    int sign = at < end && text[at] == ' ' ? at + 1 : at;
    if (sign + 5 > end || (text[sign] != '+' && text[sign] != '-')) {
      return 0;
    }
    long hours = number(sign + 1, 2);
    long minutes = number(sign + (text[sign + 3] == ':' ? 4 : 3), 2);
    long seconds = hours < 0 || minutes < 0 ? 0 : 3_600 * hours + 60 * minutes;
    return text[sign] == '-' ? -seconds : seconds;
  }

  /** The first three digits of a fraction, however many there are. */
  private long millis(int at) {
    long millis = 0;
    for (int i = 0; i < 3; i++) {
      boolean digit = at + i < end && Character.isDigit(text[at + i]);
      millis = 10 * millis + (digit ? text[at + i] - '0' : 0);
    }
    return millis;
  }

  private long number(int at, int digits) {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = i < end ? text[i] - '0' : -1;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
