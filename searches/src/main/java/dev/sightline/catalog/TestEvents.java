package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The events of a test, as a search meets them. */
public final class TestEvents {
  /** The member that holds the text of an event that is no JSON. */
  public static final String RAW = "_raw";

  /** What an event may say of itself beside its text. */
  public static final List<String> INDEXED = List.of("sourcetype", "source", "host", "index");

  private TestEvents() {}

  /**
   * The events, newest first, each with an id of its own.
   *
   * @param copies of each event, all with the same id
   */
  public static List<Event> of(ItemTest test, Extraction extraction, int copies) {
    List<Event> events = new ArrayList<>();
    int number = 0;
    for (ItemTest.Occurrence occurrence : test.events()) {
      number++;
      for (int copy = 0; copy < copies; copy++) {
        events.add(event(occurrence, test.now(), number, extraction));
      }
    }
    events.sort(Comparator.comparingDouble(Event::time).reversed());
    return events;
  }

  private static Event asItStands(
      ItemTest.Occurrence occurrence, Instant time, Extraction extraction) {
    JsonNode raw = occurrence.event().path(RAW);
    String text = raw.isTextual() ? raw.asText() : occurrence.event().toString();
    Map<String, String> indexed = new LinkedHashMap<>(occurrence.indexed());
    indexed.putIfAbsent("index", "main");
    return new Event(
        text.getBytes(StandardCharsets.UTF_8),
        time.getEpochSecond() + time.getNano() / 1e9,
        Map.copyOf(indexed),
        extraction);
  }

  /** What an event of a test is one of, told by its fields. */
  private enum Source {
    CLOUDTRAIL("aws:cloudtrail", "aws_cloudtrail", "recipientAccountId"),
    GUARDDUTY("aws:cloudwatch:guardduty", "aws_guardduty", "accountId"),
    INVENTORY("sightline:inventory", "sightline_inventory", "answered_by"),
    EXPORTER("sightline:exporter", "sightline", "account"),
    COMPLETENESS("sightline:completeness", "sightline", "account"),
    HIT("stash", "Sightline", "account_id"),
    HOST_AUTHENTICATION("sightline:host_authentication", "sshd", "host"),
    SIGN_ON("sightline:sign_on", "sign_on", "user"),
    NETWORK_ACCESS("sightline:network_access", "network_access", "user");

    private final String sourcetype;
    private final String source;
    private final String account;

    Source(String sourcetype, String source, String account) {
      this.sourcetype = sourcetype;
      this.source = source;
      this.account = account;
    }

    static Source of(ObjectNode json) {
      if (json.has("schemaVersion") && json.has("service")) {
        return GUARDDUTY;
      }
      if (json.has("detection_id")) {
        return HIT;
      }
      if (json.has("telemetry")) {
        return valueOf(json.path("telemetry").asText().toUpperCase(Locale.ROOT));
      }
      if (json.has("lookup") && json.has("generation")) {
        return INVENTORY;
      }
      if (json.has("verdict") && json.has("checked_at")) {
        return COMPLETENESS;
      }
      return json.has("event") && json.has("health") ? EXPORTER : CLOUDTRAIL;
    }
  }

  private static Event event(
      ItemTest.Occurrence occurrence, Instant now, int number, Extraction extraction) {
    Instant time = now.minusSeconds(occurrence.age());
    if (!occurrence.indexed().isEmpty()) {
      return asItStands(occurrence, time, extraction);
    }
    ObjectNode json = occurrence.event().deepCopy();
    Source source = Source.of(json);
    switch (source) {
      case GUARDDUTY -> json.put("updatedAt", time.toString());
      case CLOUDTRAIL -> {
        json.put("eventTime", time.toString());
        if (!json.has("eventID")) {
          json.put("eventID", "00000000-0000-4000-8000-%012d".formatted(number));
        }
      }
      case HIT -> {
        json.put("first_seen", time.toString());
        json.put("last_seen", time.toString());
      }
      case INVENTORY, EXPORTER, COMPLETENESS, HOST_AUTHENTICATION, SIGN_ON, NETWORK_ACCESS -> {}
    }
    Map<String, String> indexed =
        Map.of(
            "index",
            source == Source.HIT ? "summary" : "main",
            "sourcetype",
            source.sourcetype,
            "source",
            source.source,
            "host",
            json.path(source.account).asText(""),
            "sightline_id",
            "%016x:0".formatted(number));
    return new Event(
        json.toString().getBytes(StandardCharsets.UTF_8),
        time.getEpochSecond(),
        indexed,
        extraction);
  }
}
