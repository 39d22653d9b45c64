package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Main;
import dev.sightline.command.Service;
import dev.sightline.stand.HecCode;
import dev.sightline.stand.HecFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What could not be delivered is listed, shown and tried again, as a person does it. */
@Isolated
class QuarantineCommandTest {
  private static final String KEY = "log.json.gz";
  private String output = "";

  @Test
  void a_record_in_the_dead_letter_queue_is_listed_shown_and_delivered_under_its_own_id()
      throws IOException, InterruptedException {
    listsShowsAndReplays(Map.of());
  }

  @Test
  void a_record_in_a_bucket_likewise() throws IOException, InterruptedException {
    listsShowsAndReplays(
        Map.of("sightline.quarantine", "s3://" + Surroundings.BUCKET + "/quarantine"));
  }

  private void listsShowsAndReplays(Map<String, Object> changes)
      throws IOException, InterruptedException {
    try (Surroundings around = new Surroundings()) {
      List<String> records = Logs.records("log", 5);
      around.hec.always(
          HecFault.RefusesEvents.containing("\"log-3\"", HecCode.INVALID_DATA_FORMAT));
      try (Service service = around.start(changes)) {
        around.putAndAnnounce(KEY, Logs.gzip(records));
        around.send("nobody knows this");
        around.awaitEmptyQueue();
        assertEquals(2, service.exporter().measures().quarantineEntries());
      }
      around.hec.heal();

      assertEquals(0, run(around, changes, "list", "--json"));
      Map<String, JsonNode> byKind = new HashMap<>();
      for (JsonNode entry : json().get("entries")) {
        byKind.put(entry.get("kind").asText(), entry);
      }
      assertEquals(2, byKind.size());
      JsonNode record = Objects.requireNonNull(byKind.get("record"));
      assertTrue(record.get("reason").asText().contains("code 6"), output);
      assertTrue(record.get("place").asText().contains(KEY + " record 3"), output);

      String id = record.get("id").asText();
      assertEquals(0, run(around, changes, "show", id));
      assertEquals(3, json().get("ordinal").asInt());
      assertTrue(json().get("envelope").asText().contains("log-3"), output);

      assertEquals(0, run(around, changes, "replay", id));
      assertEquals(
          records.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
      assertTrue(
          around.received().stream()
              .filter(event -> event.event().contains("\"log-3\""))
              .allMatch(event -> String.valueOf(event.id()).endsWith(":3")));

      assertEquals(0, run(around, changes, "list", "--json"));
      assertEquals(1, json().get("entries").size());
      assertEquals("message", json().get("entries").get(0).get("kind").asText());
      assertEquals(1, run(around, changes, "show", id));
      assertEquals(2, run(around, changes, "replay"));

      assertEquals(0, run(around, changes, "replay", "--all"));
      assertEquals(1, around.messages(around.queueUrl), "the message is back in its queue");
    }
  }

  private int run(Surroundings around, Map<String, Object> changes, String... arguments) {
    Map<String, Object> properties = around.properties();
    properties.putAll(changes);
    properties.forEach((name, value) -> System.setProperty(name, value.toString()));
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    try {
      String[] all = new String[arguments.length + 1];
      all[0] = "quarantine";
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      return Main.commandLine()
          .setErr(new PrintWriter(captured, true, StandardCharsets.UTF_8))
          .execute(all);
    } finally {
      System.setOut(before);
      properties.keySet().forEach(System::clearProperty);
      output = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper()
        .readTree(output.lines().filter(line -> line.startsWith("{")).toList().getLast());
  }
}
