package dev.sightline.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTestsTest {
  private static final Path DOCS = Path.of("../docs");

  @TempDir Path folder = Path.of("");

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<SearchTestRun> runs(Optional<Path> attackData) {
    return SearchTests.read(folder, attackData).tests().stream().map(SearchTestRun::of).toList();
  }

  private SearchTestRun only() {
    List<SearchTestRun> runs = runs(Optional.empty());
    assertEquals(1, runs.size());
    return runs.getFirst();
  }

  @Test
  void the_example_to_copy_passes() {
    List<SearchTest> tests =
        SearchTests.read(DOCS.resolve("example-searches"), Optional.empty()).tests();
    assertTrue(tests.size() > 4);
    for (SearchTest test : tests) {
      assertEquals(Optional.empty(), SearchTestRun.of(test).failure(), test::place);
    }
  }

  @Test
  void a_test_fails_where_rows_differ_and_says_where_events_fell() throws IOException {
    file("login.spl", "eventName=ConsoleLogin | where user=\"ben\" | table user");
    file(
        "login.test.yml",
        """
        tests:
          - name: ana
            events:
              - with: {eventName: ConsoleLogin, eventSource: s, eventID: e1}
            expect: some
        """);
    SearchTestRun run = only();
    assertEquals(SearchTestRun.Verdict.FAILED, run.verdict());
    assertEquals(2, run.trace().orElseThrow().dropped().getFirst().step().number());
    file("login.spl", "eventName=ConsoleLogin | table eventID");
    assertEquals(SearchTestRun.Verdict.PASSED, only().verdict());
  }

  @Test
  void a_search_may_stand_in_its_test_and_events_be_text() throws IOException {
    file(
        "ssh.test.yml",
        """
        spl: |
          sourcetype=linux_secure "Failed password" | rex "for (?<user>\\w+)" | stats count by user
        tests:
          - name: twice
            events:
              - {raw: 'Failed password for root', sourcetype: linux_secure, times: 2}
            expect: [{user: root, count: 2}]
          - name: accepted
            events:
              - {raw: 'Accepted password for root', sourcetype: linux_secure}
            expect: none
        """);
    for (SearchTestRun run : runs(Optional.empty())) {
      assertEquals(Optional.empty(), run.failure());
    }
  }

  @Test
  void events_come_from_files_at_their_own_times() throws IOException {
    file("s.spl", "* | where _time > relative_time(now(), \"-1h\") | table eventID");
    file(
        "e.json",
        "{\"Records\":[{\"eventID\":\"new\",\"eventName\":\"A\",\"eventSource\":\"s\","
            + "\"eventTime\":\"2026-03-10T10:00:00Z\"},{\"eventID\":\"old\",\"eventName\":\"A\","
            + "\"eventSource\":\"s\",\"eventTime\":\"2026-03-10T08:00:00Z\"}]}");
    file(
        "s.test.yml",
        "tests:\n  - name: t\n    files: [{file: e.json}]\n    expect: [{eventID: new}]\n");
    assertEquals(Optional.empty(), only().failure());
  }

  @Test
  void tests_of_contentctl_run_where_their_data_is_here_and_are_skipped_else() throws IOException {
    file("macros/x.yml", "name: x\ndefinition: sourcetype=aws:cloudtrail\n");
    String test =
        """
        tests:
        - name: True Positive Test
          attack_data:
          - data: https://media.example.com/media/splunk/attack_data/master/datasets/T1/log.json
            sourcetype: aws:cloudtrail
            source: s
        """;
    file(
        "detections/fires.yml", "name: Fires\nsearch: '`x` eventName=A | `fires_filter`'\n" + test);
    file("detections/quiet.yml", "name: Quiet\nsearch: '`x` eventName=B'\n" + test);
    file(
        "detections/manual.yml",
        "name: Manual\nsearch: '`x`'\ntags: {manual_test: needs a person}\n" + test);
    assertTrue(
        runs(Optional.empty()).stream()
            .allMatch(run -> run.verdict() == SearchTestRun.Verdict.SKIPPED));
    Path data = folder.resolve("data");
    file("data/datasets/T1/log.json", "{\"eventName\":\"A\",\"eventSource\":\"s\"}\n");
    List<String> verdicts = new ArrayList<>();
    runs(Optional.of(data))
        .forEach(run -> verdicts.add(run.test().search().name() + " " + run.verdict()));
    assertEquals(List.of("Fires PASSED", "Manual SKIPPED", "Quiet FAILED"), verdicts);
    file("data/datasets/T1/log.json", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    assertTrue(runs(Optional.of(data)).getFirst().test().skipped().orElse("").contains("Git LFS"));
  }

  @Test
  void mistakes_are_told_with_their_places() throws IOException {
    file("s.spl", "*");
    file("s.test.yml", "serch: s\ntests:\n  - name: t\n    expekt: none\n");
    String told =
        String.valueOf(
            assertThrows(UnreadableSearchesException.class, () -> runs(Optional.empty()))
                .getMessage());
    assertTrue(told.contains("s.test.yml:1") && told.contains("serch"), told);
    assertTrue(told.contains("expekt"), told);
  }

  @Test
  void the_schema_for_editors_knows_the_keys_of_the_reader_and_no_others() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Files.readString(DOCS.resolve("search-tests.schema.json")));
    assertEquals(Set.copyOf(SearchTests.KEYS), names(schema.path("properties")));
    JsonNode definitions = schema.path("$defs");
    reads("{name: n, expect: none, ", definitions.path("test"));
    for (String key : names(definitions.path("event").path("properties"))) {
      assertFalse(isUnknown("{name: n, expect: none, events: [{" + key + ": x}]}", key), key);
    }
    assertTrue(isUnknown("{name: n, expect: none, events: [{other: x}]}", "other"));
    for (String key : names(definitions.path("file").path("properties"))) {
      assertFalse(isUnknown("{name: n, expect: none, files: [{" + key + ": x}]}", key), key);
    }
    assertFalse(definitions.path("test").path("additionalProperties").asBoolean(true));
    assertFalse(definitions.path("event").path("additionalProperties").asBoolean(true));
    assertFalse(definitions.path("file").path("additionalProperties").asBoolean(true));
  }

  private void reads(String start, JsonNode definition) throws IOException {
    for (String key : names(definition.path("properties"))) {
      boolean stands = start.contains(key + ":");
      assertFalse(isUnknown(stands ? start + "}" : start + key + ": x}", key), key);
    }
    assertTrue(isUnknown(start + "other: x}", "other"));
  }

  /** Whether the reader says that it knows no such key. */
  private boolean isUnknown(String test, String key) throws IOException {
    file("k.spl", "*");
    file("k.test.yml", "tests:\n  - " + test + "\n");
    try {
      SearchTests.read(folder, Optional.empty());
      return false;
    } catch (UnreadableSearchesException e) {
      return String.valueOf(e.getMessage())
          .lines()
          .anyMatch(line -> line.contains("'" + key + "'") && line.contains("is not a key here"));
    }
  }

  private static Set<String> names(JsonNode properties) {
    Set<String> names = new TreeSet<>();
    properties.properties().forEach(entry -> names.add(entry.getKey()));
    return names;
  }
}
