package dev.sightline.backfill;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are wanted, told by their keys (see {@link KeyPlace}). What a key does not tell
 * excludes nothing, but for the date of a backfill, where the day on which the object was written
 * stands for it.
 *
 * @param from the first day, or null for no limit; days are UTC's, and those of the delivery
 * @param to the last day, or null for no limit
 * @param accounts empty for all
 * @param regions empty for all
 */
public record Selection(
    @Nullable LocalDate from, @Nullable LocalDate to, Set<String> accounts, Set<String> regions) {
  public Selection {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
  }

  /** Whether something wanted may be below this prefix, which ends with a slash. */
  public boolean enters(String prefix) {
    KeyPlace place = KeyPlace.of(prefix);
    return fits(place) && fitsDates(place.first(), place.last());
  }

  /** Whether an object is wanted. */
  public boolean wants(String key, Instant modified) {
    KeyPlace place = placeOf(key);
    LocalDate first = place.first();
    LocalDate last = place.last();
    if (first == null || !first.equals(last)) {
      first = LocalDate.ofInstant(modified, ZoneOffset.UTC);
      last = first;
    }
    return fits(place) && fitsDates(first, last);
  }

  /**
   * Whether an object may hold something wanted, by its key alone: one whose key tells no day may.
   */
  public boolean mayHold(String key) {
    KeyPlace place = placeOf(key);
    return fits(place) && fitsDates(place.first(), place.last());
  }

  private static KeyPlace placeOf(String key) {
    return KeyPlace.of(key.substring(0, key.lastIndexOf('/') + 1));
  }

  private boolean fits(KeyPlace place) {
    return (accounts.isEmpty() || place.account() == null || accounts.contains(place.account()))
        && (regions.isEmpty() || place.region() == null || regions.contains(place.region()));
  }

  private boolean fitsDates(@Nullable LocalDate first, @Nullable LocalDate last) {
    return (to == null || first == null || !first.isAfter(to))
        && (from == null || last == null || !last.isBefore(from));
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
