package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.KeyScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SharedPassTest {
  private static final SearchEnvironment ENVIRONMENT = SearchEnvironment.at(() -> 1_000);

  private static Map<String, Search> searches(String... spl) {
    Map<String, Search> searches = new LinkedHashMap<>();
    for (String one : spl) {
      searches.put(one, Search.compile(one, ENVIRONMENT));
    }
    return searches;
  }

  private static boolean mayConcern(String spl, String json) {
    byte[] bytes = ("##" + json + "##").getBytes(StandardCharsets.UTF_8);
    return new SharedPass(searches(spl)).selector().mayConcern(bytes, 2, bytes.length - 4);
  }

  @Test
  void keys_are_found_wherever_they_stand_and_texts_behind_them_are_told() {
    byte[] json =
        """
        {"eventName" : "A","x":{"eventName":"B"},"y":"eventName","errorCode":7,"eventName":"\\u0041"}
        """
            .getBytes(StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    new KeyScan(List.of("eventName", "errorCode", "eventNam"))
        .scan(
            json,
            0,
            json.length,
            new KeyScan.Visitor() {
              @Override
              public void text(int key, int from, int to) {
                found.add(key + new String(json, from, to - from, StandardCharsets.UTF_8));
              }

              @Override
              public void other(int key) {
                found.add(key + "?");
              }
            });
    assertEquals(List.of("0A", "0B", "1?", "0?"), found);
  }

  @Test
  void an_event_with_a_name_inside_is_still_tested_by_its_own_name() {
    String spl = "eventName IN (A, B) | stats count";
    SharedPass pass = new SharedPass(searches(spl));
    offer(pass, "{\"eventName\":\"A\",\"x\":{\"eventName\":\"B\"}}");
    offer(pass, "{\"eventName\":\"C\",\"x\":{\"eventName\":\"B\"}}");
    pass.endPass();
    assertEquals("1", value(pass, spl, "count"));
  }

  @Test
  void names_sources_and_keys_are_demanded_before_any_json_is_read() {
    String spl = "eventSource=s eventName=A errorCode=*";
    assertTrue(mayConcern(spl, "{\"eventSource\":\"S\",\"eventName\":\"a\",\"errorCode\":\"x\"}"));
    assertFalse(mayConcern(spl, "{\"eventSource\":\"S\",\"eventName\":\"a\"}"));
    assertFalse(mayConcern(spl, "{\"eventSource\":\"T\",\"eventName\":\"a\",\"errorCode\":\"\"}"));
    assertFalse(mayConcern(spl, "{\"eventSource\":\"S\",\"eventName\":\"b\",\"errorCode\":\"\"}"));
    assertTrue(mayConcern("a.b.c{}=1 OR d=2", "{\"c\":[]}"));
    assertFalse(mayConcern("a.b.c{}=1 OR d=2", "{\"b\":[]}"));
    assertTrue(mayConcern("NOT d=2", "{}"));
    assertTrue(mayConcern("host=h", "{}"));
  }

  @Test
  void a_name_that_is_not_a_plain_text_is_left_to_the_filter() {
    assertTrue(mayConcern("eventName=\"a/b\"", "{\"eventName\":\"a\\/b\"}"));
    assertTrue(mayConcern("eventName=5", "{\"eventName\":5}"));
  }

  @Test
  void an_event_that_the_first_command_refuses_is_selected_by_no_search() {
    SharedPass.Selector selector = new SharedPass(searches("eventName=A x=1")).selector();
    Event event = Event.of("{\"eventName\":\"A\",\"x\":2}", 1);
    byte[] bytes = event.raw().getBytes(StandardCharsets.UTF_8);
    assertTrue(selector.mayConcern(bytes, 0, bytes.length));
    assertNull(selector.select(event));
  }

  @Test
  void a_search_that_fails_leaves_the_others_alone() {
    String failing = "x=* | rex field=x \"^(?<y>((a+)+)+\\3b$)\"";
    SharedPass pass = new SharedPass(searches(failing, "x=* | stats count"));
    offer(pass, "{\"x\":\"" + "a".repeat(60) + "!\"}");
    offer(pass, "{\"x\":\"a\"}");
    assertTrue(pass.endPass());
    assertEquals("2", value(pass, "x=* | stats count", "count"));
    assertTrue(pass.failures().containsKey(failing));
    assertFalse(pass.results().containsKey(failing));
  }

  @Test
  void a_subsearch_over_events_takes_a_pass_of_its_own() {
    String spl = "[search a=* | table a] b=* | stats count";
    SharedPass pass = new SharedPass(searches(spl));
    for (int turn = 0; turn < 2; turn++) {
      offer(pass, "{\"a\":\"1\"}");
      offer(pass, "{\"a\":\"1\",\"b\":\"2\"}");
      offer(pass, "{\"b\":\"2\"}");
      assertEquals(turn == 1, pass.endPass());
    }
    assertEquals("1", value(pass, spl, "count"));
  }

  @Test
  void a_search_with_a_subsearch_behind_is_offered_what_either_of_them_wants() {
    String spl = "eventName=A | stats count | append [search eventName=B | stats count]";
    assertTrue(mayConcern(spl, "{\"eventName\":\"A\"}"));
    assertTrue(mayConcern(spl, "{\"eventName\":\"B\"}"));
    assertFalse(mayConcern(spl, "{\"eventName\":\"C\"}"));
    SharedPass pass = new SharedPass(searches(spl));
    offer(pass, "{\"eventName\":\"A\"}");
    offer(pass, "{\"eventName\":\"B\"}");
    offer(pass, "{\"eventName\":\"B\"}");
    assertTrue(pass.endPass());
    assertEquals(2, Objects.requireNonNull(pass.results().get(spl)).rows().size());
    assertEquals(
        "2",
        String.valueOf(
            Objects.requireNonNull(pass.results().get(spl)).rows().getLast().get("count")));
  }

  private static void offer(SharedPass pass, String json) {
    pass.offer(Event.of(json, 1));
  }

  private static String value(SharedPass pass, String search, String field) {
    Results results = Objects.requireNonNull(pass.results().get(search));
    return String.valueOf(results.rows().getFirst().get(field));
  }
}
