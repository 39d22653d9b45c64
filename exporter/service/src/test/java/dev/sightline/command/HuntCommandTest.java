package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog over a folder, as a person calls it. */
class HuntCommandTest {
  private static final String MALLORY = "arn:aws:iam::111122223333:user/mallory";

  @TempDir Path folder = Path.of("");

  private Path logs = Path.of("");

  @BeforeEach
  void a_folder_of_logs() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
  }

  static String call(String time, String source, String name, String more) {
    return """
    {"eventVersion":"1.10","userIdentity":{"type":"IAMUser","arn":"%s","accountId":"111122223333","accessKeyId":"AKIAEXAMPLE","userName":"mallory"},"eventTime":"%s","eventSource":"%s","eventName":"%s","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","userAgent":"x","eventID":"%s-%s","recipientAccountId":"111122223333"%s}\
    """
        .formatted(MALLORY, time, source, name, time, name, more);
  }

  private static String stop(String time) {
    return call(
        time,
        "cloudtrail.amazonaws.com",
        "StopLogging",
        ",\"requestParameters\":{\"name\":\"organization\"}");
  }

  private void log(String name, String... records) throws IOException {
    Path file = logs.resolve(name + ".json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8));
    }
  }

  private CommandRun hunt(String... more) {
    List<String> arguments = new ArrayList<>(List.of("hunt", logs.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  @Test
  void a_hit_has_the_one_shape_and_the_folder_is_summed_up() throws IOException {
    log("a", stop("2026-03-10T09:00:00Z"), stop("2026-03-10T09:05:00Z"));
    log("b", call("2026-03-10T09:01:00Z", "s3.amazonaws.com", "ListBuckets", ""));
    CommandRun run = hunt("--json", "--only", "cloudtrail_stopped");
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    JsonNode json = run.json();
    assertEquals(3, json.path("records").asInt());
    assertTrue(json.path("seconds").isNumber());
    assertTrue(json.path("note").asText().contains("offline approximation of SPL"));
    assertEquals(1, json.path("hits").size());
    JsonNode hit = json.path("hits").path(0);
    assertEquals("cloudtrail_stopped", hit.path("detection_id").asText());
    assertEquals("high", hit.path("severity").asText());
    assertEquals(MALLORY, hit.path("principal").asText());
    assertEquals("203.0.113.7", hit.path("address").asText());
    assertEquals("organization", hit.path("resource").asText());
    assertEquals(2, hit.path("count").asInt());
    assertEquals("2026-03-10T09:00:00Z", hit.path("first_seen").asText());
    assertEquals("2026-03-10T09:05:00Z", hit.path("last_seen").asText());
    assertEquals("[\"StopLogging\"]", hit.path("event_names").toString());
    assertEquals("[\"T1562.008\"]", hit.path("attack_technique").toString());
    assertTrue(hit.path("owner").isNull());
    assertEquals(29, hit.size());
  }

  @Test
  void a_table_for_people_says_what_an_offline_result_is() throws IOException {
    log("a", stop("2026-03-10T09:00:00Z"));
    CommandRun run = hunt("--only", "defence_evasion");
    assertTrue(run.out().contains("cloudtrail_stopped"), run::out);
    assertTrue(run.out().contains("1 high"), run::out);
    assertTrue(run.out().contains("offline approximation of SPL"), run::out);
  }

  @Test
  void lookups_give_names_and_owners_and_have_their_say_in_severity() throws IOException {
    log("a", stop("2026-03-10T09:00:00Z"));
    Path lookups = Files.createDirectories(folder.resolve("lookups"));
    Files.writeString(
        lookups.resolve("aws_accounts.csv"),
        "account_id,name,environment,owner\n111122223333,play,sandbox,\"lab, the\"\n");
    CommandRun run =
        hunt("--json", "--only", "cloudtrail_stopped", "--lookups", lookups.toString());
    JsonNode hit = run.json().path("hits").path(0);
    assertEquals("play", hit.path("account_name").asText());
    assertEquals("lab, the", hit.path("owner").asText());
    assertEquals("medium", hit.path("severity").asText());
    assertTrue(run.err().contains("aws_accounts.csv has no email"), run::err);
  }

  @Test
  void a_lookup_without_the_column_of_its_key_is_refused_with_file_and_line() throws IOException {
    log("a", stop("2026-03-10T09:00:00Z"));
    Path lookups = Files.createDirectories(folder.resolve("lookups"));
    Files.writeString(lookups.resolve("aws_accounts.csv"), "account,name\n1,x\n");
    CommandRun run = hunt("--lookups", lookups.toString());
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("aws_accounts.csv:1: the column 'account_id'"), run::err);
  }

  @Test
  void since_until_and_account_choose_events() throws IOException {
    log("a", stop("2026-03-10T09:00:00Z"), stop("2026-03-11T09:00:00Z"));
    String[] only = {"--json", "--only", "cloudtrail_stopped"};
    assertEquals(1, hunt(with(only, "--since", "2026-03-11")).json().path("records").asInt());
    assertEquals(
        1, hunt(with(only, "--until", "2026-03-11T09:00:00Z")).json().path("records").asInt());
    assertEquals(2, hunt(with(only, "--account", "111122223333")).json().path("records").asInt());
    assertEquals(0, hunt(with(only, "--account", "999999999999")).json().path("records").asInt());
  }

  private static String[] with(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void a_damaged_file_is_told_and_the_others_are_hunted() throws IOException {
    log("a", stop("2026-03-10T09:00:00Z"));
    Files.writeString(logs.resolve("b.json"), "{\"Records\":[" + stop("2026-03-10T09:00:01Z"));
    Files.writeString(logs.resolve("c.json"), "<html>");
    Files.write(logs.resolve("d.json.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    CommandRun run = hunt("--json", "--only", "cloudtrail_stopped");
    assertEquals(ExitCode.GAPS, run.code(), run::toString);
    assertEquals(2, run.json().path("hits").path(0).path("count").asInt(), run::out);
    assertEquals(3, run.json().path("problems").size(), run::out);
    assertTrue(run.err().contains("c.json: The file is HTML"), run::err);
  }

  @Test
  void findings_of_guardduty_are_hunted_bare_and_in_their_envelope() throws IOException {
    String finding =
        """
        {"schemaVersion":"2.0","accountId":"111122223333","region":"eu-west-1","id":"%s","arn":"arn:x","type":"Recon:EC2/PortProbeUnprotectedPort","severity":8,"createdAt":"2026-03-10T09:00:00Z","updatedAt":"2026-03-10T09:00:00Z","title":"t","resource":{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0abc"}},"service":{"serviceName":"guardduty","count":1}}\
        """;
    Files.writeString(
        logs.resolve("findings.jsonl"),
        finding.formatted("one")
            + "\n"
            + "{\"version\":\"0\",\"detail-type\":\"GuardDuty Finding\",\"detail\": "
            + finding.formatted("two").replace("i-0abc", "i-0def")
            + " }\n{\"something\":\"else\"}\n");
    CommandRun run = hunt("--json", "--only", "guardduty");
    List<String> resources = new ArrayList<>();
    run.json().path("hits").forEach(hit -> resources.add(hit.path("resource").asText()));
    assertEquals(List.of("i-0abc", "i-0def"), resources, run::toString);
    assertEquals(2, run.json().path("records").asInt());
    assertTrue(run.err().contains("1 JSON objects are neither"), run::err);
  }

  @Test
  void an_unknown_area_is_answered_with_those_that_there_are() {
    CommandRun run = hunt("--only", "persistance");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("defence_evasion"), run::err);
  }

  @Test
  void csv_holds_no_formula() throws IOException {
    log(
        "a",
        call(
            "2026-03-10T09:00:00Z",
            "cloudtrail.amazonaws.com",
            "StopLogging",
            ",\"requestParameters\":{\"name\":\"=cmd|' /C calc'!A0\"}"));
    CommandRun run = hunt("--csv", "--only", "cloudtrail_stopped");
    assertTrue(run.out().startsWith("detection_id,title,kind,severity"), run::out);
    assertTrue(run.out().contains(",'=cmd|"), run::out);
  }

  @Test
  void the_page_needs_nothing_else_and_shows_hostile_names_as_text() throws IOException {
    log(
        "a",
        call(
            "2026-03-10T09:00:00Z",
            "cloudtrail.amazonaws.com",
            "StopLogging",
            ",\"requestParameters\":{\"name\":\"</script><img src=x onerror=alert(1)>\"}"));
    Path page = folder.resolve("page.html");
    CommandRun run =
        hunt(
            "--html",
            page.toString(),
            "--only",
            "cloudtrail_stopped",
            "--pivot",
            "ip",
            "203.0.113.7");
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    String html = Files.readString(page);
    assertFalse(html.contains("<img"), "markup of an event is in the page");
    assertFalse(html.matches("(?s).*<[a-z]+[^>]*\\b(src|href)=.*"), "the page refers to something");
    assertTrue(html.contains("\\u003c/script"), "the name is not there");
    assertTrue(html.contains("\"pivot\""), "the walk is not there");
    assertTrue(html.contains("offline approximation of SPL"));
  }

  @Test
  void a_walk_goes_on_until_nothing_new_appears_and_past_no_service() throws IOException {
    log(
        "a",
        call(
            "2026-03-10T09:00:00Z",
            "iam.amazonaws.com",
            "CreateUser",
            ",\"requestParameters\":{\"userName\":\"eve\"},\"responseElements\":{\"user\":{\"arn\":\"arn:aws:iam::111122223333:user/eve\"}}"),
        call("2026-03-10T09:01:00Z", "s3.amazonaws.com", "ListBuckets", "")
            .replace(MALLORY, "arn:aws:iam::111122223333:user/eve")
            .replace("AKIAEXAMPLE", "AKIAEVE")
            .replace("203.0.113.7", "198.51.100.1"),
        call("2026-03-10T09:02:00Z", "s3.amazonaws.com", "CreateBucket", "")
            .replace(MALLORY, "arn:aws:iam::111122223333:user/eve")
            .replace("203.0.113.7", "cloudformation.amazonaws.com"),
        call("2026-03-10T09:03:00Z", "s3.amazonaws.com", "CreateBucket", "")
            .replace(MALLORY, "arn:aws:iam::111122223333:user/innocent")
            .replace("AKIAEXAMPLE", "AKIAINNOCENT")
            .replace("203.0.113.7", "cloudformation.amazonaws.com"));
    CommandRun run = hunt("--json", "--pivot", "ip", "203.0.113.7");
    List<String> reached = new ArrayList<>();
    run.json()
        .path("pivot")
        .path("nodes")
        .forEach(node ->
            reached.add(
                node.path("value").asText() + (node.path("followed").asBoolean() ? "" : "!")));
    assertTrue(reached.contains("198.51.100.1"), reached::toString);
    assertTrue(reached.contains("AKIAEVE"), reached::toString);
    assertTrue(reached.contains("cloudformation.amazonaws.com!"), reached::toString);
    assertFalse(reached.contains("arn:aws:iam::111122223333:user/innocent"), reached::toString);
    CommandRun hub = hunt("--pivot", "ip", "203.0.113.7", "--hub", "1");
    assertTrue(hub.out().contains("[listed, not followed: seen with"), hub::out);
    assertFalse(hub.out().contains("AKIAEVE"), hub::out);
    assertTrue(hunt("--pivot", "key", "AKIANOBODY").out().contains("is in none of 4 records"));
    assertEquals(ExitCode.USAGE, hunt("--pivot", "planet", "Mars").code());
  }

  @Test
  void a_walk_starts_at_every_name_that_the_table_prints_and_tells_which_are_like_a_wrong_one()
      throws IOException {
    log(
        "a",
        call("2026-03-10T09:00:00Z", "s3.amazonaws.com", "ListBuckets", "")
            .replace(MALLORY, "arn:aws:iam::111122223333:user/eve"),
        call("2026-03-10T09:01:00Z", "s3.amazonaws.com", "ListBuckets", "")
            .replace(MALLORY, "arn:aws:iam::111122223333:user/same"),
        call("2026-03-10T09:02:00Z", "s3.amazonaws.com", "ListBuckets", "")
            .replace(MALLORY, "arn:aws:iam::444455556666:user/same"));
    CommandRun run = hunt("--pivot", "arn", "user/eve");
    assertTrue(run.out().startsWith("arn arn:aws:iam::111122223333:user/eve"), run::out);
    CommandRun cut = hunt("--pivot", "arn", "user/e…");
    assertTrue(cut.out().startsWith("arn arn:aws:iam::111122223333:user/eve"), cut::out);
    CommandRun wrong = hunt("--pivot", "arn", "user/eves");
    assertTrue(wrong.out().contains("is in none of 3 records"), wrong::out);
    assertTrue(wrong.out().contains("--pivot arn arn:aws:iam::111122223333:user/eve"), wrong::out);
    CommandRun several = hunt("--pivot", "arn", "user/same");
    assertTrue(several.out().contains("arn:aws:iam::111122223333:user/same"), several::out);
    assertTrue(several.out().contains("arn:aws:iam::444455556666:user/same"), several::out);
  }
}
