package dev.sightline.backfill;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are wanted, told by their keys: AWS's services store below {@code
 * AWSLogs/[organization/]account/service/region/year/month/day/}. What a key does not tell excludes
 * nothing, but for the date, where the day on which the object was written stands for it.
 *
 * @param from the first day, or null for no limit; days are UTC's, and those of the delivery
 * @param to the last day, or null for no limit
 * @param accounts empty for all
 * @param regions empty for all
 */
public record Selection(
    @Nullable LocalDate from, @Nullable LocalDate to, Set<String> accounts, Set<String> regions) {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+)+-\\d");
  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
  private static final Pattern YEAR = Pattern.compile("(19|20)\\d\\d");
  private static final Pattern TWO_DIGITS = Pattern.compile("\\d\\d");

  public Selection {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
  }

  /** What a key, or the beginning of one, tells; null where it does not. */
  private record Place(
      @Nullable String account,
      @Nullable String region,
      @Nullable LocalDate first,
      @Nullable LocalDate last) {}

  /** Whether something wanted may be below this prefix, which ends with a slash. */
  public boolean enters(String prefix) {
    Place place = place(prefix);
    return fits(place) && fitsDates(place.first(), place.last());
  }

  /** Whether an object is wanted. */
  public boolean wants(String key, Instant modified) {
    Place place = place(key.substring(0, key.lastIndexOf('/') + 1));
    LocalDate first = place.first();
    LocalDate last = place.last();
    if (first == null || !first.equals(last)) {
      first = LocalDate.ofInstant(modified, ZoneOffset.UTC);
      last = first;
    }
    return fits(place) && fitsDates(first, last);
  }

  private boolean fits(Place place) {
    return (accounts.isEmpty() || place.account() == null || accounts.contains(place.account()))
        && (regions.isEmpty() || place.region() == null || regions.contains(place.region()));
  }

  private boolean fitsDates(@Nullable LocalDate first, @Nullable LocalDate last) {
    return (to == null || first == null || !first.isAfter(to))
        && (from == null || last == null || !last.isBefore(from));
  }

  private static Place place(String folders) {
    String[] parts = folders.split("/");
    String account = null;
    String region = null;
    int at = 0;
    while (at < parts.length && !parts[at].equals("AWSLogs")) {
      at++;
    }
    at++;
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
        return dated(account, region, parts, at);
      }
    }
    return new Place(account, region, null, null);
  }

  /** The days that year, month and day leave, as far as they are there. */
  private static Place dated(
      @Nullable String account, @Nullable String region, String[] parts, int at) {
    try {
      int year = Integer.parseInt(parts[at]);
      int month = number(parts, at + 1);
      int day = month < 0 ? -1 : number(parts, at + 2);
      if (month < 0) {
        return new Place(account, region, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
      }
      YearMonth whole = YearMonth.of(year, month);
      return day < 0
          ? new Place(account, region, whole.atDay(1), whole.atEndOfMonth())
          : new Place(account, region, whole.atDay(day), whole.atDay(day));
    } catch (DateTimeException e) {
      return new Place(account, region, null, null);
    }
  }

  private static int number(String[] parts, int at) {
    return at < parts.length && TWO_DIGITS.matcher(parts[at]).matches()
        ? Integer.parseInt(parts[at])
        : -1;
  }

  /** The same in words, to tell one backfill from another. */
  public String words() {
    return "from "
        + (from == null ? "the beginning" : from)
        + " to "
        + (to == null ? "the end" : to)
        + ", accounts "
        + (accounts.isEmpty() ? "all" : String.join(" ", new TreeSet<>(accounts)))
        + ", regions "
        + (regions.isEmpty() ? "all" : String.join(" ", new TreeSet<>(regions)));
  }
}
