package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for all events: laws of the language, rather than examples. */
class SearchLawsTest {
  private static final String FUNCTIONS =
      "count, count(n) AS c, dc(u) AS d, values(u) AS v, sum(n) AS s, min(n) AS a, max(n) AS b,"
          + " avg(n) AS m, median(n) AS e, perc90(n) AS p, range(n) AS r, earliest(n) AS f,"
          + " latest(n) AS l";

  @Property(tries = 200)
  void where_after_where_is_and(
      @ForAll("events") List<Event> events, @ForAll @IntRange(max = 9) int n) {
    same("* | where n>" + n + " | where u=\"a\"", "* | where n>" + n + " AND u=\"a\"", events);
  }

  @Property(tries = 200)
  void search_after_search_is_and(
      @ForAll("events") List<Event> events, @ForAll @IntRange(max = 9) int n) {
    same("n>" + n + " | search u=A", "n>" + n + " u=A", events);
  }

  @Property(tries = 200)
  void not_of_a_filter_is_its_complement(@ForAll("events") List<Event> events) {
    long kept = rows("u=a OR n>4", events).size();
    long others = rows("NOT (u=a OR n>4)", events).size();
    assertEquals(events.size(), kept + others);
  }

  @Property(tries = 200)
  void in_is_or_of_equals(@ForAll("events") List<Event> events) {
    same("u IN (a, C)", "u=a OR u=C", events);
    same("* | where u IN (\"a\",\"c\")", "* | where u=\"a\" OR u=\"c\"", events);
  }

  @Property(tries = 200)
  void head_after_sort_is_the_start_of_sort(
      @ForAll("events") List<Event> events, @ForAll @IntRange(min = 1, max = 12) int n) {
    List<String> sorted = rows("* | sort 0 n, -u | table id n u", events);
    List<String> head = rows("* | sort 0 n, -u | head " + n + " | table id n u", events);
    assertEquals(sorted.subList(0, Math.min(n, sorted.size())), head);
    assertEquals(head, rows("* | sort " + n + " n, -u | table id n u", events));
  }

  @Property(tries = 200)
  void sort_puts_numbers_in_order(@ForAll("events") List<Event> events) {
    double last = Double.NEGATIVE_INFINITY;
    for (Row row : run("n=* | sort 0 n", events).rows()) {
      Value n = row.get("n");
      assertTrue(n != null && n.number() >= last);
      last = n == null ? last : n.number();
    }
  }

  @Property(tries = 200)
  void sort_of_numbers_addresses_and_text_does_not_depend_on_the_order_of_arrival(
      @ForAll @Size(max = 8) List<@From("mixed") String> values) {
    List<Event> events =
        values.stream().map(value -> Event.of("{\"v\":\"" + value + "\"}", 0)).toList();
    same("* | sort 0 v | table v", "* | reverse | sort 0 v | table v", events);
  }

  @Provide
  Arbitrary<String> mixed() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-20, 200).map(String::valueOf),
        Arbitraries.integers().between(0, 255).map(last -> "10.0.0." + last),
        Arbitraries.integers().between(0, 99).map(last -> "2001:db8::" + last),
        Arbitraries.strings().withChars("ab:.").ofMinLength(1).ofMaxLength(4));
  }

  @Property(tries = 200)
  void bin_puts_a_number_into_the_range_that_holds_it(
      @ForAll @IntRange(min = 1, max = 1_000_000) int number, @ForAll("spans") String span) {
    String event = "{\"n\":" + number / 100.0 + "}";
    Row row =
        run("* | bin n span=" + span + " AS r", List.of(Event.of(event, 0))).rows().getFirst();
    String range = String.valueOf(row.get("r"));
    double start = Double.parseDouble(range.substring(0, range.indexOf('-')));
    double end = Double.parseDouble(range.substring(range.indexOf('-') + 1));
    assertTrue(start <= number / 100.0 && number / 100.0 < end, range);
  }

  @Provide
  Arbitrary<String> spans() {
    return Arbitraries.of("1", "7", "0.1", "0.25", "100", "log2", "log10", "3log10", "1.5log2");
  }

  @Property(tries = 200)
  void stats_of_groups_add_up_to_stats_of_all(@ForAll("events") List<Event> events) {
    same(
        "* | stats count AS c sum(n) AS s min(n) AS a max(n) AS b by g"
            + " | stats sum(c) AS c sum(s) AS s min(a) AS a max(b) AS b",
        "g=* | stats count AS c sum(n) AS s min(n) AS a max(n) AS b" + " | eval c=if(c=0,null(),c)",
        events);
  }

  @Property(tries = 200)
  void stats_does_not_depend_on_the_order_of_events(
      @ForAll("events") List<Event> events, @ForAll long seed) {
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    String search = "* | stats " + FUNCTIONS + " by g";
    assertEquals(rows(search, events), rows(search, shuffled));
  }

  @Property(tries = 200)
  void the_last_row_of_streamstats_is_stats(@ForAll("events") List<Event> events) {
    if (!events.isEmpty()) {
      same(
          "* | streamstats count AS c sum(n) AS s dc(u) AS d | tail 1 | table c s d",
          "* | stats count AS c sum(n) AS s dc(u) AS d",
          events);
    }
  }

  /** Values cannot be taken out of a window again, so that all is counted anew for each row. */
  @Property(tries = 200)
  void a_window_that_moves_counts_what_counting_anew_does(@ForAll("events") List<Event> events) {
    for (String window :
        List.of(
            "window=3",
            "window=2 global=f",
            "window=3 current=f",
            "time_window=4s",
            "time_window=3s current=f",
            "window=4 reset_on_change=t")) {
      String counts = "* | streamstats " + window + " count AS c dc(u) AS d count(n) AS k";
      same(
          counts + " by g | table id c d k",
          counts + " values(u) AS v by g | table id c d k",
          events);
    }
  }

  @Property(tries = 200)
  void eventstats_gives_every_row_what_stats_gives_its_group(@ForAll("events") List<Event> events) {
    same(
        "g=* | eventstats count AS c max(n) AS b by g | stats values(c) AS c values(b) AS b by g",
        "g=* | stats count AS c max(n) AS b by g",
        events);
  }

  @Property(tries = 200)
  void dedup_keeps_as_many_rows_as_there_are_values(@ForAll("events") List<Event> events) {
    same("* | dedup u | stats count", "* | stats dc(u) AS count", events);
  }

  @Property(tries = 200)
  void any_order_of_arrival_gives_what_newest_first_gives(
      @ForAll("events") List<Event> events, @ForAll long seed) {
    List<Event> newestFirst = new ArrayList<>(events);
    newestFirst.sort((a, b) -> Double.compare(b.time(), a.time()));
    List<Event> shuffled = new ArrayList<>(newestFirst);
    Collections.shuffle(shuffled, new Random(seed));
    SearchEnvironment any = SearchEnvironment.at(() -> 0).withOrder(SearchEnvironment.Order.ANY);
    String search = "* | streamstats count AS k by u | dedup g | table id k";
    assertEquals(rows(search, newestFirst), shown(Search.compile(search, any).run(shuffled)));
  }

  @Property(tries = 100)
  void many_searches_over_one_pass_give_what_each_gives_alone(
      @ForAll("events") List<Event> events) {
    List<String> searches =
        List.of(
            "eventName=A | stats count",
            "eventName IN (a, B) n>2 | table id",
            "eventSource=s1 | stats dc(u) AS d",
            "NOT eventName=A | stats count by eventName",
            "eventName=A [ search eventName=B | dedup u | table u ] | table id u",
            "eventName=B | join type=left u [ search eventName=A | stats max(n) AS b by u ]"
                + " | table id b");
    Map<String, Search> compiled = new LinkedHashMap<>();
    searches.forEach(text -> compiled.put(text, compile(text)));
    SharedPass pass = new SharedPass(compiled);
    boolean done = false;
    while (!done) {
      events.forEach(pass::offer);
      done = pass.endPass();
    }
    for (String text : searches) {
      Results results = pass.results().get(text);
      assertEquals(rows(text, events), results == null ? List.of() : shown(results), text);
    }
  }

  @Property(tries = 1000)
  void any_text_is_a_search_or_is_refused_at_a_place(@ForAll("texts") String text) {
    try {
      compile(text).run(List.of(Event.of("{\"id\":\"a\",\"n\":1}", 1)));
    } catch (SplException e) {
      assertTrue(e.line() >= 1 && e.column() >= 1, e.getMessage());
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "* ",
            "| ",
            "eval ",
            "where ",
            "stats ",
            "x=",
            "n",
            "(",
            ")",
            "[",
            "]",
            "\"",
            "`",
            ",",
            "count ",
            "by ",
            "AS ",
            "search ",
            "id ",
            "rex ",
            "\"(?<a>.)\" ",
            "AND ",
            "OR ",
            "NOT ",
            "1",
            "-",
            "+",
            ".",
            "/",
            "%",
            "<",
            "!=",
            "IN ",
            "sort ",
            "head ",
            "lookup ",
            "join ",
            "if(",
            "null() ",
            "timechart ",
            "span=1h ",
            "mvexpand ",
            "bin ",
            "_time ",
            "'",
            "\\")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<String> field =
        Combinators.combine(
                Arbitraries.integers().between(0, 9).injectNull(0.2),
                Arbitraries.of("a", "b", "c").injectNull(0.2),
                Arbitraries.of("x", "y").injectNull(0.1),
                Arbitraries.of("A", "B", "C"),
                Arbitraries.of("s1", "s2"))
            .as((n, u, g, name, source) ->
                (n == null ? "" : "\"n\":" + n + ",")
                    + (u == null ? "" : "\"u\":\"" + u + "\",")
                    + (g == null ? "" : "\"g\":\"" + g + "\",")
                    + "\"eventName\":\""
                    + name
                    + "\",\"eventSource\":\""
                    + source
                    + "\"");
    return field
        .list()
        .ofMaxSize(20)
        .map(bodies -> {
          List<Event> events = new ArrayList<>();
          for (int i = 0; i < bodies.size(); i++) {
            events.add(Event.of("{\"id\":\"e" + i + "\"," + bodies.get(i) + "}", 1_000 - i));
          }
          return events;
        });
  }

  private static Search compile(String text) {
    return Search.compile(text, SearchEnvironment.at(() -> 1_000));
  }

  private static Results run(String text, List<Event> events) {
    return compile(text).run(events);
  }

  private static List<String> rows(String text, List<Event> events) {
    return shown(run(text, events));
  }

  private static List<String> shown(Results results) {
    List<String> rows = new ArrayList<>();
    for (Row row : results.rows()) {
      StringBuilder shown = new StringBuilder();
      results
          .fields()
          .forEach(field -> shown.append(field).append('=').append(row.get(field)).append(' '));
      rows.add(shown.toString());
    }
    return rows;
  }

  private static void same(String left, String right, List<Event> events) {
    assertEquals(rows(left, events), rows(right, events));
  }
}
