package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents of a hunt: as many as there are actors. */
class HuntIncidentsTest {
  private static final String HOME = "111122223333";
  private static final String SECOND = "222233334444";
  private static final String THIRD = "333344445555";
  private static final Path DATA = Path.of("../../../shared/data");

  @TempDir Path folder = Path.of("");

  private final List<String> records = new ArrayList<>();
  private String agent = "aws-cli/2";
  private String region = "eu-west-1";
  private int minute;

  /** Somebody who calls. */
  private record Who(String identity, String account, String address) {
    static Who user(String name, String account, String key, String address) {
      return new Who(
          """
          {"type":"IAMUser","principalId":"AIDA%s","arn":"arn:aws:iam::%s:user/%s","accountId":"%s","accessKeyId":"%s","userName":"%s"}\
          """
              .formatted(name.toUpperCase(Locale.ROOT), account, name, account, key, name),
          account,
          address);
    }

    static Who session(String role, String session, String account, String key, String address) {
      return new Who(
          """
          {"type":"AssumedRole","principalId":"AROA%s:%s","arn":"arn:aws:sts::%s:assumed-role/%s/%s","accountId":"%s","accessKeyId":"%s","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%s","arn":"arn:aws:iam::%s:role/%s","accountId":"%s","userName":"%s"}}}\
          """
              .formatted(
                  role, session, account, role, session, account, key, role, account, role, account,
                  role),
          account,
          address);
    }
  }

  private void call(Who who, String source, String name, String request, String response) {
    records.add(
        """
        {"eventVersion":"1.11","userIdentity":%s,"eventTime":"2026-03-10T09:%02d:%02dZ","eventSource":"%s.amazonaws.com","eventName":"%s","awsRegion":"%s","sourceIPAddress":"%s","userAgent":"%s","requestParameters":%s,"responseElements":%s,"eventID":"%08d-0000-4000-8000-000000000000","readOnly":false,"managementEvent":true,"eventType":"AwsApiCall","recipientAccountId":"%s"}\
        """
            .formatted(
                who.identity(),
                minute / 4 % 60,
                minute % 4 * 15,
                source,
                name,
                region,
                who.address(),
                agent,
                request,
                response,
                records.size(),
                who.account()));
    minute++;
  }

  private void stops(Who who, String trail) {
    call(who, "cloudtrail", "StopLogging", "{\"name\":\"" + trail + "\"}", "null");
  }

  private void assumes(Who who, String role, String session, String account, String key) {
    call(
        who,
        "sts",
        "AssumeRole",
        "{\"roleArn\":\"arn:aws:iam::%s:role/%s\",\"roleSessionName\":\"%s\"}"
            .formatted(account, role, session),
        "{\"credentials\":{\"accessKeyId\":\"%s\"},\"assumedRoleUser\":{\"arn\":\"arn:aws:sts::%s:assumed-role/%s/%s\"}}"
            .formatted(key, account, role, session));
  }

  private void makesKey(Who who, String user, String key) {
    call(
        who,
        "iam",
        "CreateAccessKey",
        "{\"userName\":\"" + user + "\"}",
        "{\"accessKey\":{\"accessKeyId\":\"%s\",\"userName\":\"%s\",\"status\":\"Active\"}}"
            .formatted(key, user));
  }

  private JsonNode hunted() throws IOException {
    Path file = folder.resolve("trail.jsonl");
    Files.write(file, records);
    CommandRun run = CommandRun.of("hunt", file.toString(), "--json");
    assertEquals(ExitCode.DONE, run.code(), run::err);
    return run.json();
  }

  private JsonNode incidents() throws IOException {
    return hunted().path("incidents");
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void the_key_that_one_user_made_for_another_is_the_first_ones_story() throws IOException {
    Who mallory = Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", "203.0.113.7");
    makesKey(mallory, "eve", "AKIAEXAMPLEEVE");
    stops(Who.user("eve", HOME, "AKIAEXAMPLEEVE", "198.51.100.9"), "organization");
    JsonNode incidents = incidents();
    assertEquals(1, incidents.size(), incidents::toString);
    JsonNode incident = incidents.path(0);
    assertEquals(Set.of("user/mallory", "user/eve"), texts(incident.path("actors")));
    assertEquals("user/mallory", incident.path("actors").path(0).asText());
    List<String> story = new ArrayList<>();
    incident.path("story").forEach(sentence -> story.add(sentence.asText()));
    assertEquals(
        story.stream().map(told -> told.substring(0, 19)).sorted().toList(),
        story.stream().map(told -> told.substring(0, 19)).toList());
    assertTrue(
        story.getFirst().startsWith("2026-03-10 09:00:00 user/mallory made a key for user/eve"),
        story::toString);
    assertTrue(
        story.stream().anyMatch(told -> told.contains("StopLogging on trail organization")),
        story::toString);
    assertEquals("[\"persistence\",\"defense-evasion\"]", incident.path("tactics").toString());
  }

  @Test
  void one_actor_goes_through_three_accounts_with_changed_agents_regions_and_addresses()
      throws IOException {
    Who mallory = Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", "203.0.113.7");
    stops(mallory, "first");
    assumes(mallory, "admin", "one", SECOND, "ASIAEXAMPLEONE");
    agent = "Boto3/1.40";
    region = "sa-east-1";
    Who second = Who.session("admin", "one", SECOND, "ASIAEXAMPLEONE", "198.51.100.9");
    assumes(second, "admin", "two", THIRD, "ASIAEXAMPLETWO");
    agent = "curl/8";
    Who third = Who.session("admin", "two", THIRD, "ASIAEXAMPLETWO", "192.0.2.200");
    stops(third, "third");
    JsonNode incidents = incidents();
    assertEquals(1, incidents.size(), incidents::toString);
    assertEquals(Set.of(HOME, SECOND, THIRD), texts(incidents.path(0).path("accounts")));
    assertTrue(
        texts(incidents.path(0).path("story"))
            .contains("2026-03-10 09:00:15 user/mallory became role/admin/one"),
        incidents::toString);
  }

  @Test
  void two_actors_behind_one_exit_of_a_network_stay_apart_and_a_bystander_is_none()
      throws IOException {
    String exit = "203.0.113.200";
    for (int i = 0; i < 40; i++) {
      call(
          Who.user("carol", HOME, "AKIAEXAMPLECAROL", exit),
          "s3",
          i % 2 == 0 ? "ListBuckets" : "GetBucketLocation",
          "{\"bucketName\":\"b\"}",
          "null");
    }
    stops(Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", exit), "one");
    stops(Who.user("oscar", HOME, "AKIAEXAMPLEOSCAR", exit), "two");
    JsonNode incidents = incidents();
    assertEquals(2, incidents.size(), incidents::toString);
    for (JsonNode incident : incidents) {
      assertEquals("[\"" + exit + "\"]", incident.path("shared_addresses").toString());
      assertEquals(1, incident.path("actors").size());
    }
  }

  @Test
  void two_keys_at_an_address_from_which_nobody_else_calls_are_one_actors() throws IOException {
    stops(Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", "203.0.113.7"), "one");
    stops(Who.user("oscar", SECOND, "AKIAEXAMPLEOSCAR", "203.0.113.7"), "two");
    assertEquals(1, incidents().size());
  }

  @Test
  void two_who_assumed_one_role_of_administrators_stay_apart() throws IOException {
    Who alice = Who.user("alice", HOME, "AKIAEXAMPLEALICE", "192.0.2.1");
    Who bob = Who.user("bob", HOME, "AKIAEXAMPLEBOB", "192.0.2.2");
    assumes(alice, "admin", "alice", HOME, "ASIAEXAMPLEALICE");
    assumes(bob, "admin", "bob", HOME, "ASIAEXAMPLEBOB");
    stops(Who.session("admin", "alice", HOME, "ASIAEXAMPLEALICE", "192.0.2.1"), "one");
    stops(Who.session("admin", "bob", HOME, "ASIAEXAMPLEBOB", "192.0.2.2"), "two");
    JsonNode incidents = incidents();
    assertEquals(2, incidents.size(), incidents::toString);
    Set<String> actors = new TreeSet<>();
    incidents.forEach(incident -> actors.add(incident.path("actors").toString()));
    assertEquals(Set.of("[\"role/admin/alice\"]", "[\"role/admin/bob\"]"), actors);
  }

  @Test
  void a_repeated_record_changes_nothing() throws IOException {
    Who mallory = Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", "203.0.113.7");
    makesKey(mallory, "eve", "AKIAEXAMPLEEVE");
    stops(Who.user("eve", HOME, "AKIAEXAMPLEEVE", "198.51.100.9"), "organization");
    JsonNode once = incidents();
    records.addAll(List.copyOf(records));
    assertEquals(once, incidents());
  }

  @Test
  void an_instance_is_told_with_who_started_it() throws IOException {
    Who mallory = Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", "203.0.113.7");
    stops(mallory, "one");
    call(
        mallory,
        "ec2",
        "RunInstances",
        "{\"instanceType\":\"t3.medium\"}",
        "{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0123456789abcdef0\"}]}}");
    stops(Who.session("web", "i-0123456789abcdef0", HOME, "ASIAEXAMPLEWEB", "198.51.100.9"), "two");
    JsonNode incidents = incidents();
    assertEquals(1, incidents.size(), incidents::toString);
    assertTrue(
        incidents
            .path(0)
            .path("story")
            .toString()
            .contains("user/mallory started i-0123456789abcdef0, whose role acts later"),
        incidents::toString);
  }

  @Test
  void the_table_shows_the_incident_first_and_counts_every_hit() throws IOException {
    stops(Who.user("mallory", HOME, "AKIAEXAMPLEMALLORY", "203.0.113.7"), "one");
    Path file = folder.resolve("trail.jsonl");
    Files.write(file, records);
    Path page = folder.resolve("hunt.html");
    CommandRun run = CommandRun.of("hunt", file.toString(), "--html", page.toString());
    assertTrue(run.out().startsWith("HIGH  user/mallory: "), run::out);
    assertTrue(run.out().contains("1 incident, "), run::out);
    assertTrue(Files.readString(page).contains("\"incident_id\""));
  }

  @Test
  void recorded_attacks_have_as_many_incidents_as_actors() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "the recorded attacks are not beside this checkout");
    for (String name : List.of("otrf_ec2_proxy_s3_exfiltration.jsonl", "sightings")) {
      Path file = DATA.resolve(name);
      if (Files.isDirectory(file)) {
        try (Stream<Path> parts = Files.list(file)) {
          records.clear();
          for (Path part : parts.sorted().toList()) {
            records.addAll(Files.readAllLines(part));
          }
        }
      } else {
        records.clear();
        records.addAll(Files.readAllLines(file));
      }
      assertEquals(1, incidents().size(), name);
    }
  }
}
