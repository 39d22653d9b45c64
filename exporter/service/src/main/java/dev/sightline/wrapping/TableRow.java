package dev.sightline.wrapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One row of a table: a whole record in one of its columns, or what the columns tell of one. */
final class TableRow {
  /** The member that says of a record that it is not whole, and what it was made of. */
  static final String MARK = "sightline_partial";

  /** Columns with a whole record, the likeliest first; see {@link Wraps#plain}. */
  private static final List<String> WHOLE =
      List.of(
          "raw",
          "eventjson",
          "cloudtrailevent",
          "eventoriginal",
          "message",
          "event",
          "record",
          "log");

  /** What a record must tell to be one. */
  private static final Set<String> NEEDED = Set.of("eventname", "eventtime", "eventid");

  /** The console's columns, and the members that they are. */
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("eventtime", "eventTime"),
          Map.entry("eventsource", "eventSource"),
          Map.entry("eventname", "eventName"),
          Map.entry("awsregion", "awsRegion"),
          Map.entry("sourceipaddress", "sourceIPAddress"),
          Map.entry("useragent", "userAgent"),
          Map.entry("errorcode", "errorCode"),
          Map.entry("requestid", "requestID"),
          Map.entry("eventid", "eventID"),
          Map.entry("readonly", "readOnly"),
          Map.entry("eventtype", "eventType"),
          Map.entry("recipientaccountid", "recipientAccountId"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> cells = new LinkedHashMap<>();

  /**
   * @param cells by the names of their columns
   */
  TableRow(Map<String, String> cells) {
    cells.forEach((name, cell) -> this.cells.put(Wraps.plain(name), cell));
  }

  /** Whether a table with these columns has whole records, or those of the console's history. */
  static boolean holdsRecords(Collection<String> columns) {
    Set<String> plain = new TreeSet<>();
    columns.forEach(name -> plain.add(Wraps.plain(name)));
    return WHOLE.stream().anyMatch(plain::contains) || isHistory(plain);
  }

  private static boolean isHistory(Set<String> plain) {
    return plain.containsAll(NEEDED)
        && (plain.contains("username") || plain.contains("awsaccesskey"))
        && !plain.contains("useridentity");
  }

  /** Why such a table is of no use. */
  static String noRecord(String what, Collection<String> columns) {
    String names = String.join(", ", columns);
    return what
        + " holds no whole records, its columns are "
        + (names.length() > 300 ? names.substring(0, 300) + "…" : names)
        + ": query or export the whole record (CloudTrail Lake: SELECT eventJson; Splunk: _raw).";
  }

  /** Takes the record; whether there is one. */
  boolean takenBy(Wraps wraps, Taker taker, int depth) throws IOException, InterruptedException {
    for (String column : WHOLE) {
      String cell = cells.get(column);
      if (cell != null && wraps.text(cell, -1, depth)) {
        return true;
      }
    }
    if (!isHistory(cells.keySet()) || cells.getOrDefault("eventname", "").isBlank()) {
      return false;
    }
    taker.partial(JSON.writeValueAsBytes(partial()));
    return true;
  }

  private ObjectNode partial() {
    ObjectNode json = JSON.createObjectNode();
    json.put(MARK, "event history");
    ObjectNode identity = JSON.createObjectNode();
    put(identity, "userName", cells.get("username"));
    put(identity, "accessKeyId", cells.get("awsaccesskey"));
    if (!identity.isEmpty()) {
      json.set("userIdentity", identity);
    }
    MEMBERS.forEach((column, member) -> put(json, member, cells.get(column)));
    if (json.has("eventTime")) {
      json.put("eventTime", time(json.get("eventTime").asText()));
    }
    if (json.has("readOnly")) {
      json.put("readOnly", json.get("readOnly").asText().equalsIgnoreCase("true"));
    }
    resources(json, cells.getOrDefault("resources", ""));
    return json;
  }

  private static void put(ObjectNode to, String member, @Nullable String cell) {
    if (cell != null && !cell.isBlank() && !cell.strip().equals("-")) {
      to.put(member, cell.strip());
    }
  }

  /** CloudTrail's own form of a time, where it is one. */
  private static String time(String text) {
    String zoned = text.replace(' ', 'T');
    if (zoned.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}")) {
      zoned += "Z";
    }
    try {
      return OffsetDateTime.parse(zoned.toUpperCase(Locale.ROOT)).toInstant().toString();
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** The console names resources with their type, in JSON. */
  private static void resources(ObjectNode json, String cell) {
    try {
      var list = JSON.readTree(cell.isBlank() ? "[]" : cell);
      if (list.isArray() && !list.isEmpty()) {
        json.set("resources", list);
      }
    } catch (IOException e) {
      json.putArray("resources").addObject().put("ARN", cell.strip());
    }
  }
}
