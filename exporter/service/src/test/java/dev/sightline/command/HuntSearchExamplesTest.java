package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Examples from outside the project, through the command as a person calls it. */
class HuntSearchExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CommandLine line = Main.commandLine();

  @TempDir Path folder = Path.of("");

  /** How the time of an event is written. */
  private enum Time {
    _time,
    eventTime,
    time,
    timestamp
  }

  @Test
  void every_example_gives_its_rows_or_its_refusal_as_json() throws IOException {
    assertEquals(List.of(), failures(Time._time));
  }

  @Test
  void the_time_of_an_event_may_stand_in_four_fields() throws IOException {
    for (Time time : List.of(Time.eventTime, Time.time, Time.timestamp)) {
      assertEquals(List.of(), failures(time), time::name);
    }
  }

  private List<String> failures(Time time) throws IOException {
    Path file = Path.of(System.getProperty("sightline.shared.data", ""), "spl_golden.jsonl");
    assumeTrue(Files.isRegularFile(file), "skipped: the examples are not on this machine");
    List<String> failures = new ArrayList<>();
    for (String text : Files.readAllLines(file)) {
      JsonNode example = JSON.readTree(text);
      boolean timed = example.path("events").path(0).has("_time");
      boolean asked = !example.path("status").asText().equals("unsure");
      // What shows the text or all fields of an event shows its time's field as well.
      boolean shown = example.path("spl").asText().matches("(?s).*(_raw|\\*\\s*$|values\\(\\*).*");
      if (asked && (time == Time._time || (timed && !shown))) {
        String failure = failure(example, time);
        if (failure != null) {
          failures.add(example.path("id").asText() + ": " + failure);
        }
      }
    }
    return failures;
  }

  private @Nullable String failure(JsonNode example, Time time) throws IOException {
    Path place = Files.createDirectories(folder.resolve(time + example.path("id").asText()));
    List<String> arguments = new ArrayList<>(List.of("hunt", "--json", "--search"));
    arguments.add(example.path("spl").asText());
    Path events = place.resolve("events.jsonl");
    List<String> lines = new ArrayList<>();
    example.path("events").forEach(event -> lines.add(written(event.deepCopy(), time)));
    Files.write(events, lines);
    arguments.add(events.toString());
    if (example.has("macros")) {
      Path macros =
          Files.writeString(place.resolve("macros.json"), example.get("macros").toString());
      arguments.addAll(List.of("--macros", macros.toString()));
    }
    if (example.has("lookups")) {
      lookups(place, example);
      arguments.addAll(List.of("--lookups", place.toString()));
    }
    CommandRun run = CommandRun.of(line, arguments);
    JsonNode json = run.json();
    if (example.path("expect_error").asBoolean()) {
      JsonNode error = json.path("error");
      return run.code() == ExitCode.USAGE
              && !error.path("message").asText().isEmpty()
              && error.path("line").asInt() > 0
              && error.path("column").asInt() > 0
          ? null
          : "should have been refused: " + run;
    }
    List<List<List<String>>> expected = cells(example, example.path("expect"));
    List<List<List<String>>> actual = cells(example, json.path("rows"));
    boolean same = expected.equals(actual) && run.code() == ExitCode.DONE && json.has("fields");
    return same ? null : "expected " + expected + ", got " + run;
  }

  private static String written(ObjectNode event, Time time) {
    JsonNode seconds = event.get("_time");
    if (seconds != null && time != Time._time) {
      event.remove("_time");
      event.put(
          time.name(), Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000)).toString());
    }
    return event.toString();
  }

  private static void lookups(Path place, JsonNode example) throws IOException {
    for (var lookup : example.path("lookups").properties()) {
      Set<String> columns = new LinkedHashSet<>();
      lookup.getValue().forEach(row -> row.fieldNames().forEachRemaining(columns::add));
      List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
      for (JsonNode row : lookup.getValue()) {
        lines.add(
            String.join(
                ",",
                columns.stream()
                    .map(column -> '"' + row.path(column).asText("").replace("\"", "\"\"") + '"')
                    .toList()));
      }
      Files.write(place.resolve(lookup.getKey() + ".csv"), lines);
    }
    List<String> transforms = new ArrayList<>();
    for (var lookup : example.path("lookup_opts").properties()) {
      transforms.add("[" + lookup.getKey() + "]");
      lookup
          .getValue()
          .properties()
          .forEach(option -> transforms.add(option.getKey() + " = " + option.getValue().asText()));
    }
    Files.write(place.resolve("transforms.conf"), transforms);
  }

  /** The cells that are compared, row by row; sorted where the order does not matter. */
  private static List<List<List<String>>> cells(JsonNode example, JsonNode rows) {
    Set<String> fields = new TreeSet<>();
    example.path("fields").forEach(field -> fields.add(field.asText()));
    example.path("expect").forEach(row -> row.fieldNames().forEachRemaining(fields::add));
    List<List<List<String>>> all = new ArrayList<>();
    for (JsonNode row : rows) {
      List<List<String>> cells = new ArrayList<>();
      for (String field : fields) {
        List<String> parts = new ArrayList<>();
        JsonNode cell = row.path(field);
        if (cell.isArray()) {
          cell.forEach(part -> parts.add(part.asText()));
        } else if (!cell.isNull() && !cell.isMissingNode()) {
          parts.add(cell.asText());
        }
        cells.add(parts);
      }
      all.add(cells);
    }
    if (!example.path("ordered").asBoolean()) {
      all.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    return all;
  }
}
