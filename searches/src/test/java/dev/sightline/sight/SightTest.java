package dev.sightline.sight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.SearchEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SightTest {
  @Test
  void fields_are_read_wherever_they_are_named() {
    Sight sight =
        of(
            "eventName=A | eval x='requestParameters.a.b' | stats values(userAgent) as y by"
                + " awsRegion | rex field=z \"(?<w>.)\" | fields x, resources{}.ARN");
    assertTrue(
        sight
            .words()
            .containsAll(
                Set.of("requestParameters.a.b", "userAgent", "awsRegion", "z", "resources{}.ARN")));
    assertFalse(sight.everything());
  }

  @Test
  void a_search_whose_reading_is_not_in_its_text_reads_everything() {
    assertTrue(of("AKIAIOSFODNN7EXAMPLE").everything());
    assertTrue(of("eventName=A | rex \"(?<w>.)\" | rex field=_raw \"(?<v>.)\"").everything());
    assertTrue(of("eventName=A | spath").everything());
    assertTrue(of("eventName=A | stats values(*)").everything());
    assertTrue(of("eventName=A | fields *").everything());
    assertTrue(of("eventName=A | eval x=json_extract(_raw, y)").everything());
    assertTrue(
        of("eventName=A [search eventName=B | rename eventID as search | fields search]")
            .everything());
    assertTrue(of("eventName=A | map search=\"search eventID=$eventID$\"").everything());
    assertTrue(of("not | a search that is understood").everything());
  }

  @Test
  void a_star_among_values_and_one_path_of_the_text_are_no_such_reading() {
    assertFalse(of("eventName=A errorCode=* | search userAgent=\"*aws*\"").everything());
    assertFalse(of("NOT [| makeresults | eval a=1 | fields a] userAgent=*").everything());
    assertFalse(of("eventName=A | eval x=json_extract(_raw, \"responseElements.a\")").everything());
    assertFalse(
        of("eventName=A | spath input=_raw path=requestParameters.a output=b").everything());
    assertFalse(of("eventName=A | eval x=coalesce(eventID, md5(_time . _raw))").everything());
    assertFalse(of("eventName=A NOT [| makeresults | fields a] errorCode=*").everything());
    assertTrue(
        of("eventName=A | eval x=json_extract(_raw, \"responseElements.a\")")
            .words()
            .contains("responseElements.a"));
  }

  @Test
  void a_subsearch_that_needs_no_event_says_which_fields_it_asks_for() {
    Sight sight =
        of(
            "eventName=A NOT [| makeresults | eval search=\"userIdentity.arn=\\\"x\\\"\" | fields"
                + " search]");
    assertFalse(sight.everything());
  }

  @Test
  void a_member_is_named_by_itself_by_what_stands_in_it_and_by_what_it_stands_in() {
    assertTrue(Sight.names("a", "a"));
    assertTrue(Sight.names("a.b", "a"));
    assertTrue(Sight.names("a{}.b", "a"));
    assertTrue(Sight.names("a", "a.b"));
    assertTrue(Sight.names("a*", "ab"));
    assertFalse(Sight.names("ab", "a"));
    assertFalse(Sight.names("a", "ab"));
  }

  @Test
  void each_alternative_of_a_filter_is_judged_for_itself() {
    Sight sight = of("(eventName=A errorCode=B) OR (eventSource=s userIdentity.type=Root)");
    assertEquals(
        Optional.empty(),
        degree(
            sight,
            Map.of(
                "eventName", List.of("A"), "errorCode", List.of(), "eventSource", List.of("t"))));
    assertEquals(
        Optional.of(Effect.Degree.BLINDED),
        degree(sight, Map.of("eventName", List.of("A"), "errorCode", List.of("B"))));
    assertEquals(
        Optional.of(Effect.Degree.BLINDED),
        degree(sight, Map.of("eventSource", List.of("s"), "eventName", List.of("C"))));
  }

  @Test
  void what_is_written_judges_as_what_it_was_written_from() {
    Sight sight = of("(eventName IN (A, \"B\\\"*\") errorCode!=C NOT word) OR userAgent<5");
    Sight again = Sights.read(Sights.write(List.of(sight))).getFirst();
    assertEquals(sight.words(), again.words());
    for (String name : List.of("A", "B\"x", "D")) {
      for (String error : List.of("C", "E")) {
        Map<String, List<String>> when =
            Map.of("eventName", List.of(name), "errorCode", List.of(error), "userAgent", List.of());
        assertEquals(degree(sight, when), degree(again, when), when.toString());
      }
    }
  }

  private static Optional<Effect.Degree> degree(Sight sight, Map<String, List<String>> when) {
    return sight.under(new Loss(when, List.of())).map(Effect::degree);
  }

  private static Sight of(String spl) {
    return Sight.of("own", "Own", true, spl, SearchEnvironment.at(() -> 0), Set.of());
  }
}
