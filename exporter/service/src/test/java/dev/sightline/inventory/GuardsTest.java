package dev.sightline.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardsTest {
  private static final Guards USUAL = new Guards(50, 20, false);

  private static Set<String> held(
      Guards guards, Map<String, Integer> before, Map<String, Integer> now) {
    return guards.held(before, now).keySet();
  }

  @Test
  void an_account_that_loses_more_than_the_share_is_held() {
    Map<String, Integer> before = Map.of("a", 100, "b", 1_000);
    assertEquals(Set.of("a"), held(USUAL, before, Map.of("a", 49, "b", 1_000)));
    assertEquals(Set.of(), held(USUAL, before, Map.of("a", 50, "b", 1_000)));
  }

  @Test
  void an_empty_answer_is_held_however_few_the_rows_were() {
    assertEquals(Set.of("a"), held(USUAL, Map.of("a", 1, "b", 99), Map.of("a", 0, "b", 99)));
    assertEquals(Set.of(), held(USUAL, Map.of("b", 99), Map.of("a", 0, "b", 99)));
  }

  @Test
  void of_a_few_rows_all_but_one_may_go() {
    assertEquals(Set.of(), held(USUAL, Map.of("a", 9, "b", 99), Map.of("a", 1, "b", 99)));
  }

  @Test
  void a_lookup_that_loses_more_than_its_share_is_held_in_all_accounts() {
    Map<String, Integer> before = Map.of("a", 100, "b", 100);
    assertEquals(Set.of("a", "b"), held(USUAL, before, Map.of("a", 79, "b", 80)));
    assertEquals(Set.of(), held(USUAL, before, Map.of("a", 80, "b", 80)));
  }

  @Test
  void an_account_that_did_not_answer_does_not_count_against_the_others() {
    assertEquals(Set.of(), held(USUAL, Map.of("a", 100, "b", 100), Map.of("a", 100)));
  }

  @Test
  void whoever_allows_it_believes_everything() {
    Guards all = new Guards(50, 20, true);
    assertTrue(held(all, Map.of("a", 100), Map.of("a", 0)).isEmpty());
  }
}
