package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sightline.command.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events that were recorded in real accounts, packed into logs as CloudTrail stores them. */
class RecordedJourneyTest {
  private static final Path DATA = Path.of(System.getProperty("sightline.shared.data", "absent"));
  private static final int RECORDS_A_LOG = 50;

  @Test
  void recorded_events_arrive_byte_for_byte() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(DATA), () -> "There are no recorded events at " + DATA + ".");
    List<String> records = recordings();
    assertTrue(records.size() > 500, records.size() + " events");
    try (Surroundings around = new Surroundings();
        Service service = around.start()) {
      for (int from = 0; from < records.size(); from += RECORDS_A_LOG) {
        List<String> some = records.subList(from, Math.min(records.size(), from + RECORDS_A_LOG));
        around.putAndAnnounce("recorded/" + from + ".json.gz", Logs.gzip(some));
      }
      around.awaitEmptyQueue();
      assertEquals(records.stream().sorted().toList(), around.receivedTexts());
      assertEquals(0, around.duplicates());
      assertEquals(0, service.exporter().measures().quarantineEntries());
    }
  }

  private static List<String> recordings() throws IOException {
    List<String> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(DATA.resolve("sightings"))) {
      for (Path file : files.sorted().toList()) {
        records.addAll(Files.readAllLines(file));
      }
    }
    records.addAll(Files.readAllLines(DATA.resolve("otrf_ec2_proxy_s3_exfiltration.jsonl")));
    JsonMapper mapper = new JsonMapper();
    for (String line : Files.readAllLines(DATA.resolve("panther_tests.jsonl"))) {
      records.add(mapper.writeValueAsString(mapper.readTree(line).get("event")));
    }
    records.removeIf(String::isBlank);
    return records;
  }
}
