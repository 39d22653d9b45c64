package dev.sightline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.content.RecognisedFiles;
import dev.sightline.quarantine.Entry;
import dev.sightline.stand.ReceivedEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each shape that AWS and its users have, from the queue to Splunk: what arrives, and what not. */
class CasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Surroundings around;
  private Service service;

  @BeforeEach
  void start() {
    around = new Surroundings();
    service = around.start();
  }

  @AfterEach
  void ends() {
    service.close();
    around.close();
  }

  private void carry(String key, byte[] content) throws InterruptedException {
    around.putAndAnnounce(key, content);
    around.awaitEmptyQueue();
    Surroundings.assertConserved(service.exporter().measures());
  }

  private static byte[] stored(String name) throws IOException {
    return RecognisedFiles.stored(name);
  }

  private List<ReceivedEvent> arrived() {
    return around.hec.events().stream()
        .filter(event -> !"sightline:exporter".equals(event.sourcetype()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cloudtrail_aggregated.json.gz | AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/10/x.json.gz | aws:cloudtrail | 2
          cloudwatch_subscription.gz | firehose/2026/03/10/09/stream-1-2026-03-10-09-31-02-x | aws:cloudtrail | 2
          cloudwatch_export_task.gz | exportedlogs/x/000000.gz | aws:cloudtrail | 2
          lake_result_1.csv.gz | lake/result_1.csv.gz | aws:cloudtrail | 2
          filebeat.ndjson | shipped/filebeat.ndjson | aws:cloudtrail | 2
          splunk_export.json | exported/splunk.json | aws:cloudtrail | 2
          splunk_export.csv | exported/splunk.csv | aws:cloudtrail | 2
          event_history.csv | exported/event_history.csv | aws:cloudtrail | 1
          guardduty_image_finding.json | AWSLogs/111122223333/GuardDuty/eu-west-1/2026/03/10/x.jsonl | aws:cloudwatch:guardduty | 1
          config_history.json.gz | o-abcdefghij/AWSLogs/111122223333/Config/eu-west-1/2026/3/1/ConfigHistory/x.json.gz | - | 0
          load_balancer.log.gz | AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/03/10/x.log.gz | - | 0
          waf.log.gz | AWSLogs/111122223333/WAFLogs/eu-west-1/acl/2026/03/10/x.log.gz | - | 0
          """)
  void what_is_in_a_file_arrives_and_nothing_goes_to_the_dead_letter_queue(
      String name, String key, String sourcetype, int events) throws Exception {
    carry(key, stored(name));
    assertEquals(List.of(), around.quarantined());
    assertEquals(events, arrived().size(), arrived()::toString);
    for (ReceivedEvent event : arrived()) {
      assertEquals(sourcetype, event.sourcetype());
      assertTrue(JSON.readTree(event.event()).isObject(), event.event());
    }
  }

  @Test
  void an_aggregated_event_has_its_windows_time_its_account_and_its_own_id() throws Exception {
    carry("k", stored("cloudtrail_aggregated.json.gz"));
    for (ReceivedEvent event : arrived()) {
      JsonNode json = JSON.readTree(event.event());
      assertEquals(json.path("eventId").asText(), event.id());
      assertEquals("111122223333", event.host());
      assertEquals(Instant.parse("2026-03-10T09:30:00Z"), event.time());
    }
    assertEquals(2, service.exporter().measures().recordsUntimed());
  }

  @ParameterizedTest
  @CsvSource({
    "AWSLogs/111122223333/CloudTrail/, ''",
    "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile, ''",
    "AWSLogs/111122223333/elasticloadbalancing/ELBAccessLogTestFile, Enable AccessLog for ELB: x",
    "prefix/aws-logs-write-test, Permission Check Successful"
  })
  void what_services_leave_beside_a_trail_is_neither_carried_nor_a_dead_letter(
      String key, String content) throws Exception {
    carry(key, content.getBytes(UTF_8));
    assertEquals(List.of(), around.quarantined());
    assertEquals(List.of(), arrived());
  }

  @ParameterizedTest
  @CsvSource({
    "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=01/day=02/hour=03/f.log.parquet",
    "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/02/03/f.log.parquet",
    "anywhere"
  })
  void a_flow_log_in_parquet_arrives_as_the_lines_of_the_text(String key) throws Exception {
    carry(key, RecognisedFiles.parquet("flow_standard.gz.parquet"));
    assertEquals(List.of(), around.quarantined());
    assertEquals(2, arrived().size());
    ReceivedEvent first = arrived().getFirst();
    assertEquals("aws:cloudwatchlogs:vpcflow", first.sourcetype());
    assertEquals("aws_vpcflow", first.source());
    assertEquals("111122223333", first.host());
    assertEquals(Instant.parse("2026-01-02T03:04:05Z"), first.time());
    assertEquals(
        "\"2 111122223333 eni-0a 10.0.0.1 198.51.100.9 443 50123 6 10 840 1767323045 1767323105"
            + " REJECT OK\"",
        first.event());
  }

  @Test
  void ocsf_of_security_lake_is_counted_by_its_name_and_not_carried() throws Exception {
    carry(
        "aws/CLOUD_TRAIL_MGMT/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260310/x.parquet",
        RecognisedFiles.parquet("security_lake.zstd.parquet"));
    assertEquals(1, service.exporter().measures().nothings("security-lake"));
    assertEquals(List.of(), around.quarantined());
    assertEquals(List.of(), arrived());
  }

  @ParameterizedTest
  @CsvSource({"flow_snappy.parquet, SNAPPY", "other.parquet, moon"})
  void parquet_that_is_not_read_is_kept_with_its_reason(String name, String said) throws Exception {
    carry("AWSLogs/111122223333/vpcflowlogs/f.parquet", RecognisedFiles.parquet(name));
    List<Entry> kept = around.quarantineEntries();
    assertEquals(1, kept.size());
    assertTrue(kept.getFirst().reason().contains(said), kept.getFirst().reason());
    assertEquals(List.of(), arrived());
  }

  @Test
  void damaged_parquet_is_kept_with_its_reason() throws Exception {
    byte[] whole = RecognisedFiles.parquet("flow_standard.gz.parquet");
    carry("f.parquet", Arrays.copyOf(whole, whole.length / 2));
    List<Entry> kept = around.quarantineEntries();
    assertEquals(1, kept.size());
    assertTrue(kept.getFirst().reason().contains("cut or damaged"), kept.getFirst().reason());
  }

  @Test
  void every_whole_line_before_the_cut_of_a_gzip_arrives_and_the_rest_is_told() throws Exception {
    String text =
        "version account-id interface-id start action\n"
            + String.join(
                "\n",
                IntStream.range(0, 17_000)
                    .mapToObj(i ->
                        "2 111122223333 eni-" + Integer.toHexString(i * 7919) + " 1767323045 OK")
                    .toList())
            + "\n";
    byte[] gzip = Logs.gzip(text.getBytes(UTF_8));
    for (int length : new int[] {gzip.length / 40, gzip.length / 2, gzip.length - 9}) {
      byte[] cut = Arrays.copyOf(gzip, length);
      String before = inflated(cut);
      long whole = before.chars().filter(c -> c == '\n').count() - 1;
      carry("cut-" + length + ".log.gz", cut);
      Set<String> lines = arrived().stream().map(ReceivedEvent::event).collect(Collectors.toSet());
      assertTrue(whole > 0);
      long arrived =
          new TreeSet<>(Arrays.asList(before.split("\n", -1)).subList(1, (int) whole + 1))
              .stream().filter(line -> lines.contains('"' + line + '"')).count();
      assertEquals(whole, arrived);
      String reason = around.quarantineEntries().getFirst().reason();
      assertTrue(reason.contains("in the middle of its gzip"), reason);
      assertTrue(reason.contains("is missing"), reason);
    }
  }

  /** What inflates before the cut, by a reader that is not ours. */
  private static String inflated(byte[] cut) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(cut), 1)) {
      for (int one = in.read(); one >= 0; one = in.read()) {
        out.write(one);
      }
    } catch (EOFException e) {
      return out.toString(UTF_8);
    }
    return out.toString(UTF_8);
  }
}
