package dev.sightline.saved;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.ItemTest;
import dev.sightline.catalog.TestEvents;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Events in a file: JSON objects one after the other or in a list, CloudTrail's logs with their
 * {@code Records}, Splunk's exports with {@code _raw}, or lines of text; packed with gzip or not.
 *
 * @param events each with the time that it tells, empty where it tells none
 */
record EventFile(List<Timed> events) {
  /** Far above any file of a test; what is larger is for the hunt. */
  private static final long MOST_BYTES = 256L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TIMES =
      List.of("_time", "eventTime", "updatedAt", "time", "timestamp");
  private static final String POINTER = "version https://git-lfs.github.com/spec";

  /** An event, and when it happened. */
  record Timed(ObjectNode event, Optional<Instant> time) {}

  /**
   * Reads the file.
   *
   * @throws UnreadableSearchesException where it cannot be read, or holds no event
   */
  static EventFile read(Path file) {
    String text = text(file);
    if (text.startsWith(POINTER)) {
      throw new UnreadableSearchesException(
          file + " is a pointer of Git LFS, not the data: fetch it with 'git lfs pull'.");
    }
    List<Timed> events = new ArrayList<>();
    for (ObjectNode event : json(text).orElseGet(() -> lines(text))) {
      events.add(new Timed(event, time(event)));
    }
    if (events.isEmpty()) {
      throw new UnreadableSearchesException(file + " holds no event.");
    }
    return new EventFile(List.copyOf(events));
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UnreadableSearchesException(
            file + " is larger than " + (MOST_BYTES >> 20) + " MB: run 'hunt' over it instead.");
      }
      try (InputStream in = unpacked(new BufferedInputStream(Files.newInputStream(file)))) {
        byte[] bytes = in.readNBytes((int) MOST_BYTES);
        return new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
      }
    } catch (IOException e) {
      throw new UnreadableSearchesException(file + " cannot be read: " + e + ".");
    }
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in) : in;
  }

  /** Empty where the text is no JSON to its end. */
  private static Optional<List<ObjectNode>> json(String text) {
    List<ObjectNode> events = new ArrayList<>();
    try (MappingIterator<JsonNode> nodes = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (nodes.hasNextValue()) {
        add(nodes.nextValue(), events);
      }
      return events.isEmpty() ? Optional.empty() : Optional.of(events);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnreadableSearchesException("The events cannot be read: " + e + ".");
    }
  }

  private static void add(JsonNode node, List<ObjectNode> events) {
    if (node.isArray()) {
      node.forEach(part -> add(part, events));
    } else if (node.path("Records").isArray()) {
      node.path("Records").forEach(part -> add(part, events));
    } else if (node.path("result").isObject() && node.path("result").has(TestEvents.RAW)) {
      add(node.path("result"), events);
    } else if (node instanceof ObjectNode object) {
      events.add(object);
    }
  }

  private static List<ObjectNode> lines(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> {
          Optional<List<ObjectNode>> json = json(line);
          return json.isPresent() && json.get().size() == 1
              ? json.get().getFirst()
              : JsonNodeFactory.instance.objectNode().put(TestEvents.RAW, line);
        })
        .toList();
  }

  private static Optional<Instant> time(ObjectNode event) {
    for (String name : TIMES) {
      JsonNode node = event.path(name);
      Optional<Instant> time = node.isValueNode() ? instant(node.asText()) : Optional.empty();
      if (time.isPresent()) {
        return time;
      }
    }
    JsonNode raw = event.path(TestEvents.RAW);
    return raw.isTextual() && raw.asText().startsWith("{")
        ? json(raw.asText()).map(List::getFirst).flatMap(EventFile::time)
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    if (text.matches("\\d{9,10}(\\.\\d+)?")) {
      return Optional.of(Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000)));
    }
    if (text.matches("\\d{13}")) {
      return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
    }
    try {
      String zoned = text.replace(' ', 'T').replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
      return Optional.of(OffsetDateTime.parse(zoned).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** The time of the newest event that tells one. */
  Optional<Instant> newest() {
    return events.stream().flatMap(event -> event.time().stream()).max(Instant::compareTo);
  }

  /**
   * The events as a test has them.
   *
   * @param given sourcetype and the like, where the events do not tell
   * @param now of the test; an event without a time happens then
   * @param shift seconds by which every event is moved into the past
   */
  List<ItemTest.Occurrence> occurrences(Map<String, String> given, Instant now, long shift) {
    List<ItemTest.Occurrence> occurrences = new ArrayList<>();
    for (Timed timed : events) {
      Map<String, String> indexed = new HashMap<>(told(timed.event()));
      indexed.putAll(given);
      long age = timed.time().map(time -> now.getEpochSecond() - time.getEpochSecond()).orElse(0L);
      occurrences.add(new ItemTest.Occurrence(timed.event(), age + shift, Map.copyOf(indexed)));
    }
    return occurrences;
  }

  private static Map<String, String> told(ObjectNode event) {
    Map<String, String> told = new HashMap<>();
    if (event.has(TestEvents.RAW)) {
      for (String name : TestEvents.INDEXED) {
        if (event.path(name).isValueNode()) {
          told.put(name, event.path(name).asText());
        }
      }
    }
    if (event.has("eventName") && event.has("eventSource")) {
      told.put("sourcetype", "aws:cloudtrail");
      told.put("source", "aws_cloudtrail");
    } else if (event.has("schemaVersion") && event.has("service")) {
      told.put("sourcetype", "aws:cloudwatch:guardduty");
      told.put("source", "aws_guardduty");
    }
    told.putIfAbsent("sourcetype", "");
    return told;
  }
}
