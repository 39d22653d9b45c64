package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.content.RecognisedFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a person may point the hunt at, and what it says of it. */
@Isolated
class HuntInputTest {
  private static final String COUNT = "`sightline_cloudtrail` | stats count";

  @TempDir Path folder = Path.of("");

  private static String call(String name) {
    return HuntCommandTest.call("2026-03-10T09:00:00Z", "s3.amazonaws.com", name, "");
  }

  private static byte[] log(String... records) {
    return ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static CommandRun piped(byte[] input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return CommandRun.of(
          Stream.concat(Stream.of("hunt", "-"), Arrays.stream(arguments)).toList());
    } finally {
      System.setIn(before);
    }
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private CommandRun hunt(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("hunt", folder.toString()), Arrays.stream(arguments)).toList());
  }

  private static String count(CommandRun run) throws IOException {
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    return run.json().path("rows").path(0).path("count").asText();
  }

  @Test
  void standard_input_is_read_packed_or_not_and_leaves_nothing_behind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = inputs(temporary);
    byte[] log = log(call("ListBuckets"), call("GetObject"));
    assertEquals("2", count(piped(log, "--search", COUNT, "--json")));
    assertEquals("2", count(piped(gzip(log), "--search", COUNT, "--json")));
    CommandRun run = piped(log, "--only", "cloudtrail_stopped", "--json");
    assertEquals(2, run.json().path("records").asInt(), run::toString);
    assertEquals(before, inputs(temporary));
  }

  private static List<Path> inputs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains("sightline-input-")).sorted().toList();
    }
  }

  @Test
  void standard_input_without_a_record_ends_with_gaps() {
    CommandRun empty = piped(new byte[0]);
    assertEquals(ExitCode.GAPS, empty.code(), empty::toString);
    assertTrue(empty.err().contains("standard input: has 0 bytes"), empty::err);
    assertTrue(empty.err().contains("not a single record"), empty::err);
    CommandRun words = piped("hello\n".getBytes(StandardCharsets.UTF_8));
    assertTrue(words.code() != ExitCode.DONE, words::toString);
  }

  @Test
  void a_search_over_files_without_a_record_ends_with_gaps_and_says_so() throws IOException {
    file("empty.json", new byte[0]);
    CommandRun run = hunt("--search", "* | stats count");
    assertEquals(ExitCode.GAPS, run.code(), run::toString);
    assertTrue(run.err().contains("empty.json: has 0 bytes"), run::err);
    assertTrue(run.err().contains("not a single record"), run::err);
    assertEquals(
        ExitCode.DONE, CommandRun.of("hunt", "--search", "| makeresults | table x").code());
  }

  @Test
  void a_hunt_that_looked_at_no_record_says_what_left_none() throws IOException {
    file("a.json", log(call("ListBuckets")));
    for (String[] more : new String[][] {{"--search", COUNT}, {"--only", "cloudtrail_stopped"}}) {
      String[] arguments =
          Stream.concat(Arrays.stream(more), Stream.of("--since", "2026-04-01"))
              .toArray(String[]::new);
      CommandRun run = hunt(arguments);
      assertEquals(ExitCode.GAPS, run.code(), run::toString);
      assertTrue(run.err().contains("None of its 1 records"), run::err);
    }
  }

  @Test
  void an_aggregated_event_is_no_call() throws IOException {
    String aggregated =
        "{\"eventVersion\":\"1.0\",\"accountId\":\"111122223333\",\"eventId\":\"a\","
            + "\"eventCategory\":\"Aggregated\",\"eventType\":\"AwsAggregatedEvent\","
            + "\"eventSource\":\"s3.amazonaws.com\",\"timeWindow\":{\"windowStart\":"
            + "\"2026-03-10T09:30:00Z\",\"windowEnd\":\"2026-03-10T09:35:00Z\"}}";
    file("a.json", log(call("GetObject"), aggregated));
    assertEquals("1", count(hunt("--search", COUNT, "--json")));
    assertEquals("2", count(hunt("--search", "* | stats count", "--json")));
  }

  @Test
  void flow_logs_in_parquet_are_searched_as_those_in_text() throws IOException {
    file("flows.parquet", RecognisedFiles.parquet("flow_standard.gz.parquet"));
    file("ocsf.parquet", RecognisedFiles.parquet("security_lake.zstd.parquet"));
    CommandRun run =
        hunt(
            "--search",
            "sourcetype=\"aws:cloudwatchlogs:vpcflow\" REJECT | stats count by host",
            "--json");
    assertEquals("1", count(run));
    assertTrue(run.err().contains("ocsf.parquet: is OCSF of Security Lake"), run::err);
    file("other.parquet", RecognisedFiles.parquet("other.parquet"));
    CommandRun gaps = hunt("--search", "* | stats count");
    assertEquals(ExitCode.GAPS, gaps.code(), gaps::toString);
    assertTrue(gaps.err().contains("moon, phase"), gaps::err);
  }

  @Test
  void explain_says_what_each_content_is_and_runs_nothing() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
      zip.putNextEntry(new ZipEntry("../trail.json.gz"));
      zip.write(gzip(log(call("A"), call("B"))));
      zip.putNextEntry(new ZipEntry("check"));
      zip.write("Permission Check Successful".getBytes(StandardCharsets.UTF_8));
    }
    file("all.zip", zipped.toByteArray());
    file("plain.json.gz", gzip(log(call("C"))));
    file(
        "flow.log",
        "version account-id srcaddr\n2 111122223333 10.0.0.1\n".getBytes(StandardCharsets.UTF_8));
    CommandRun run = hunt("--explain", "--json");
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    JsonNode zip = run.json().path("files").path(0);
    assertEquals(2, zip.path("records").asInt(), run::out);
    assertEquals("cloudtrail", zip.at("/contents/0/family").asText());
    assertEquals("[\"ZIP\",\"gzip\"]", zip.at("/contents/0/packed").toString());
    assertEquals(2, zip.at("/contents/0/holds/records").asInt());
    assertEquals("write-check", zip.at("/contents/1/family").asText());
    assertEquals(1, run.json().at("/files/1/contents/0/holds/flows").asInt());
    assertEquals("[\"gzip\"]", run.json().at("/files/2/contents/0/packed").toString());
    CommandRun people = hunt("--explain");
    assertTrue(
        people.out().contains("a log of CloudTrail, in gzip in ZIP: 2 records"), people::out);
    assertFalse(people.out().contains("incident"), people::out);
  }

  @Test
  void explain_says_why_something_is_no_record() throws IOException {
    Path mixed =
        file("own.jsonl", (call("A") + "\n{\"moon\":\"full\"}\n").getBytes(StandardCharsets.UTF_8));
    Path words = file("words.txt", "hello, world\n".getBytes(StandardCharsets.UTF_8));
    byte[] whole = gzip(log(call("A")));
    Path cut = file("cut.json.gz", Arrays.copyOf(whole, whole.length - 20));
    CommandRun run = CommandRun.of("hunt", "--explain", mixed.toString(), "--json");
    assertEquals(ExitCode.GAPS, run.code(), run::toString);
    assertEquals(1, run.json().at("/files/0/contents/0/not_understood").asInt(), run::out);
    assertTrue(run.json().at("/files/0/contents/0/reasons/0").asText().contains("moon"));
    for (Path file : List.of(words, cut)) {
      CommandRun refused = CommandRun.of("hunt", "--explain", file.toString());
      assertEquals(ExitCode.GAPS, refused.code(), refused::toString);
      assertTrue(refused.out().contains("problem: "), refused::out);
    }
    assertEquals(
        ExitCode.USAGE,
        CommandRun.of("hunt", "--explain", words.toString(), "--search", "*").code());
  }
}
