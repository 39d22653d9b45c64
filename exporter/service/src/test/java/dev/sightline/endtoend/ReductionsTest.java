package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.telemetry.Reductions.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules leave out, from the bucket to Splunk. */
class ReductionsTest {
  private static final String RULES =
      """
      default: {index: aws}
      reductions:
        - {id: gone, when: {eventSource: [kms.amazonaws.com], eventName: [Nothing]}, drop: true}
        - {id: few, when: {eventSource: [kms.amazonaws.com], eventName: [Often]}, keep-one-in: 10}
        - {id: less, when: {eventSource: [kms.amazonaws.com], eventName: [Long]}, trim: [tlsDetails]}
      """;

  @TempDir Path folder = Path.of("");

  private Surroundings around;

  @BeforeEach
  void surround() {
    around = new Surroundings();
  }

  @AfterEach
  void leave() {
    around.close();
  }

  private Service start(String rules) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
    return around.start(Map.of("sightline.rules", file.toString()));
  }

  private static String record(String name, int number, String more) {
    return "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventSource\":\"kms.amazonaws.com\","
               + "\"eventName\":\""
        + name
        + "\",\"awsRegion\":\"eu-central-1\",\"eventID\":\""
        + name
        + "-"
        + number
        + "\",\"recipientAccountId\":\"111122223333\""
        + more
        + "}";
  }

  private void announce(String name, List<String> records) {
    around.putAndAnnounce(
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/" + name + ".json.gz",
        Logs.gzip(records));
  }

  private List<ReceivedEvent> records(String name) {
    return around.hec.events().stream()
        .filter(event -> event.event().contains("\"eventName\":\"" + name + "\""))
        .toList();
  }

  @Test
  void what_is_dropped_sampled_and_trimmed_is_told_and_nothing_is_lost() throws Exception {
    String tls = ",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\"}";
    List<String> all = new ArrayList<>(List.of(record("Nothing", 0, ""), record("Whole", 0, tls)));
    all.add(record("Long", 0, tls));
    all.add(record("Long", 1, ""));
    for (int i = 0; i < 200; i++) {
      all.add(record("Often", i, ""));
    }
    Map<String, LeftOut> leftOut;
    try (Service service = start(RULES)) {
      announce("a", all);
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
      leftOut = service.exporter().measures().reductions().byRule();
      // The same records in another object, as a second trail has them.
      announce("b", all.subList(4, all.size()));
      around.awaitEmptyQueue();
    }
    assertEquals(List.of(), records("Nothing"));
    assertEquals(
        List.of(record("Whole", 0, tls)),
        records("Whole").stream().map(ReceivedEvent::event).toList());
    assertEquals(null, records("Whole").getFirst().field("sightline_rule"));
    Map<String, String> trimmed = new TreeMap<>();
    records("Long")
        .forEach(
            event -> trimmed.put(event.event(), String.valueOf(event.field("sightline_rule"))));
    assertEquals(Map.of(record("Long", 0, ""), "less", record("Long", 1, ""), "null"), trimmed);
    List<ReceivedEvent> kept = records("Often");
    Map<String, Long> times = new TreeMap<>();
    kept.forEach(event -> times.merge(event.event(), 1L, Long::sum));
    assertTrue(times.size() > 5 && times.size() < 45, times.size() + " of 200 kept");
    assertTrue(times.values().stream().allMatch(count -> count == 2), times.toString());
    assertTrue(kept.stream().allMatch(event -> "few".equals(event.field("sightline_rule"))));
    assertTrue(kept.stream().allMatch(event -> "10".equals(event.field("sightline_factor"))));
    assertEquals(new LeftOut(1, record("Nothing", 0, "").length()), leftOut.get("gone/dropped"));
    assertEquals(new LeftOut(1, tls.length()), leftOut.get("less/trimmed"));
    assertEquals(200 - times.size(), Objects.requireNonNull(leftOut.get("few/sampled")).events());
  }

  @Test
  void a_rule_that_blinds_a_search_is_refused_unless_it_names_it() throws Exception {
    String blind =
        """
        default: {index: aws}
        reductions:
          - {id: silent, when: {eventName: [StopLogging]}, drop: true}
        """;
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> start(blind).close());
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains("'silent' blinds the search cloudtrail_stopped"), said);
    List<String> ids = new ArrayList<>();
    Pattern.compile("blinds the search (\\w+)")
        .matcher(said)
        .results()
        .forEach(found -> ids.add(found.group(1)));
    start(blind.replace("drop: true", "drop: true, blinds: " + ids)).close();
  }
}
