package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.KeyScan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedPassTest {
  private static final SearchEnvironment ENVIRONMENT = SearchEnvironment.at(() -> 1_000);

  @Test
  void the_names_behind_a_key_are_found_wherever_they_stand() {
    Event event =
        Event.of("{\"eventName\" : \"A\",\"x\":{\"eventName\":\"B\"},\"y\":\"eventName\"}", 1);
    assertEquals(Set.of("a", "b"), new KeyScan("eventName").values(event));
  }

  @Test
  void an_event_with_a_name_inside_is_still_tested_by_its_own_name() {
    SharedPass pass =
        new SharedPass(
            Map.of("count", Search.compile("eventName IN (A, B) | stats count", ENVIRONMENT)));
    pass.offer(Event.of("{\"eventName\":\"A\",\"x\":{\"eventName\":\"B\"}}", 1));
    pass.offer(Event.of("{\"eventName\":\"C\",\"x\":{\"eventName\":\"B\"}}", 2));
    pass.endPass();
    Results results = pass.results().get("count");
    assertEquals(
        "1", String.valueOf(results == null ? null : results.rows().getFirst().get("count")));
  }

  @Test
  void the_names_that_are_needed_are_known_only_where_every_search_names_them() {
    Search named = Search.compile("eventName=A", ENVIRONMENT);
    Search open = Search.compile("errorCode=*", ENVIRONMENT);
    assertEquals(Optional.of(Set.of("a")), new SharedPass(Map.of("n", named)).eventNames());
    assertEquals(Optional.empty(), new SharedPass(Map.of("n", named, "o", open)).eventNames());
  }
}
