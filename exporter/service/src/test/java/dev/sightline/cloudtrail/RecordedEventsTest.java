package dev.sightline.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that were recorded in real accounts, where they lie beside the project. */
class RecordedEventsTest {
  private static final Path DATA = Path.of(System.getProperty("sightline.shared.data", "absent"));

  @BeforeEach
  void recordings_are_there() {
    assumeTrue(Files.isDirectory(DATA), () -> "There are no recorded events at " + DATA + ".");
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

  @Test
  void recorded_events_come_out_of_a_log_byte_for_byte() throws Exception {
    List<String> records = recordings();
    assertTrue(records.size() > 500, records.size() + " events");
    byte[] log = ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(UTF_8);
    Collected collected =
        Collected.read(
            new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES),
            Collected.inPieces(log, 1_000));
    assertNull(collected.exception);
    assertEquals(records, collected.texts());
    Oracle.Reading expected = Oracle.read(log, CloudTrailReader.MAXIMUM_RECORD_BYTES);
    assertNotNull(expected);
    assertEquals(expected.records(), collected.records);
  }

  @Test
  void recorded_files_are_read_in_the_form_that_they_have() throws Exception {
    List<Path> files = new ArrayList<>();
    files.add(DATA.resolve("otrf_ec2_proxy_s3_exfiltration.jsonl"));
    try (Stream<Path> sightings = Files.list(DATA.resolve("sightings"))) {
      files.addAll(sightings.toList());
    }
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
      Collected collected =
          Collected.readAny(
              new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES),
              Files.readAllBytes(file));
      assertNull(collected.exception);
      assertEquals(lines, collected.texts());
      assertTrue(collected.records.stream().allMatch(record -> record.eventTimeMillis() > 0));
    }
  }
}
