package dev.sightline.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks Splunk which records of which objects its index holds: one {@code tstats} on the indexed
 * field {@code sightline_id} for each chunk of objects, never one for each object. Safe for any
 * number of threads.
 */
public final class IndexedRecords {
  /** Objects whose records one search counts. */
  public static final int TALLIED_AT_ONCE = 200;

  /** Objects of which one search names every record: so many rows more. */
  static final int NAMED_AT_ONCE = 50;

  /** Ids that one search looks for. */
  static final int IDS_AT_ONCE = 200;

  private static final Pattern ORDINAL = Pattern.compile("[0-9a-f]{16}:(?:0|[1-9][0-9]{0,8})");

  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{16}");

  /** What an id of an event may hold: a quotation mark or a star would ask for something else. */
  private static final Pattern ID = Pattern.compile("[\\w:./@+=, -]{1,512}");

  private static final Pattern INDEX = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,254}");

  private static final String BY_OBJECT =
      " | eval object=substr(sightline_id, 1, 16), ordinal=tonumber(substr(sightline_id, 18))"
          + " | stats count as ids, sum(count) as events, min(ordinal) as first, max(ordinal) as"
          + " last by object";

  private final Searches searches;
  private final String where;

  /**
   * @param index where the events are, or null for every index that the user may search
   * @throws IllegalArgumentException where that is no name of an index
   */
  public IndexedRecords(Searches searches, @Nullable String index) {
    if (index != null && !INDEX.matcher(index).matches()) {
      throw new IllegalArgumentException("'" + index + "' is no name of an index of Splunk.");
    }
    this.searches = searches;
    this.where = index == null ? "index=*" : "index=\"" + index + "\"";
  }

  /**
   * The time of the events that are asked for, which is not that of their arrival.
   *
   * @param earliest of any event
   * @param latest of any event
   */
  public record Period(Instant earliest, Instant latest) {
    /** From the earlier of both beginnings to the later of both ends. */
    public Period and(Period other) {
      return new Period(
          earliest.isBefore(other.earliest) ? earliest : other.earliest,
          latest.isAfter(other.latest) ? latest : other.latest);
    }
  }

  /**
   * How much Splunk has of one object.
   *
   * @param ids different ids
   * @param events all of them, duplicates included
   * @param first the lowest ordinal
   * @param last the highest
   */
  public record Tally(long ids, long events, long first, long last) {
    /** Of an object that Splunk does not know. */
    public static final Tally NOTHING = new Tally(0, 0, -1, -1);

    /** Whether Splunk has each of the first so many ordinals once, and nothing else. */
    public boolean isExactly(long records) {
      return records == 0
          ? events == 0
          : ids == records && events == records && first == 0 && last == records - 1;
    }
  }

  /**
   * Which records Splunk has of one object.
   *
   * @param ordinals those that are there, once or more often
   * @param repeated how often those are there that are there more than once
   */
  public record Held(BitSet ordinals, Map<Integer, Long> repeated) {
    /** Of an object that Splunk does not know. */
    public static Held nothing() {
      return new Held(new BitSet(), Map.of());
    }

    /** How many events there are beyond the first of each id. */
    public long surplus() {
      return repeated.values().stream().mapToLong(times -> times - 1).sum();
    }
  }

  /** How many searches Splunk was given so far. */
  public long searches() {
    return searches.begun();
  }

  /**
   * Counts.
   *
   * @param objects identities, as {@code ObjectIdentity.text()}
   * @return for every object asked for
   * @throws SearchException where one of the searches has no whole answer; then nothing is known
   */
  public Map<String, Tally> tallies(Collection<String> objects, Period period)
      throws SearchException, InterruptedException {
    Map<String, Tally> tallies = new HashMap<>();
    objects.forEach(object -> tallies.put(object, Tally.NOTHING));
    for (List<String> chunk : chunks(objects, TALLIED_AT_ONCE)) {
      for (JsonNode row : rows(ofObjects(chunk) + BY_OBJECT, period)) {
        tallies.replace(
            row.path("object").asText(),
            new Tally(
                row.path("ids").asLong(),
                row.path("events").asLong(),
                row.path("first").asLong(-1),
                row.path("last").asLong(-1)));
      }
    }
    return tallies;
  }

  /**
   * Names each record; for objects of which a count is not enough.
   *
   * @param objects identities, as {@code ObjectIdentity.text()}
   * @return for every object asked for
   * @throws SearchException where one of the searches has no whole answer; then nothing is known
   */
  public Map<String, Held> held(Collection<String> objects, Period period)
      throws SearchException, InterruptedException {
    Map<String, BitSet> ordinals = new HashMap<>();
    Map<String, Map<Integer, Long>> repeated = new HashMap<>();
    for (List<String> chunk : chunks(objects, NAMED_AT_ONCE)) {
      for (JsonNode row : rows(ofObjects(chunk), period)) {
        String id = row.path("sightline_id").asText();
        int ordinal = ordinal(id);
        if (ordinal >= 0) {
          String object = id.substring(0, 16);
          long times = row.path("count").asLong(1);
          ordinals.computeIfAbsent(object, _ -> new BitSet()).set(ordinal);
          if (times > 1) {
            repeated.computeIfAbsent(object, _ -> new TreeMap<>()).put(ordinal, times);
          }
        }
      }
    }
    Map<String, Held> held = new HashMap<>();
    for (String object : objects) {
      held.put(
          object,
          new Held(
              ordinals.getOrDefault(object, new BitSet()),
              repeated.getOrDefault(object, Map.of())));
    }
    return held;
  }

  /**
   * Which of these ids Splunk has, and how often: for events that have an id of their own.
   *
   * @param ids each {@link #isSearchable}
   * @return only those that are there
   * @throws SearchException where one of the searches has no whole answer; then nothing is known
   */
  public Map<String, Long> present(Collection<String> ids, Period period)
      throws SearchException, InterruptedException {
    Map<String, Long> present = new HashMap<>();
    for (List<String> chunk : chunks(ids, IDS_AT_ONCE)) {
      String search =
          chunk.stream()
              .peek(id -> require(ID, id))
              .map(id -> "sightline_id=\"" + id + "\"")
              .collect(terms());
      for (JsonNode row : rows(search, period)) {
        present.put(row.path("sightline_id").asText(), row.path("count").asLong(1));
      }
    }
    present.keySet().retainAll(Set.copyOf(ids));
    return present;
  }

  private List<JsonNode> rows(String search, Period period)
      throws SearchException, InterruptedException {
    return searches.rows(
        "| tstats count where " + where + " " + search, period.earliest(), period.latest());
  }

  private static String ofObjects(List<String> objects) {
    return objects.stream()
        .peek(object -> require(OBJECT, object))
        .map(object -> "sightline_id=\"" + object + ":*\"")
        .collect(terms());
  }

  /** Whether an event's id can be asked for: one with a star or a quotation mark cannot. */
  public static boolean isSearchable(String id) {
    return ID.matcher(id).matches();
  }

  private static Collector<CharSequence, ?, String> terms() {
    return Collectors.joining(" OR ", "(", ") by sightline_id");
  }

  private static void require(Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no id that can be searched for.");
    }
  }

  /**
   * The ordinal in an id of the form {@code object:ordinal}, or -1; of an id that only looks like
   * it, with a zero before it, likewise.
   */
  private static int ordinal(String id) {
    return ORDINAL.matcher(id).matches() ? Integer.parseInt(id.substring(17)) : -1;
  }

  private static List<List<String>> chunks(Collection<String> all, int size) {
    List<String> distinct = new ArrayList<>(new HashSet<>(all));
    distinct.sort(null);
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < distinct.size(); from += size) {
      chunks.add(distinct.subList(from, Math.min(distinct.size(), from + size)));
    }
    return chunks;
  }
}
