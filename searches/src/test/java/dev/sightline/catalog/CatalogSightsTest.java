package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.sight.Effect;
import dev.sightline.sight.Effect.Degree;
import dev.sightline.sight.Loss;
import dev.sightline.sight.Sight;
import dev.sightline.sight.Sights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogSightsTest {
  private static final Catalog CATALOG = Catalog.shipped();
  private static final List<Sight> SIGHTS = CatalogSights.of(CATALOG);

  private static final Map<String, List<String>> READS_OF_SERVICES =
      Map.of(
          "eventSource", List.of("kms.amazonaws.com"),
          "eventName", List.of("Decrypt"),
          "userIdentity.type", List.of("AWSService"),
          "errorCode", List.of());

  @Test
  void what_the_build_wrote_is_what_the_catalog_says() {
    assertEquals(SIGHTS.size(), Sights.shipped().size());
    assertEquals(Sights.write(SIGHTS).toString(), Sights.write(Sights.shipped()).toString());
    Loss loss = new Loss(READS_OF_SERVICES, List.of());
    assertEquals(effects(SIGHTS, loss), effects(Sights.shipped(), loss));
  }

  @Test
  void a_rule_that_takes_what_a_firing_test_consists_of_blinds_the_search() {
    List<String> seeing = new ArrayList<>();
    for (Item item : CATALOG.items()) {
      for (ItemTest test : item.tests()) {
        test.events().stream()
            .filter(occurrence -> test.fires() && occurrence.event().has("eventName"))
            .limit(1)
            .forEach(occurrence -> {
              Loss loss =
                  new Loss(
                      Map.of("eventName", List.of(occurrence.event().get("eventName").asText())),
                      List.of());
              if (degree(item.id(), loss).isEmpty()) {
                seeing.add(item.id() + ": " + test.name());
              }
            });
      }
    }
    assertEquals(List.of(), seeing);
  }

  @Test
  void a_search_that_names_its_calls_is_blinded_and_one_of_all_calls_is_narrowed() {
    Loss loss = new Loss(Map.of("eventName", List.of("StopLogging")), List.of());
    assertEquals(Optional.of(Degree.BLINDED), degree("cloudtrail_stopped", loss));
    assertEquals(Optional.of(Degree.NARROWED), degree("many_denied_calls", loss));
  }

  @Test
  void a_wildcard_in_the_rule_covers_the_names_that_it_matches() {
    Loss loss = new Loss(Map.of("eventName", List.of("Stop*")), List.of());
    assertEquals(Optional.of(Degree.BLINDED), degree("cloudtrail_stopped", loss));
    Loss other = new Loss(Map.of("eventName", List.of("Start*")), List.of());
    assertEquals(Optional.empty(), degree("cloudtrail_stopped", other));
  }

  @Test
  void a_condition_that_the_search_excludes_keeps_it_seeing() {
    Map<String, List<String>> failed =
        Map.of("eventName", List.of("StopLogging"), "errorCode", List.of("AccessDenied"));
    assertEquals(Optional.empty(), degree("cloudtrail_stopped", new Loss(failed, List.of())));
    assertEquals(
        Optional.empty(),
        degree("many_keys_used_to_decrypt", new Loss(READS_OF_SERVICES, List.of())));
  }

  @Test
  void a_rule_without_a_call_or_a_service_blinds_whatever_it_touches() {
    Loss loss = new Loss(Map.of("readOnly", List.of("true")), List.of());
    assertEquals(Optional.of(Degree.BLINDED), degree("secrets_read_in_bulk", loss));
    assertEquals(Optional.of(Degree.BLINDED), degree("many_denied_calls", loss));
  }

  @Test
  void a_member_that_a_search_reads_may_not_go_and_one_that_it_does_not_read_may() {
    Map<String, List<String>> stopped = Map.of("eventName", List.of("StopLogging"));
    Optional<Effect> effect =
        effect("cloudtrail_stopped", new Loss(stopped, List.of("requestParameters")));
    assertTrue(effect.orElseThrow().reason().startsWith("reads requestParameters."));
    assertEquals(
        Optional.empty(), degree("cloudtrail_stopped", new Loss(stopped, List.of("tlsDetails"))));
    assertEquals(
        Optional.empty(),
        degree("cloudtrail_stopped", new Loss(READS_OF_SERVICES, List.of("requestParameters"))));
  }

  @Test
  void who_reads_the_text_of_events_reads_every_member() {
    Loss loss = new Loss(Map.of(), List.of("tlsDetails"));
    assertEquals(Optional.of(Degree.NARROWED), degree("person_history", loss));
    assertEquals(Optional.of(Degree.BLINDED), degree("data_replicated_outside", loss));
  }

  @Test
  void findings_of_guardduty_are_not_touched_by_rules_for_the_trail() {
    assertEquals(
        Optional.empty(), degree("guardduty_finding", new Loss(Map.of(), List.of("tlsDetails"))));
  }

  private static Optional<Degree> degree(String id, Loss loss) {
    return effect(id, loss).map(Effect::degree);
  }

  private static Optional<Effect> effect(String id, Loss loss) {
    return SIGHTS.stream()
        .filter(sight -> sight.id().equals(id))
        .findFirst()
        .orElseThrow()
        .under(loss);
  }

  private static List<Effect> effects(List<Sight> sights, Loss loss) {
    return sights.stream().flatMap(sight -> sight.under(loss).stream()).toList();
  }
}
