package dev.sightline.completeness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Masking;
import dev.sightline.hec.HecEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How whole each hour of each account and region is, and up to when all of them are. Only hours
 * that have ended are told, and none in which nothing is wrong but that Splunk's index keeps too
 * little to tell.
 */
public final class Completeness {
  static final String SOURCETYPE = "sightline:completeness";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceKind kind;
  private final Instant checked;
  private final Map<String, TreeMap<Long, Hour>> chains = new TreeMap<>();

  /**
   * @param kind what was looked at
   * @param since the first hour, or null for all that were found
   * @param until where the last one ends
   * @param repaired whether Splunk got everything since that it lacked
   * @param checked when it was looked
   */
  public Completeness(
      SourceKind kind,
      Findings found,
      @Nullable Instant since,
      Instant until,
      boolean repaired,
      Instant checked) {
    this.kind = kind;
    this.checked = checked;
    Instant end = until.isBefore(checked) ? until : checked;
    long first = since == null ? Long.MIN_VALUE : Hour.full(since.getEpochSecond());
    for (Hour hour : found.hours()) {
      boolean untold = hour.aged() && hour.gaps() == 0;
      if (!untold && hour.start() >= first && !hour.ends().isAfter(end)) {
        chains
            .computeIfAbsent(hour.account() + " " + hour.region(), _ -> new TreeMap<>())
            .put(hour.start(), repaired ? hour.repaired() : hour);
      }
    }
  }

  /**
   * An event for each hour of each account and region.
   *
   * @param index of the events, or null for the token's default
   */
  public List<HecEvent> events(String host, @Nullable String index) {
    List<HecEvent> events = new ArrayList<>();
    for (TreeMap<Long, Hour> hours : chains.values()) {
      Instant whole = wholeUpTo(hours.values()).orElse(null);
      hours.values().forEach(hour -> events.add(event(hour, whole, host, index)));
    }
    return events;
  }

  /**
   * Up to when everything is whole that was looked at, in the account and region where that is
   * earliest; empty where nothing was.
   */
  public Optional<Instant> wholeUpTo() {
    return chains.values().stream()
        .map(hours -> wholeUpTo(hours.values()).orElse(hours.firstEntry().getValue().begins()))
        .min(Instant::compareTo);
  }

  /** The first hour, of any account and region, in which something is wrong. */
  public Optional<Instant> firstGap() {
    return chains.values().stream()
        .flatMap(hours -> hours.values().stream())
        .filter(hour -> hour.verdict() == Hour.Verdict.GAPS)
        .map(Hour::begins)
        .min(Instant::compareTo);
  }

  /** The end of the last hour behind the first up to which none is not whole or not there. */
  private static Optional<Instant> wholeUpTo(Collection<Hour> hours) {
    Hour last = null;
    for (Hour hour : hours) {
      boolean follows = last == null || last.ends().equals(hour.begins());
      if (!follows || hour.verdict() != Hour.Verdict.WHOLE) {
        break;
      }
      last = hour;
    }
    return Optional.ofNullable(last).map(Hour::ends);
  }

  private HecEvent event(Hour hour, @Nullable Instant whole, String host, @Nullable String index) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("account", hour.account())
            .put("region", hour.region())
            .put("hour", hour.begins().toString())
            .put("verdict", hour.verdict().name().toLowerCase(Locale.ROOT))
            .put("whole_up_to", whole == null ? null : whole.toString())
            .put("checked_at", Instant.ofEpochSecond(checked.getEpochSecond()).toString())
            .put("source_kind", kind.text())
            .put("log_files", hour.logFiles())
            .put("records", hour.records())
            .put("missing", hour.missing())
            .put("twice", hour.twice())
            .put("invalid", hour.invalid());
    hour.problems().forEach(json.putArray("problems")::add);
    byte[] bytes = Masking.masked(json.toString()).getBytes(StandardCharsets.UTF_8);
    String id =
        String.join(
            ":",
            "completeness",
            hour.account(),
            hour.region(),
            hour.begins().toString(),
            Long.toString(checked.getEpochSecond()));
    if (kind != SourceKind.CLOUDTRAIL) {
      id += ":" + kind.text();
    }
    return new HecEvent(
        hour.ends().toEpochMilli(),
        host,
        "sightline",
        SOURCETYPE,
        index,
        id,
        bytes,
        0,
        bytes.length);
  }
}
