package dev.sightline.backfill;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a key, or the beginning of one, tells of what lies there: as AWS's services name their
 * folders below {@code AWSLogs/[organization/]account/service/region/year/month/day/}, the same in
 * Hive's style ({@code aws-account-id=…/aws-region=…/year=…/month=…/day=…}), Security Lake's
 * ({@code region=…/accountId=…/eventDay=…}), and Firehose's, which are a whole date and nothing
 * else.
 *
 * @param account null where the key does not tell
 * @param region null where the key does not tell
 * @param first the first day of what lies there, null where the key does not tell
 * @param last the last one
 */
record KeyPlace(
    @Nullable String account,
    @Nullable String region,
    @Nullable LocalDate first,
    @Nullable LocalDate last) {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+)+-\\d");
  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
  private static final Pattern YEAR = Pattern.compile("(19|20)\\d\\d");
  // Config writes months and days without a leading zero.
  private static final Pattern ONE_OR_TWO_DIGITS = Pattern.compile("\\d{1,2}");
  private static final Pattern TWO_DIGITS = Pattern.compile("\\d\\d");
  private static final Pattern HIVE = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)=(.*)");

  /** What folders tell, given with a slash behind the last. */
  static KeyPlace of(String folders) {
    String[] parts = folders.split("/");
    int root = 0;
    while (root < parts.length && !parts[root].equals("AWSLogs")) {
      root++;
    }
    KeyPlace hive = hive(parts);
    if (hive != null) {
      return hive;
    }
    return root < parts.length ? ofServices(parts, root + 1) : ofWholeDate(parts);
  }

  private static KeyPlace ofServices(String[] parts, int from) {
    String account = null;
    String region = null;
    int at = from;
    if (at < parts.length && ORGANIZATION.matcher(parts[at]).matches()) {
      at++;
    }
    if (at < parts.length && ACCOUNT.matcher(parts[at]).matches()) {
      account = parts[at];
    }
    for (; at < parts.length; at++) {
      if (region == null && REGION.matcher(parts[at]).matches()) {
        region = parts[at];
      } else if (YEAR.matcher(parts[at]).matches()) {
        int month = number(ONE_OR_TWO_DIGITS, parts, at + 1);
        int day = month < 0 ? -1 : number(ONE_OR_TWO_DIGITS, parts, at + 2);
        return dated(account, region, Integer.parseInt(parts[at]), month, day);
      }
    }
    return new KeyPlace(account, region, null, null);
  }

  /** A year alone may be anything; a year, a month and a day one behind the other are a date. */
  private static KeyPlace ofWholeDate(String[] parts) {
    for (int at = 0; at + 2 < parts.length; at++) {
      int month = number(TWO_DIGITS, parts, at + 1);
      int day = number(TWO_DIGITS, parts, at + 2);
      if (YEAR.matcher(parts[at]).matches() && month > 0 && day > 0) {
        return dated(null, null, Integer.parseInt(parts[at]), month, day);
      }
    }
    return new KeyPlace(null, null, null, null);
  }

  private static @Nullable KeyPlace hive(String[] parts) {
    String account = null;
    String region = null;
    int year = -1;
    int month = -1;
    int day = -1;
    LocalDate whole = null;
    boolean found = false;
    for (String part : parts) {
      Matcher matcher = HIVE.matcher(part);
      if (!matcher.matches()) {
        continue;
      }
      found = true;
      String value = matcher.group(2);
      switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
        case "aws-account-id", "accountid", "account" -> account = matching(ACCOUNT, value);
        case "aws-region", "region" -> region = matching(REGION, value);
        case "year" -> year = number(YEAR, value);
        case "month" -> month = number(ONE_OR_TWO_DIGITS, value);
        case "day" -> day = number(ONE_OR_TWO_DIGITS, value);
        case "eventday" -> whole = day(value);
        default -> {}
      }
    }
    if (!found) {
      return null;
    }
    return whole == null && year > 0
        ? dated(account, region, year, month, month < 0 ? -1 : day)
        : new KeyPlace(account, region, whole, whole);
  }

  private static @Nullable LocalDate day(String digits) {
    try {
      return LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The days that year, month and day leave, as far as they are there. */
  private static KeyPlace dated(
      @Nullable String account, @Nullable String region, int year, int month, int day) {
    try {
      if (month < 0) {
        return new KeyPlace(account, region, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
      }
      YearMonth whole = YearMonth.of(year, month);
      return day < 0
          ? new KeyPlace(account, region, whole.atDay(1), whole.atEndOfMonth())
          : new KeyPlace(account, region, whole.atDay(day), whole.atDay(day));
    } catch (DateTimeException e) {
      return new KeyPlace(account, region, null, null);
    }
  }

  private static int number(Pattern pattern, String[] parts, int at) {
    return at < parts.length ? number(pattern, parts[at]) : -1;
  }

  private static int number(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }

  private static @Nullable String matching(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? text : null;
  }
}
