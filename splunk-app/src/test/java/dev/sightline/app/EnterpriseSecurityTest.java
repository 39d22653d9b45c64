package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sightline.catalog.Catalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Enterprise Security is given, which the app itself must not hold. */
class EnterpriseSecurityTest {
  private static Map<String, String> stanza(String name) {
    Map<String, String> values = new HashMap<>();
    Catalog catalog = Catalog.load(Path.of("../searches/catalog"));
    for (Conf.Setting setting : Conf.read("overlay", EnterpriseSecurity.overlay(catalog).bytes())) {
      if (setting.stanza().equals(name)) {
        values.put(setting.key(), setting.value());
      }
    }
    return values;
  }

  @Test
  void a_detection_adds_its_risk_to_the_object_of_its_hit_with_its_techniques() {
    Map<String, String> values = stanza("Sightline - cloudtrail_stopped");
    assertEquals(
        "[{\"risk_object_field\":\"risk_object\",\"risk_object_type\":\"user\",\"risk_score\":80}]",
        values.get("action.risk.param._risk"));
    assertEquals(
        "{\"mitre_attack\":[\"T1562.008\"]}", values.get("action.correlationsearch.annotations"));
    assertEquals("$message$", values.get("action.risk.param._risk_message"));
    assertEquals("ebd", values.get("action.correlationsearch.detection_type"));
    assertFalse(values.containsKey("action.notable"));
  }

  @Test
  void an_incident_is_a_finding_and_what_nobody_alerts_on_is_neither() {
    assertEquals("$title$", stanza("Sightline - incident").get("action.notable.param.rule_title"));
    assertEquals(Map.of(), stanza("Sightline - role_history"));
    assertEquals(Map.of(), stanza("Sightline - account_silent"));
  }
}
