package dev.sightline.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Main;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.ReceivedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code replay}, as a person runs it, against a real receiver. */
@Isolated
class ReplayCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "11111111-2222-3333-4444-555555555555";

  @TempDir Path folder = Path.of("");
  private final HecReceiver hec = HecReceiver.start(HecReceiver.Settings.of(TOKEN));
  private String output = "";

  @BeforeEach
  void settings() {
    System.setProperty("sightline.hec.url", hec.endpoint().toString());
    System.setProperty("sightline.hec.token", TOKEN);
  }

  @AfterEach
  void close() {
    System.clearProperty("sightline.hec.url");
    System.clearProperty("sightline.hec.token");
    hec.close();
  }

  @Test
  void every_form_in_which_people_keep_records_arrives() throws IOException {
    List<String> names = List.of("Log", "Bare", "First", "Second", "LineOne", "LineTwo", "Looked");
    write("log.json.gz", "{\"Records\":[" + record("Log") + "]}");
    write("bare.json", record("Bare"));
    write("list.json", "[" + record("First") + ",\n" + record("Second") + "]");
    write("lines.jsonl", record("LineOne") + "\n" + record("LineTwo") + "\n");
    write(
        "looked-up.json",
        "{\"Events\":[{\"EventId\":\"1\",\"CloudTrailEvent\":"
            + JSON.writeValueAsString(record("Looked"))
            + "}]}");
    write("notes.txt", "not a log");
    write(".hidden.json", record("Hidden"));

    assertEquals(3, replay());
    assertTrue(output.contains("notes.txt: The file is not JSON"), output);
    assertEquals(names.stream().map(ReplayCommandTest::record).sorted().toList(), received());
    JsonNode line = lastLine();
    assertEquals(5, line.get("files").asInt());
    assertEquals(7, line.get("delivered").asInt());
    assertEquals(1, line.get("skipped").asInt());
  }

  @Test
  void findings_and_flow_logs_arrive_from_files_too() throws IOException {
    write(
        "get-findings.json",
        """
        {
          "Findings": [{"Id": "f", "Type": "T",
            "Arn": "arn:aws:guardduty:x:1:detector/d", "AccountId": "1"}]
        }
        """);
    write("flow.log.gz", "account-id start bytes\n1 1767323045 7\n");
    assertEquals(0, replay());
    List<String> told =
        hec.events().stream()
            .map(event -> event.sourcetype() + " " + event.event())
            .filter(event -> !event.startsWith("sightline:exporter"))
            .sorted()
            .toList();
    assertEquals("sightline:vpcflow \"1 1767323045 7\"", told.get(1));
    assertTrue(told.get(0).startsWith("aws:cloudwatch:guardduty {\"id\":\"f\""), told.get(0));
    assertEquals(2, told.size());
  }

  @Test
  void what_cannot_be_read_is_named_with_its_reason_and_the_rest_arrives() throws IOException {
    write("good.json", record("Good"));
    write("page.json", "<html><body>Access denied</body></html>");
    write("empty.json", "");
    byte[] whole = gzip("{\"Records\":[" + record("Cut") + "]}");
    Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(whole, whole.length / 2));

    assertEquals(3, replay());
    assertEquals(List.of(record("Good")), received());
    assertEquals(3, lastLine().get("problems").size());
    assertTrue(output.contains("page.json: The file is HTML"), output);
    assertTrue(output.contains("empty.json has 0 bytes"), output);
    assertTrue(output.contains("cut.json.gz ends in the middle of its gzip"), output);
  }

  @Test
  void a_second_replay_sends_the_same_ids() throws IOException {
    write("log.json", "{\"Records\":[" + record("One") + "," + record("Two") + "]}");
    assertEquals(0, replay());
    assertEquals(0, replay());
    assertTrue(
        hec.timesById().entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("exporter:"))
            .allMatch(entry -> entry.getValue() == 2),
        hec.timesById().toString());
  }

  @Test
  void a_token_that_splunk_refuses_ends_it_with_a_sentence_without_the_token() throws IOException {
    System.setProperty("sightline.hec.token", "99999999-0000-0000-0000-000000000000");
    write("log.json", record("One"));
    assertEquals(1, replay());
    assertFalse(output.contains("99999999"), output);
    assertEquals(0, hec.count());
  }

  @Test
  void the_recorded_events_of_others_arrive_byte_for_byte() throws IOException {
    Path data = Path.of(System.getProperty("sightline.shared.data", "absent"));
    assumeTrue(Files.isDirectory(data), "the evaluation data is not beside this checkout");
    List<String> expected = new ArrayList<>();
    List<Path> lines =
        new ArrayList<>(List.of(data.resolve("otrf_ec2_proxy_s3_exfiltration.jsonl")));
    try (Stream<Path> sightings = Files.list(data.resolve("sightings"))) {
      sightings.forEach(lines::add);
    }
    for (Path file : lines) {
      Files.copy(file, folder.resolve(file.getFileName().toString()));
      Files.readAllLines(file).stream().filter(line -> !line.isBlank()).forEach(expected::add);
    }
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("panther_tests.jsonl"))) {
      events.add(JSON.readTree(line).get("event").toString());
    }
    write("panther.json.gz", "{\"Records\":[" + String.join(",", events) + "]}");
    expected.addAll(events);

    // Some of the made-up ones have no eventName: they are carried, and told of.
    assertEquals(3, replay(), () -> output);
    assertEquals(expected.stream().map(String::strip).sorted().toList(), received());
  }

  private int replay() {
    PrintStream before = System.out;
    PrintStream beforeErrors = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
    try {
      return Main.commandLine()
          .setErr(new PrintWriter(captured, true, StandardCharsets.UTF_8))
          .execute("replay", folder.toString(), "--json", "--wait", "20");
    } finally {
      System.setOut(before);
      System.setErr(beforeErrors);
      output = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private JsonNode lastLine() throws IOException {
    List<String> lines = output.lines().filter(line -> line.startsWith("{\"files\"")).toList();
    return JSON.readTree(lines.getLast());
  }

  private List<String> received() {
    return hec.events().stream()
        .filter(event -> "aws:cloudtrail".equals(event.sourcetype()))
        .map(ReceivedEvent::event)
        .sorted()
        .toList();
  }

  private void write(String name, String content) throws IOException {
    byte[] bytes = name.endsWith(".gz") ? gzip(content) : content.getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve(name), bytes);
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String record(String name) {
    return "{\"eventVersion\":\"1.09\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventName\":\""
        + name
        + "\",\"eventSource\":\"iam.amazonaws.com\",\"recipientAccountId\":\"012345678901\"}";
  }
}
