package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What searches hold of the events while they run. */
class HeldRowsTest {
  private static final int EVENTS = 600;
  private static final int EVENT_BYTES = 4_000;

  private static final SearchEnvironment ENVIRONMENT =
      SearchEnvironment.at(() -> 10_000).withOrder(SearchEnvironment.Order.ANY);

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          Event.of(
              """
              {"user":{"name":"u%d"},"step":%d,"note":"seen %s"}
              """
                  .formatted(i % 7, i % 3, "x".repeat(EVENT_BYTES)),
              i));
    }
    return events;
  }

  private static SearchRun offered(String spl) {
    SearchRun run = Search.compile(spl, ENVIRONMENT).start();
    events().forEach(run::offer);
    return run;
  }

  private static List<String> rows(SearchRun run) {
    run.endPass();
    return run.results().rows().stream()
        .map(row ->
            run.results().fields().stream()
                .map(field -> String.valueOf(row.get(field)))
                .toList()
                .toString())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* | sort 0 _time | streamstats count by user.name | table user.name count",
        "* | dedup user.name step | stats count by user.name",
        "* | eval who='user.name' | sort 0 who | stats first(step) by who",
        "* | eventstats max(step) as most by user.name | where step=most | stats count by"
            + " user.name",
      })
  void of_each_event_no_more_is_held_than_the_search_names(String spl) {
    SearchRun run = offered(spl);
    assertTrue(run.held() < EVENTS * 1_000L, "holds " + run.held());
    assertTrue(run.held() > 0, "it holds rows at all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* | sort 0 _time | head 3",
        "* | sort 0 _time | head 3 | table n*",
        "* | sort 0 _time | head 3 | rex \"note.:.seen (?<first>x)\" | table first",
        "* | sort 0 _time | head 3 | spath output=first path=note | table first",
        "* | sort 0 _time | head 3 | search seen | stats values(*) as *",
        "* | sort 0 _time | head 3 | eval first=if(searchmatch(\"seen\"), 1, 0) | table first",
      })
  void a_search_that_may_look_at_more_than_it_names_gets_the_whole_event(String spl) {
    SearchRun run = offered(spl);
    assertTrue(run.held() > EVENTS * (long) EVENT_BYTES, "holds " + run.held());
    List<String> rows = rows(run);
    assertTrue(
        rows.stream().anyMatch(row -> row.contains("x") || row.contains("1")),
        () -> "what it finds in the event: " + rows);
  }

  @Test
  void a_field_that_was_taken_away_does_not_come_back_out_of_the_event() {
    SearchRun run =
        offered("* | eval step=null() | sort 0 _time | stats count(step) as steps count");
    assertEquals(List.of("[0, " + EVENTS + "]"), rows(run));
  }

  @Test
  void the_parts_of_the_time_are_there_behind_a_command_that_holds_rows() {
    SearchRun run = offered("* | sort 0 _time | head 1 | eval at=date_minute | table at date_year");
    assertEquals(List.of("[0, 1970]"), rows(run));
  }

  @Test
  void rows_are_put_in_order_behind_the_last_filter() {
    SearchRun run = offered("* | eval odd=step%2 | where odd=5 | streamstats count | table count");
    assertEquals(0, run.held());
  }

  @Test
  void where_all_searches_together_hold_too_much_the_one_that_holds_the_most_ends() {
    String much = "* | sort 0 _time | head 1";
    String little = "* | stats count by user.name";
    SharedPass pass =
        new SharedPass(
            Map.of(
                much,
                Search.compile(much, ENVIRONMENT),
                little,
                Search.compile(little, ENVIRONMENT)),
            EVENTS * 1_000L);
    events().forEach(pass::offer);
    pass.endPass();
    assertEquals(7, Objects.requireNonNull(pass.results().get(little)).rows().size());
    assertTrue(
        String.valueOf(pass.failures().get(much)).contains("the most of all that ran beside it"),
        () -> pass.failures().toString());
  }
}
