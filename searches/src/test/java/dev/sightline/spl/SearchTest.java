package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Limits;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final SearchEnvironment ENVIRONMENT = SearchEnvironment.at(() -> 1_700_000_000);

  @Test
  void a_refusal_names_line_column_and_the_nearest_name() {
    SplException refusal =
        assertThrows(SplException.class, () -> Search.compile("id=a\n| stts count", ENVIRONMENT));
    assertEquals(2, refusal.line());
    assertEquals(3, refusal.column());
    assertEquals("Unknown command 'stts'; the nearest known is 'stats'.", refusal.reason());
  }

  @Test
  void columns_stand_in_the_order_of_the_search_even_without_rows() {
    assertEquals(
        List.of("user", "n", "share"),
        Search.compile("x=y | stats count AS n by user | eval share=n/2", ENVIRONMENT)
            .run(List.of())
            .fields());
  }

  @Test
  void the_first_stage_names_the_events_that_it_reads() {
    Search search =
        Search.compile(
            "eventSource=iam.amazonaws.com (eventName=CreateUser OR eventName IN (DeleteUser))",
            ENVIRONMENT);
    assertEquals(
        Optional.of(Set.of("createuser", "deleteuser")),
        search.firstStage().orElseThrow().literals("eventName"));
    assertEquals(
        Optional.of(Set.of("iam.amazonaws.com")),
        search.firstStage().orElseThrow().literals("eventSource"));
    assertEquals(Optional.empty(), search.firstStage().orElseThrow().literals("awsRegion"));
  }

  @Test
  void a_wildcard_or_a_term_in_the_first_stage_leaves_events_open() {
    for (String text :
        List.of("eventName=Create*", "eventName=A OR DeleteTrail", "NOT eventName=A")) {
      assertEquals(
          Optional.empty(),
          Search.compile(text, ENVIRONMENT).firstStage().orElseThrow().literals("eventName"),
          text);
    }
  }

  @Test
  void a_search_that_filters_by_a_subsearch_over_events_takes_two_passes() {
    SearchRun run = Search.compile("[ search n=1 | table id ]", ENVIRONMENT).start();
    Event event = Event.of("{\"id\":\"a\",\"n\":1}", 1);
    run.offer(event);
    run.endPass();
    assertFalse(run.isDone());
    assertThrows(IllegalStateException.class, run::results);
    run.offer(event);
    run.endPass();
    assertTrue(run.isDone());
    assertEquals(1, run.results().rows().size());
  }

  @Test
  void a_search_that_starts_with_a_lookup_needs_no_events() {
    assertTrue(Search.compile("| makeresults", ENVIRONMENT).start().isDone());
  }

  @Test
  void outputlookup_replaces_appends_and_updates_by_key() {
    Lookups lookups =
        new Lookups(
            List.of(
                new LookupTable(
                    LookupDefinition.exact("seen", List.of("arn", "last")),
                    List.of(Map.of("arn", "a", "last", "1")))));
    SearchEnvironment environment = ENVIRONMENT.withLookups(lookups);
    List<Event> events =
        List.of(
            Event.of("{\"arn\":\"a\",\"last\":2}", 1), Event.of("{\"arn\":\"b\",\"last\":3}", 1));
    Search.compile("* | table arn last | outputlookup key_field=arn seen", environment).run(events);
    assertEquals(
        List.of(Map.of("arn", "a", "last", "2"), Map.of("arn", "b", "last", "3")), rows(lookups));
    Search.compile("arn=b | table arn | outputlookup append=t seen", environment).run(events);
    assertEquals(3, rows(lookups).size());
    Search.compile("arn=b | table arn | outputlookup seen", environment).run(events);
    assertEquals(List.of(Map.of("arn", "b")), rows(lookups));
    Search.compile("arn=z | outputlookup override_if_empty=f seen", environment).run(events);
    assertEquals(1, rows(lookups).size());
  }

  @Test
  void a_row_of_a_collection_is_found_again_by_its_key_which_is_no_column() {
    Lookups lookups =
        new Lookups(
            List.of(
                new LookupTable(
                    LookupDefinition.exact("seen", List.of("arn", "gone")),
                    List.of(Map.of("_key", "k1", "arn", "a"), Map.of("_key", "k2", "arn", "b")))));
    SearchEnvironment environment = ENVIRONMENT.withLookups(lookups);
    Search.compile(
            "| inputlookup seen | where arn=\"b\" | eval gone=1, row=_key"
                + " | outputlookup append=t key_field=row seen",
            environment)
        .run(List.of());
    assertEquals(
        List.of(Map.of("_key", "k1", "arn", "a"), Map.of("_key", "k2", "arn", "b", "gone", "1")),
        rows(lookups));
    assertEquals(List.of("arn", "gone"), lookups.find("seen").orElseThrow().definition().fields());
  }

  private static List<Map<String, String>> rows(Lookups lookups) {
    return lookups.find("seen").orElseThrow().rows();
  }

  @Test
  void a_search_that_holds_too_much_is_refused_at_the_command() {
    SearchEnvironment small = ENVIRONMENT.withLimits(new Limits(10_000, 50_000, 100, 10_000));
    Search search = Search.compile("* | eventstats count | head 1", small);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(Event.of("{\"id\":" + i + "}", i));
    }
    SplException refusal = assertThrows(SplException.class, () -> search.run(events));
    assertTrue(refusal.reason().contains("holds more than"), refusal.reason());
    assertEquals(16, refusal.column());
  }

  @Test
  void stats_over_many_events_holds_only_its_groups() {
    SearchEnvironment small = ENVIRONMENT.withLimits(new Limits(10_000, 50_000, 100, 20_000));
    Search search = Search.compile("* | stats count by n", small);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      events.add(Event.of("{\"n\":" + i % 3 + "}", i));
    }
    assertEquals(3, search.run(events).rows().size());
  }

  @Test
  void a_flood_in_one_window_is_counted_and_not_refused() {
    SearchEnvironment small = ENVIRONMENT.withLimits(new Limits(10_000, 50_000, 100, 100_000));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      events.add(Event.of("{\"n\":" + i % 7 + "}", 1));
    }
    for (String function : List.of("dc(n)", "values(n)")) {
      Search search =
          Search.compile(
              "* | streamstats time_window=10m " + function + " AS k | stats count", small);
      assertEquals(Value.of(3_000L), search.run(events).rows().getFirst().get("count"), function);
    }
  }

  @Test
  void a_subsearch_beyond_its_limit_is_cut_with_a_warning() {
    SearchEnvironment small = ENVIRONMENT.withLimits(new Limits(2, 50_000, 100, Long.MAX_VALUE));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      events.add(Event.of("{\"id\":\"e" + i + "\"}", i));
    }
    Results results = Search.compile("[ search * | table id ]", small).run(events);
    assertEquals(2, results.rows().size());
    assertEquals(List.of("A subsearch made 4 rows; the first 2 were used."), results.warnings());
  }

  @Test
  void a_search_that_fails_leaves_the_others_of_the_pass_alone() {
    Map<String, Search> searches = new LinkedHashMap<>();
    searches.put("endless", Search.compile("* | regex s=\"^((a+)+)+\\2b$\"", ENVIRONMENT));
    searches.put("plain", Search.compile("* | stats count", ENVIRONMENT));
    SharedPass pass = new SharedPass(searches);
    pass.offer(Event.of("{\"s\":\"" + "a".repeat(40) + "!\"}", 1));
    assertTrue(pass.endPass());
    assertEquals(Set.of("endless"), pass.failures().keySet());
    assertEquals(Set.of("plain"), pass.results().keySet());
  }

  @Test
  void fields_of_an_event_are_the_same_for_every_search_of_it() {
    Event event = Event.of("{\"a\":{\"b\":[1,2]}}", 1);
    assertEquals(event.field("a.b{}"), event.field("a.b{}"));
    Search.compile("* | eval a=\"changed\" | rename a.b{} AS c", ENVIRONMENT).run(List.of(event));
    assertEquals(null, event.field("a"));
    assertEquals(List.of(Value.of("1"), Value.of("2")), parts(event));
  }

  private static List<Value> parts(Event event) {
    Value value = event.field("a.b{}");
    return value == null ? List.of() : List.copyOf(value.parts());
  }
}
