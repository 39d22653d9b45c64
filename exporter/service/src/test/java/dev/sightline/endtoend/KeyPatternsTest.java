package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.LandingZoneBucket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Patterns over keys, as the commands take them. */
@Isolated
class KeyPatternsTest {
  private static final String PLACE = "s3://" + Surroundings.BUCKET + "/";
  private static final LandingZoneBucket ZONE = LandingZoneBucket.small();

  @TempDir Path folder = Path.of("");

  private Surroundings around;

  @BeforeEach
  void start() {
    around = new Surroundings();
    ZONE.putInto(around::put);
  }

  @AfterEach
  void ends() {
    around.close();
  }

  private CommandRun backfill(Map<String, Object> settings, String... options) {
    Map<String, Object> properties = around.properties();
    properties.putAll(settings);
    String[] arguments = new String[options.length + 5];
    arguments[0] = "backfill";
    arguments[1] = PLACE;
    arguments[2] = "--json";
    arguments[3] = "--checkpoint";
    arguments[4] = folder.resolve("checkpoint").toString();
    System.arraycopy(options, 0, arguments, 5, options.length);
    return CommandRun.of(properties, arguments);
  }

  @Test
  void a_backfill_lists_and_carries_only_what_the_patterns_take() throws Exception {
    Set<String> listed = new ConcurrentSkipListSet<>();
    try (HttpFront s3 =
        HttpFront.start(
            around.s3Server.endpoint(),
            request -> {
              listed.add(request.path());
              return new Fate.Passes();
            })) {
      CommandRun run =
          backfill(
              Map.of("aws.endpoint-url-s3", s3.endpoint().toString()),
              "--include",
              "o-*/AWSLogs/111122223333/CloudTrail/**",
              "--exclude",
              "/us-east-1/");
      assertEquals(0, run.exitCode(), run.output());
      assertEquals(3, run.json().get("delivered").asInt(), run.output());
      assertEquals(3, around.received().size());
      assertFalse(listed.stream().anyMatch(path -> path.contains("WAFLogs")), listed::toString);
    }
  }

  @Test
  void settings_hold_for_a_backfill_too_and_options_stand_in_their_place() throws Exception {
    CommandRun run =
        backfill(
            Map.of("sightline.include", "**/CloudTrail/**", "sightline.exclude", "**/us-east-1/**"),
            "--exclude",
            "**/444455556666/**");
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(6, around.received().size());
  }

  @Test
  void a_hunt_reads_only_what_the_patterns_take() {
    CommandRun run =
        CommandRun.of(
            around.properties(),
            "hunt",
            PLACE,
            "--include",
            "**/CloudTrail/**",
            "--search",
            "* | stats count");
    assertTrue(run.output().contains("12"), run.output());
    assertFalse(run.output().contains("WAF"), run.output());
  }

  @Test
  void what_is_no_pattern_is_refused_before_anything_begins() {
    CommandRun run = backfill(Map.of(), "--include", "/(/");
    assertEquals(2, run.exitCode(), run.output());
    assertTrue(run.output().contains("is not understood"), run.output());
    CommandRun check =
        CommandRun.of(
            new java.util.HashMap<>(
                Map.of("sightline.queue-url", around.queueUrl, "sightline.include", "year=x")),
            "check");
    assertTrue(check.output().contains("*=year=x"), check.output());
  }

  @Test
  void check_shows_what_each_pattern_takes_of_the_keys_that_are_there() {
    Map<String, Object> properties = around.properties();
    properties.put("sightline.buckets", Surroundings.BUCKET);
    properties.put("sightline.include", "**/CloudTrail/**,**/NoSuchLog/**");
    properties.put("sightline.exclude", "trail=/444455556666/");
    CommandRun run = CommandRun.of(properties, "check");
    assertTrue(run.output().contains("**/CloudTrail/** includes 4 of"), run.output());
    assertTrue(run.output().contains("**/NoSuchLog/** includes 0 of"), run.output());
    assertTrue(run.output().contains("trail=/444455556666/ excludes"), run.output());
    assertTrue(run.output().contains("4 of"), run.output());
    assertTrue(run.output().contains("keys of trail-logs by trail"), run.output());
    assertTrue(run.output().contains("not wanted are: "), run.output());
  }

  @Test
  void check_says_so_where_it_may_not_list() {
    String denied = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    try (HttpFront s3 =
        HttpFront.start(
            around.s3Server.endpoint(),
            request ->
                request.path().replace("/", "").equals(Surroundings.BUCKET)
                    ? new Fate.Answers(403, denied)
                    : new Fate.Passes())) {
      Map<String, Object> properties = around.properties();
      properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
      properties.put("sightline.buckets", Surroundings.BUCKET);
      properties.put("sightline.include", "**/CloudTrail/**");
      CommandRun run = CommandRun.of(properties, "check");
      assertTrue(run.output().contains("may not be listed"), run.output());
    }
  }
}
