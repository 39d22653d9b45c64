package dev.sightline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.demo.Comparison.Arrival;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the exit code of the demo hangs on. */
class ComparisonTest {
  private static final List<StoryRecord> PUT =
      List.of(
          record(Account.PAYMENTS, "{\"eventID\":\"1\"}"),
          record(Account.SANDBOX, "{\"eventID\":\"2\",\"name\":\"ü\"}"),
          record(Account.PAYMENTS, "{\"eventID\":\"3\"}"));

  private final List<Arrival> arrivals = new ArrayList<>(arrived());

  @Test
  void every_record_once_in_any_order_is_exactly_once() {
    Collections.reverse(arrivals);
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertTrue(comparison.isExactlyOnce());
    assertEquals(PUT, comparison.arrived());
    assertEquals(3, comparison.records());
  }

  @Test
  void a_record_that_is_missing_is_lost() {
    arrivals.remove(1);
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(List.of(PUT.get(1)), comparison.missing());
    assertEquals(3, comparison.records());
  }

  @Test
  void a_record_that_is_changed_by_one_byte_is_lost_and_what_came_instead_unexpected() {
    Arrival original = arrivals.get(1);
    arrivals.set(1, new Arrival(original.host(), original.id(), original.text().replace("ü", "u")));
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(List.of(PUT.get(1)), comparison.missing());
    assertEquals(1, comparison.unexpected());
    assertEquals(0, comparison.duplicates());
  }

  @Test
  void a_record_that_comes_twice_is_a_duplicate() {
    arrivals.add(arrivals.getFirst());
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(1, comparison.duplicates());
    assertEquals(List.of(), comparison.missing());
  }

  @Test
  void a_record_that_comes_again_under_another_id_is_a_duplicate() {
    Arrival first = arrivals.getFirst();
    arrivals.add(new Arrival(first.host(), "another:0", first.text()));
    assertEquals(1, Comparison.of(PUT, arrivals).duplicates());
  }

  @Test
  void two_records_under_one_id_are_a_duplicate_because_a_search_would_drop_one() {
    Arrival last = arrivals.getLast();
    arrivals.set(2, new Arrival(last.host(), arrivals.getFirst().id(), last.text()));
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(1, comparison.duplicates());
    assertEquals(List.of(), comparison.missing());
  }

  @Test
  void a_record_under_another_account_is_lost() {
    Arrival sandbox = arrivals.get(1);
    arrivals.set(1, new Arrival("12345678910", sandbox.id(), sandbox.text()));
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(List.of(PUT.get(1)), comparison.missing());
  }

  @Test
  void a_record_without_an_id_is_unexpected() {
    Arrival first = arrivals.getFirst();
    arrivals.set(0, new Arrival(first.host(), null, first.text()));
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(1, comparison.unexpected());
  }

  @Test
  void what_was_never_put_in_is_unexpected() {
    arrivals.add(new Arrival(Account.PAYMENTS.id(), "x:9", "{\"eventID\":\"9\"}"));
    Comparison comparison = Comparison.of(PUT, arrivals);
    assertFalse(comparison.isExactlyOnce());
    assertEquals(1, comparison.unexpected());
    assertEquals(List.of(), comparison.missing());
  }

  @Test
  void a_record_that_is_put_in_twice_cannot_be_compared() {
    List<StoryRecord> twice = List.of(PUT.getFirst(), PUT.getFirst());
    assertThrows(IllegalArgumentException.class, () -> Comparison.of(twice, List.of()));
  }

  private static StoryRecord record(Account account, String text) {
    return new StoryRecord(Chapter.ODD, account, Region.FRANKFURT, Story.DAY, text);
  }

  private static List<Arrival> arrived() {
    List<Arrival> arrived = new ArrayList<>();
    for (StoryRecord record : PUT) {
      arrived.add(new Arrival(record.account().id(), "object:" + arrived.size(), record.text()));
    }
    return arrived;
  }
}
