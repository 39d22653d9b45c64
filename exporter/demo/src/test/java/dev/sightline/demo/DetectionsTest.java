package dev.sightline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.hunt.Hit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalog finds what the incident leaves in the records, and blames nobody else. */
class DetectionsTest {
  @Test
  void the_catalog_names_what_the_intruder_did_and_who_it_was() throws InterruptedException {
    List<StoryRecord> records = Story.of(Story.SEED).records();
    Detections detections = Detections.in(records);
    Set<String> found =
        detections.hits().stream().map(Hit::detectionId).collect(Collectors.toSet());
    assertTrue(
        found.containsAll(
            Set.of(
                "iam_user_created",
                "access_key_for_another_user",
                "administrator_policy_attached",
                "cloudtrail_stopped",
                "security_group_opened_to_the_world")),
        found::toString);
    assertEquals(1, detections.incidents().size());
    assertTrue(
        detections
            .incidents()
            .getFirst()
            .actors()
            .containsAll(
                List.of("user/" + IncidentFacts.LEAKED_USER, "user/" + IncidentFacts.CREATED_USER)),
        detections::text);
    for (Hit hit : detections.hits()) {
      assertEquals(IncidentFacts.ACCOUNT.label(), hit.accountName(), hit::toString);
      assertTrue(hit.address().contains(IncidentFacts.FOREIGN_ADDRESS), hit::toString);
    }
    assertTrue(detections.text().contains("user/" + IncidentFacts.CREATED_USER));
    assertTrue(detections.text().contains("offline approximation of SPL"));
  }
}
