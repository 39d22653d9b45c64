package dev.sightline.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The story that the demo tells is what CloudTrail could have written. */
class StoryTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern KEY =
      Pattern.compile(
          "AWSLogs/o-[a-z0-9]{10,32}/(\\d{12})/CloudTrail/([a-z0-9-]+)/2026/03/10/"
              + "\\1_CloudTrail_\\2_20260310T\\d{4}Z_[A-Za-z0-9]{16}\\.json\\.gz");
  private static final Pattern REAL_ID =
      Pattern.compile("(?:AKIA|ASIA|AIDA|AROA|AGPA|ANPA)[A-Z0-9]{16}");
  private static final Pattern DOCUMENTATION =
      Pattern.compile(
          "(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.\\d+|2001:db8:.*|.*\\.amazonaws\\.com");
  private static final Story STORY = Story.of(Story.SEED);

  @Test
  void the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    Story again = Story.of(Story.SEED);
    assertEquals(keys(STORY), keys(again));
    for (int i = 0; i < STORY.objects().size(); i++) {
      assertArrayEquals(STORY.objects().get(i).stored(), again.objects().get(i).stored());
    }
    assertNotEquals(keys(STORY), keys(Story.of(Story.SEED + 1)));
  }

  @Test
  void it_has_at_least_5000_records_in_at_least_60_objects() {
    assertTrue(STORY.records().size() >= 5_000, STORY.records().size() + " records");
    assertTrue(STORY.objects().size() >= 60, STORY.objects().size() + " objects");
    assertEquals(STORY.objects().size(), new HashSet<>(keys(STORY)).size());
  }

  @Test
  void every_object_is_a_log_with_the_records_that_it_is_said_to_have() throws IOException {
    for (LogObject object : STORY.objects()) {
      String document = document(object);
      JsonNode log = JSON.readTree(document);
      List<JsonNode> records = new ArrayList<>();
      int from = 0;
      for (StoryRecord record : object.records()) {
        records.add(JSON.readTree(record.text()));
        int found = document.indexOf(record.text(), from);
        assertTrue(found >= 0, () -> "not in the log as it is: " + record.text());
        from = found + record.text().length();
      }
      assertEquals(JSON.valueToTree(records), log.get("Records"), object.key());
    }
  }

  @Test
  void every_record_has_what_every_record_of_cloudtrail_has() throws IOException {
    Set<String> ids = new HashSet<>();
    for (StoryRecord record : STORY.records()) {
      JsonNode json = JSON.readTree(record.text());
      assertEquals("1.11", json.path("eventVersion").asText());
      assertEquals(record.time().toString(), json.path("eventTime").asText());
      assertEquals(record.region().id(), json.path("awsRegion").asText());
      assertEquals(record.account().id(), json.path("recipientAccountId").textValue());
      assertTrue(json.path("userIdentity").path("type").isTextual(), record.text());
      assertTrue(json.path("eventSource").asText().endsWith(".amazonaws.com"), record.text());
      assertTrue(ids.add(json.path("eventID").asText()), "an eventID comes twice");
    }
  }

  @Test
  void keys_are_cloudtrails_but_for_the_two_that_somebody_made_by_hand() {
    List<String> others = keys(STORY).stream().filter(key -> !KEY.matcher(key).matches()).toList();
    assertEquals(
        List.of("exports/by-hand.json", "exports/2026 + March/Zürich & 100%25 (copy).json.gz"),
        others);
  }

  @Test
  void no_id_could_be_a_real_one_and_no_address_is_anybodys() throws IOException {
    for (StoryRecord record : STORY.records()) {
      assertFalse(REAL_ID.matcher(record.text()).find(), record.text());
      String address = JSON.readTree(record.text()).path("sourceIPAddress").asText();
      assertTrue(DOCUMENTATION.matcher(address).matches(), address);
    }
  }

  @Test
  void every_chapter_is_told_and_all_five_accounts_work() {
    Set<Chapter> chapters =
        STORY.records().stream().map(StoryRecord::chapter).collect(Collectors.toSet());
    assertEquals(Set.of(Chapter.values()), chapters);
    Set<Account> accounts =
        STORY.records().stream().map(StoryRecord::account).collect(Collectors.toSet());
    assertEquals(Set.of(Account.values()), accounts);
    assertEquals(5, accounts.size());
    assertTrue(Arrays.stream(Account.values()).anyMatch(account -> account.id().startsWith("0")));
  }

  @Test
  void the_incident_is_told_in_its_order() throws IOException {
    List<StoryRecord> incident =
        STORY.records().stream()
            .filter(
                record -> record.chapter() != Chapter.DAILY_WORK && record.chapter() != Chapter.ODD)
            .sorted(Comparator.comparing(StoryRecord::time))
            .toList();
    List<String> names = new ArrayList<>();
    for (StoryRecord record : incident) {
      names.add(JSON.readTree(record.text()).path("eventName").asText());
    }
    int at = -1;
    for (String name :
        List.of(
            "GetCallerIdentity",
            "ListBuckets",
            "DescribeInstances",
            "CreateUser",
            "CreateLoginProfile",
            "CreateAccessKey",
            "AttachUserPolicy",
            "PutEventSelectors",
            "StopLogging",
            "AuthorizeSecurityGroupIngress",
            "RunInstances",
            "AssumeRole",
            "GetObject",
            "DeleteTrail")) {
      int next = names.indexOf(name);
      assertTrue(next > at, () -> name + " is not told, or too early");
      at = next;
    }
    assertEquals(IncidentFacts.READ_OBJECTS, names.stream().filter("GetObject"::equals).count());
  }

  @Test
  void the_leaked_key_is_used_from_home_and_from_abroad() throws IOException {
    Set<String> addresses = new HashSet<>();
    for (StoryRecord record : STORY.records()) {
      JsonNode json = JSON.readTree(record.text());
      if (json.path("userIdentity")
          .path("accessKeyId")
          .asText()
          .equals(IncidentFacts.LEAKED_KEY_ID)) {
        addresses.add(json.path("sourceIPAddress").asText());
      }
    }
    assertEquals(Set.of(IncidentFacts.USUAL_ADDRESS, IncidentFacts.FOREIGN_ADDRESS), addresses);
  }

  @Test
  void the_instances_role_has_sessions_named_after_the_instance() throws IOException {
    for (StoryRecord record : STORY.records()) {
      if (record.chapter() == Chapter.EXFILTRATION) {
        String arn = JSON.readTree(record.text()).path("userIdentity").path("arn").asText();
        assertEquals(
            "arn:aws:sts::111122223333:assumed-role/payments-exporter/i-0bad0c0ffee012345", arn);
      }
    }
  }

  @Test
  void what_is_odd_is_there() {
    List<LogObject> objects = STORY.objects();
    assertTrue(
        STORY.records().stream()
            .anyMatch(record -> record.text().getBytes(StandardCharsets.UTF_8).length > 100_000));
    assertTrue(objects.stream().anyMatch(object -> object.records().isEmpty()));
    assertTrue(objects.stream().anyMatch(object -> object.stored()[0] == '{'));
    assertTrue(objects.stream().anyMatch(object -> members(object.stored()) == 2));
    assertTrue(STORY.records().stream().anyMatch(record -> record.text().contains("\\ud83d")));
    assertTrue(STORY.records().stream().anyMatch(record -> record.text().contains("🚀")));
    assertTrue(STORY.records().stream().anyMatch(record -> record.text().contains("\r\n\t")));
  }

  /** How many gzip headers it has; deflated bytes of the story hold none by chance. */
  private static int members(byte[] stored) {
    int members = 0;
    for (int i = 0; i + 3 < stored.length; i++) {
      if (stored[i] == 0x1f
          && stored[i + 1] == (byte) 0x8b
          && stored[i + 2] == 8
          && stored[i + 3] == 0) {
        members++;
      }
    }
    return members;
  }

  private static List<String> keys(Story story) {
    return story.objects().stream().map(LogObject::key).toList();
  }

  private static String document(LogObject object) throws IOException {
    if (!object.key().endsWith(".gz")) {
      return new String(object.stored(), StandardCharsets.UTF_8);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object.stored()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
