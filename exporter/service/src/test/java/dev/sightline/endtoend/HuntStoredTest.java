package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The hunt and the replay over a bucket, with every object that S3 is asked for counted. */
@Isolated
class HuntStoredTest {
  private static final String TRAIL = "AWSLogs/111122223333/CloudTrail/eu-west-1/";
  private static final String HIVE =
      "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/";

  private Surroundings around;
  private HttpFront front;
  private final Set<String> fetched = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void a_bucket() {
    around = new Surroundings();
    front =
        HttpFront.start(
            around.s3Server.endpoint(),
            request -> {
              String bucket = "/" + Surroundings.BUCKET + "/";
              if (request.method().equals("GET") && request.path().length() > bucket.length()) {
                fetched.add(request.path().substring(bucket.length()).replace("%3D", "="));
              }
              return new HttpFront.Fate.Passes();
            });
  }

  @AfterEach
  void ends() {
    front.close();
    around.close();
  }

  private CommandRun run(String command, String prefix, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(command, "s3://" + Surroundings.BUCKET + prefix, "--json"));
    arguments.addAll(List.of(more));
    Map<String, Object> properties = around.properties();
    properties.put("aws.endpoint-url-s3", front.endpoint().toString());
    return CommandRun.of(properties, arguments.toArray(String[]::new));
  }

  private static byte[] record(String time) {
    return ("{\"Records\":[{\"eventVersion\":\"1.10\",\"eventTime\":\""
            + time
            + "\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"ListBuckets\","
            + "\"recipientAccountId\":\"111122223333\"}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private CommandRun counted(String prefix, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--search", "* | stats count"));
    arguments.addAll(Arrays.asList(more));
    return run("hunt", prefix, arguments.toArray(String[]::new));
  }

  @Test
  void since_and_until_choose_the_days_in_the_keys_and_no_other_day_is_fetched() throws Exception {
    for (String day : List.of("09", "10", "11", "12")) {
      around.put(TRAIL + "2026/03/" + day + "/a.json", record("2026-03-" + day + "T08:00:00Z"));
      around.put(
          HIVE + "year=2026/month=03/day=" + day + "/hour=08/f.log",
          ("2 111122223333 eni-0a 10.0.0.1 10.0.0.2 1 2 6 1 40 "
                  + (1_773_014_400 + 86_400 * (Integer.parseInt(day) - 9))
                  + " 1773144060 ACCEPT OK\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    CommandRun run = counted("/AWSLogs/", "--since", "2026-03-10", "--until", "2026-03-12");
    assertEquals(0, run.exitCode(), run.output());
    assertEquals("4", run.json().path("rows").path(0).path("count").asText(), run.output());
    assertEquals(
        new TreeSet<>(
            Set.of(
                TRAIL + "2026/03/10/a.json",
                TRAIL + "2026/03/11/a.json",
                HIVE + "year=2026/month=03/day=10/hour=08/f.log",
                HIVE + "year=2026/month=03/day=11/hour=08/f.log")),
        new TreeSet<>(fetched));
    assertTrue(run.output().contains("folder of the next day"), run.output());
  }

  @Test
  void within_a_day_the_time_in_a_name_spares_what_was_delivered_long_before_or_after() {
    for (String time : List.of("0100", "0830", "0905", "1500")) {
      around.put(
          TRAIL + "2026/03/10/111122223333_CloudTrail_eu-west-1_20260310T" + time + "Z_a.json",
          record("2026-03-10T08:59:00Z"));
    }
    CommandRun run =
        counted("", "--since", "2026-03-10T08:00:00Z", "--until", "2026-03-10T09:00:00Z");
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(2, fetched.size(), fetched::toString);
    assertTrue(fetched.stream().noneMatch(key -> key.contains("T0100") || key.contains("T1500")));
  }

  @Test
  void a_key_that_tells_no_day_is_fetched_whenever_it_was_written() throws Exception {
    around.put("evidence/copied.json", record("2026-03-10T08:00:00Z"));
    CommandRun run = counted("/evidence", "--since", "2026-03-10", "--until", "2026-03-11");
    assertEquals("1", run.json().path("rows").path(0).path("count").asText(), run.output());
  }

  @Test
  void a_trail_of_another_account_is_not_fetched() {
    around.put(TRAIL + "2026/03/10/a.json", record("2026-03-10T08:00:00Z"));
    around.put(TRAIL.replace("1111", "9999") + "2026/03/10/b.json", record("2026-03-10T08:00:00Z"));
    assertEquals(0, counted("", "--account", "111122223333").exitCode());
    assertEquals(Set.of(TRAIL + "2026/03/10/a.json"), fetched);
  }

  @Test
  void a_prefix_without_a_record_ends_with_gaps_and_a_bucket_that_is_not_there_with_failure() {
    CommandRun empty = run("hunt", "/nothing/here");
    assertEquals(3, empty.exitCode(), empty.output());
    assertTrue(empty.output().contains("not a single record"), empty.output());
    CommandRun absent = run("hunt", "-that-is-not-there/AWSLogs/");
    assertEquals(1, absent.exitCode(), absent.output());
    assertTrue(
        absent.output().contains(Surroundings.BUCKET + "-that-is-not-there"), absent.output());
  }

  @Test
  void objects_of_0_bytes_are_named() {
    around.put(TRAIL + "2026/03/10/empty.json", new byte[0]);
    around.put(TRAIL + "2026/03/10/a.json", record("2026-03-10T08:00:00Z"));
    CommandRun run = counted("");
    assertEquals(0, run.exitCode(), run.output());
    assertTrue(run.output().contains("empty.json: has 0 bytes"), run.output());
  }

  @Test
  void a_replay_of_a_bucket_sends_the_ids_of_the_queue() throws Exception {
    String key = TRAIL + "2026/03/10/a.json";
    around.putAndAnnounce(key, record("2026-03-10T08:00:00Z"));
    try (var service = around.start()) {
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
    }
    CommandRun run = run("replay", "/" + TRAIL);
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(2, around.received().size());
    assertEquals(around.received().getFirst().id(), around.received().getLast().id());
  }
}
