package dev.sightline.splunk;

import static dev.sightline.splunk.Searched.DAY;
import static dev.sightline.splunk.Searched.TIME;
import static dev.sightline.splunk.Searched.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.KvServer;
import dev.sightline.stand.SearchFault;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a search head over real events, which misbehaves where it is told to. */
class IndexedRecordsTest {
  private final Searched splunk = new Searched();

  @AfterEach
  void close() {
    splunk.close();
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    IntStream.of(set).forEach(bits::set);
    return bits;
  }

  private String refusal(IndexedRecords records) {
    return String.valueOf(
        assertThrows(SearchException.class, () -> records.tallies(List.of(object(1)), DAY))
            .getMessage());
  }

  @Test
  void objects_are_counted_whole_short_twice_and_unknown() throws Exception {
    splunk.index(1, 0, 3);
    splunk.index(2, 0, 2);
    splunk.index(2, 1, 2);
    splunk.index(3, 1, 3);
    Map<String, IndexedRecords.Tally> tallies =
        splunk.records().tallies(List.of(object(1), object(2), object(3), object(4)), DAY);
    assertEquals(new IndexedRecords.Tally(3, 3, 0, 2), tallies.get(object(1)));
    assertEquals(new IndexedRecords.Tally(2, 3, 0, 1), tallies.get(object(2)));
    assertEquals(new IndexedRecords.Tally(2, 2, 1, 2), tallies.get(object(3)));
    assertEquals(IndexedRecords.Tally.NOTHING, tallies.get(object(4)));
    assertTrue(new IndexedRecords.Tally(3, 3, 0, 2).isExactly(3));
    assertTrue(IndexedRecords.Tally.NOTHING.isExactly(0));
    for (IndexedRecords.Tally other :
        List.of(
            new IndexedRecords.Tally(2, 3, 0, 1),
            new IndexedRecords.Tally(2, 2, 1, 2),
            IndexedRecords.Tally.NOTHING)) {
      assertFalse(other.isExactly(2), other.toString());
    }
  }

  @Test
  void ordinals_and_duplicates_are_named() throws Exception {
    splunk.index(1, 0, 2);
    splunk.index(1, 3, 4);
    splunk.index(1, 3, 4);
    Map<String, IndexedRecords.Held> held =
        splunk.records().held(List.of(object(1), object(2)), DAY);
    assertEquals(new IndexedRecords.Held(bits(0, 1, 3), Map.of(3, 2L)), held.get(object(1)));
    assertEquals(1, held.getOrDefault(object(1), IndexedRecords.Held.nothing()).surplus());
    assertEquals(IndexedRecords.Held.nothing(), held.get(object(2)));
  }

  @Test
  void an_id_that_only_looks_like_that_of_a_record_is_no_record() throws Exception {
    for (String like : List.of(":01", ":+1", ":1 ", ":1a", ":", ":99999999999")) {
      splunk.index(object(1) + like);
    }
    assertEquals(
        Map.of(object(1), IndexedRecords.Held.nothing()),
        splunk.records().held(List.of(object(1)), DAY));
  }

  @Test
  void events_with_ids_of_their_own_are_looked_for_by_them() throws Exception {
    splunk.index("2f3a-aggregated");
    splunk.index("2f3a-aggregated");
    splunk.index("another");
    assertEquals(
        Map.of("2f3a-aggregated", 2L),
        splunk.records().present(List.of("2f3a-aggregated", "absent"), DAY));
    assertFalse(IndexedRecords.isSearchable("a*"));
    assertFalse(IndexedRecords.isSearchable("a\" OR sightline_id=\"b"));
    assertThrows(
        IllegalArgumentException.class, () -> splunk.records().present(List.of("a*"), DAY));
  }

  @Test
  void many_objects_take_few_searches() throws Exception {
    List<String> objects = IntStream.range(0, 450).mapToObj(Searched::object).toList();
    for (int i = 0; i < 450; i++) {
      splunk.index(i, 0, 2);
    }
    IndexedRecords records = splunk.records();
    Map<String, IndexedRecords.Tally> tallies = records.tallies(objects, DAY);
    assertTrue(tallies.values().stream().allMatch(tally -> tally.isExactly(2)));
    assertEquals(3, records.searches());
    assertEquals(0, splunk.head.jobs(), "jobs that nobody removed");
  }

  @Test
  void an_object_of_more_records_than_a_page_is_read_to_its_end() throws Exception {
    splunk.index(1, 0, 10_001);
    IndexedRecords.Held held = splunk.records().held(List.of(object(1)), DAY).get(object(1));
    assertEquals(10_001, held == null ? -1 : held.ordinals().cardinality());
  }

  @Test
  void only_the_period_is_searched() throws Exception {
    splunk.index(object(1) + ":0", TIME.minus(Duration.ofDays(2)));
    splunk.index(object(1) + ":1", TIME);
    IndexedRecords.Held held = splunk.records().held(List.of(object(1)), DAY).get(object(1));
    assertEquals(bits(1), held == null ? null : held.ordinals());
  }

  @Test
  void a_search_that_is_refused_for_the_moment_is_begun_again() throws Exception {
    splunk.index(1, 0, 1);
    splunk.head.next(new SearchFault.Refuses(503), new SearchFault.Refuses(429));
    assertTrue(isWhole(splunk.records()));
  }

  private static boolean isWhole(IndexedRecords records) throws IOException, InterruptedException {
    return records
        .tallies(List.of(object(1)), DAY)
        .getOrDefault(object(1), IndexedRecords.Tally.NOTHING)
        .isExactly(1);
  }

  @Test
  void a_search_that_takes_its_time_is_waited_for() throws Exception {
    splunk.index(1, 0, 1);
    splunk.head.next(new SearchFault.Delays(Duration.ofMillis(300)));
    assertTrue(isWhole(splunk.records()));
  }

  @Test
  void a_search_that_never_ends_is_given_up_and_removed() {
    splunk.head.always(new SearchFault.NeverEnds());
    String said = refusal(splunk.records(Duration.ofMillis(400)));
    assertTrue(said.contains("was not done within"), said);
    assertEquals(0, splunk.head.jobs());
  }

  @Test
  void half_an_answer_is_none() {
    splunk.index(1, 0, 3);
    splunk.head.next(new SearchFault.Partial(1, "ERROR", "Unable to distribute to peer idx2"));
    assertTrue(refusal(splunk.records()).contains("Unable to distribute to peer idx2"));
    splunk.head.next(
        new SearchFault.Partial(1, "WARN", "Search results might be incomplete: peer idx2"));
    assertTrue(refusal(splunk.records()).contains("might be incomplete"));
    splunk.head.next(new SearchFault.Finalizes(1));
    assertTrue(refusal(splunk.records()).contains("ended the search early"));
    splunk.head.next(new SearchFault.Fails("out of disk"));
    assertTrue(refusal(splunk.records()).contains("out of disk"));
    splunk.head.next(new SearchFault.LosesRows(0));
    assertTrue(refusal(splunk.records()).contains("handed out 0 of 1 rows"));
    assertEquals(0, splunk.head.jobs());
  }

  @Test
  void a_word_of_splunk_that_is_no_warning_spoils_nothing() throws Exception {
    splunk.index(1, 0, 1);
    splunk.head.next(new SearchFault.Partial(9, "INFO", "Your search is fast"));
    assertTrue(isWhole(splunk.records()));
    splunk.head.next(new SearchFault.Partial(9, "WARN", "The timezone of this user is unknown"));
    assertTrue(isWhole(splunk.records()));
  }

  @Test
  void a_refused_token_is_told_and_not_repeated() {
    splunk.settings.put("sightline.splunk.token", "another-token");
    String said = refusal(splunk.records());
    assertTrue(said.contains("SIGHTLINE_SPLUNK_TOKEN"), said);
    assertFalse(said.contains("another-token"), said);
  }

  @Test
  void a_user_and_a_password_will_do() throws Exception {
    splunk.index(1, 0, 1);
    splunk.settings.remove("sightline.splunk.token");
    splunk.settings.put("sightline.splunk.user", KvServer.USER);
    splunk.settings.put("sightline.splunk.password", KvServer.PASSWORD);
    assertTrue(isWhole(splunk.records()));
  }

  @Test
  void a_port_that_is_closed_is_told() {
    splunk.settings.put("sightline.splunk.url", "http://127.0.0.1:1");
    String said = refusal(splunk.records(Duration.ofMillis(300)));
    assertTrue(said.contains("127.0.0.1:1 began no search"), said);
  }

  @Test
  void an_older_splunk_is_asked_on_its_older_path() throws Exception {
    splunk.index(1, 0, 1);
    splunk.server.judge((method, path) ->
        path.contains("/v2/") ? new KvServer.Fate.Answers(404, "") : new KvServer.Fate.Passes());
    assertTrue(isWhole(splunk.records()));
  }

  @Test
  void a_search_head_that_lags_finds_it_later() throws Exception {
    splunk.index(1, 0, 1);
    splunk.head.lag(Duration.ofHours(1));
    assertFalse(isWhole(splunk.records()));
    splunk.head.lag(Duration.ZERO);
    assertTrue(isWhole(splunk.records()));
  }

  @Test
  void the_retention_of_an_index_is_what_splunk_says() throws InterruptedException {
    splunk.head.retention(Duration.ofDays(90));
    Searches searches = new Searches(splunk.port(), Searches.Limits.STANDARD);
    assertEquals(Optional.of(Duration.ofDays(90)), searches.retention("aws"));
    splunk.server.judge((method, path) -> new KvServer.Fate.Answers(404, ""));
    assertEquals(Optional.empty(), searches.retention("aws"));
  }
}
