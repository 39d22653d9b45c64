package dev.sightline.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.Lookups;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchLibraryTest {
  private static final String LOGIN =
      "{\"eventID\":\"e1\",\"eventName\":\"ConsoleLogin\",\"eventSource\":\"signin.amazonaws.com\","
          + "\"awsRegion\":\"eu-west-1\",\"userIdentity\":{\"userName\":\"ana\"}}";

  @TempDir Path folder = Path.of("");

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static SearchOutcome outcome(SearchLibrary library, String name, String... events) {
    SavedSearch search =
        library.searches().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    SearchBench bench =
        new SearchBench(
            List.of(search),
            SearchEnvironment.at(() -> 1_700_000_000)
                .withMacros(library.macros())
                .withLookups(new Lookups(library.lookups()))
                .withKnowledge(library.knowledge()),
            _ -> true);
    boolean done = false;
    while (!done) {
      for (String event : events) {
        bench.offer(
            new Event(
                event.getBytes(StandardCharsets.UTF_8),
                1_700_000_000,
                Map.of("sourcetype", "aws:cloudtrail", "index", "main"),
                Extraction.asAddOn(library.fields())));
      }
      done = bench.endPass();
    }
    return bench.outcomes().getFirst();
  }

  private static List<String> values(SearchOutcome outcome, String field) {
    assertTrue(outcome.refusal().isEmpty(), () -> outcome.refusal().toString());
    List<String> values = new ArrayList<>();
    for (Row row : outcome.results().rows()) {
      values.add(String.valueOf(row.get(field)));
    }
    return values;
  }

  @Test
  void what_local_says_wins_over_default() throws IOException {
    file(
        "default/savedsearches.conf",
        "[One]\nsearch = * | eval v=`value` \\\n| table v\n[Other]\nsearch = *\n");
    file("local/savedsearches.conf", "[Other]\nsearch = * | eval v=\"local\" | table v\n");
    file(
        "default/macros.conf",
        "[value]\ndefinition = 1\n[add(2)]\nargs = a, b\ndefinition = $a$\n");
    file("local/macros.conf", "[value]\ndefinition = 2\n");
    SearchLibrary library = SearchLibrary.read(folder);
    assertEquals(List.of("2"), values(outcome(library, "One", LOGIN), "v"));
    assertEquals(List.of("local"), values(outcome(library, "Other", LOGIN), "v"));
    SearchLibrary byFile = SearchLibrary.read(folder.resolve("default/savedsearches.conf"));
    assertEquals(List.of("2"), values(outcome(byFile, "One", LOGIN), "v"));
  }

  @Test
  void lookups_are_found_by_their_names_and_by_their_files() throws IOException {
    file(
        "default/savedsearches.conf",
        """
        [By name]
        search = * | lookup owners name AS user OUTPUT owner | table owner
        [By file]
        search = | inputlookup owners.csv | table owner
        [Empty]
        search = | inputlookup seen | table user
        """);
    file(
        "default/transforms.conf",
        """
        [owners]
        filename = owners.csv
        case_sensitive_match = false
        match_type = WILDCARD(name)
        [seen]
        collection = seen
        fields_list = _key, user
        """);
    file("lookups/owners.csv", "name,owner\nAN*,ops\n");
    SearchLibrary library = SearchLibrary.read(folder);
    assertEquals(List.of("ops"), values(outcome(library, "By name", LOGIN), "owner"));
    assertEquals(List.of("ops"), values(outcome(library, "By file"), "owner"));
    assertEquals(List.of(), values(outcome(library, "Empty"), "user"));
  }

  @Test
  void event_types_tags_and_any_index_are_known() throws IOException {
    file(
        "default/savedsearches.conf",
        """
        [Typed]
        search = index=prod eventtype=aws_* | table user
        [Tagged]
        search = index IN (a, b) tag=authentication | table user
        [Not]
        search = NOT tag=authentication | table user
        [Unknown]
        search = eventtype=nothing
        """);
    file("default/eventtypes.conf", "[aws_login]\nsearch = eventName=ConsoleLogin\n");
    file("default/tags.conf", "[eventtype=aws_login]\nauthentication = enabled\n");
    SearchLibrary library = SearchLibrary.read(folder);
    assertEquals(List.of("ana"), values(outcome(library, "Typed", LOGIN), "user"));
    assertEquals(List.of("ana"), values(outcome(library, "Tagged", LOGIN), "user"));
    assertEquals(List.of(), values(outcome(library, "Not", LOGIN), "user"));
    assertEquals("search", outcome(library, "Unknown", LOGIN).refusal().orElseThrow().command());
  }

  @Test
  void props_add_extractions_aliases_and_calculated_fields() throws IOException {
    file("savedsearches.conf", "[S]\nsearch = short=consolelogin | table short place first big\n");
    file(
        "props.conf",
        """
        [aws:cloudtrail]
        EVAL-short = lower(eventName)
        FIELDALIAS-x = awsRegion AS place
        EXTRACT-a = "eventName":"(?<first>\\w)
        REPORT-b = big
        [other]
        EVAL-short = "wrong"
        """);
    file("transforms.conf", "[big]\nREGEX = \"awsRegion\":\"([a-z]+)\nFORMAT = big::$1\n");
    SearchOutcome found = outcome(SearchLibrary.read(folder), "S", LOGIN);
    assertEquals(List.of("consolelogin"), values(found, "short"));
    assertEquals(List.of("eu-west-1"), values(found, "place"));
    assertEquals(List.of("C"), values(found, "first"));
    assertEquals(List.of("eu"), values(found, "big"));
  }

  @Test
  void a_repository_of_contentctl_brings_macros_lookups_and_filters() throws IOException {
    file("macros/cloudtrail.yml", "name: cloudtrail\ndefinition: sourcetype=aws:cloudtrail\n");
    file(
        "macros/named.yml", "name: named\narguments: [field]\ndefinition: rename $field$ as who\n");
    file(
        "lookups/seen.yml",
        """
        name: seen
        lookup_type: csv
        case_sensitive_match: false
        default_match: 'no'
        min_matches: 1
        """);
    file("lookups/seen.csv", "user,team\nANA,ops\n");
    file(
        "detections/cloud/login.yml",
        """
        name: Console Login
        id: x
        status: production
        search: '`cloudtrail` eventName=ConsoleLogin | lookup seen user OUTPUT team | `named(user)` | table who team signature | `console_login_filter`'
        tests:
        - name: t
          attack_data:
          - data: https://example.com/media/x/datasets/y/log.json
            sourcetype: aws:cloudtrail
            source: s
        """);
    file("detections/cloud/broken.yml", "name: [\n");
    SearchLibrary library = SearchLibrary.read(folder.resolve("detections/cloud"));
    SearchOutcome found = outcome(library, "Console Login", LOGIN);
    assertEquals(List.of("ana"), values(found, "who"));
    assertEquals(List.of("ops"), values(found, "team"));
    assertEquals(List.of("ConsoleLogin"), values(found, "signature"));
    assertEquals(List.of("e1 ConsoleLogin"), found.events());
    assertEquals(1, library.notes().size(), () -> library.notes().toString());
    assertEquals(
        "aws:cloudtrail", library.searches().getFirst().attackData().getFirst().sourcetype());
  }

  @Test
  void what_sigma_writes_is_read() throws IOException {
    file(
        "rules.conf",
        """

        [default]
        dispatch.earliest_time = -30d

        [A rule]
        description =\s
        search = eventName="ConsoleLogin" \\
        | where 'userIdentity.userName'='userIdentity.userName'
        """);
    SearchLibrary library = SearchLibrary.read(folder.resolve("rules.conf"));
    assertEquals(1, outcome(library, "A rule", LOGIN).results().rows().size());
    assertEquals(7, library.searches().getFirst().line());
  }

  @Test
  void a_refusal_names_the_command_and_the_place() throws IOException {
    file("one.spl", "* \"|\" | stats count\n| where count > 1 | prdict count");
    SearchLibrary library = SearchLibrary.read(folder.resolve("one.spl"));
    Refusal refusal = outcome(library, "one", LOGIN).refusal().orElseThrow();
    assertEquals("prdict", refusal.command());
    assertEquals(2, refusal.line());
    assertEquals(21, refusal.column());
  }

  @Test
  void a_trace_names_the_command_that_dropped_an_event() throws IOException {
    file("one.spl", "eventName=ConsoleLogin | where user=\"ben\" | stats count | where count > 1");
    SearchTrace trace = outcome(SearchLibrary.read(folder), "one", LOGIN).trace().orElseThrow();
    assertEquals(1, trace.read());
    assertEquals(
        List.of(1L, 0L, 1L, 0L), trace.steps().stream().map(SearchTrace.Step::rows).toList());
    assertEquals(2, trace.dropped().getFirst().step().number());
    assertEquals("e1 ConsoleLogin", trace.dropped().getFirst().event());
    assertEquals(2, trace.ended().orElseThrow().number());
  }

  @Test
  void a_path_without_searches_is_refused() throws IOException {
    file("readme.txt", "nothing");
    assertThrows(UnreadableSearchesException.class, () -> SearchLibrary.read(folder));
    assertThrows(
        UnreadableSearchesException.class, () -> SearchLibrary.read(folder.resolve("none")));
  }
}
