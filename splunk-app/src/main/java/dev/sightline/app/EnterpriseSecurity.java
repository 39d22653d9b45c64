package dev.sightline.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import java.util.Locale;

/**
 * What Enterprise Security reads beside a saved search: risk, findings and the annotations of
 * ATT&amp;CK. The app itself must not hold these keys, and they need Enterprise Security, so they
 * are a file of their own, which an administrator copies into the app's {@code local} folder.
 */
final class EnterpriseSecurity {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EnterpriseSecurity() {}

  /** A stanza for each search that alerts, and one for the search that joins hits. */
  static Conf overlay(Catalog catalog) {
    Conf conf =
        new Conf(
            "Risk and findings for Enterprise Security. Copy what you want of it to"
                + " sightline_aws/local/savedsearches.conf; nothing here enables a search.");
    for (Item item : catalog.items()) {
      boolean alerts = item.kind() == Item.Kind.DETECTION || item.kind() == Item.Kind.ANOMALY;
      if (alerts && item.schedule().isPresent()) {
        annotated(conf, item);
        risk(conf, item);
      } else if (item.id().equals("incident")) {
        annotated(conf, item);
        finding(conf, item);
      }
    }
    return conf;
  }

  private static void annotated(Conf conf, Item item) {
    String stanza = SavedSearches.PREFIX + item.id();
    ObjectNode annotations = JSON.createObjectNode();
    item.techniques().forEach(annotations.putArray("mitre_attack")::add);
    conf.set(stanza, "action.correlationsearch.enabled", "1");
    conf.set(stanza, "action.correlationsearch.label", SavedSearches.PREFIX + item.title());
    conf.set(stanza, "action.correlationsearch.annotations", annotations.toString());
    conf.set(stanza, "action.correlationsearch.detection_type", "ebd");
    ObjectNode metadata = JSON.createObjectNode();
    metadata.put("detection_id", item.uuid());
    metadata.put("deprecated", "0");
    conf.set(stanza, "action.correlationsearch.metadata", metadata.toString());
  }

  private static void risk(Conf conf, Item item) {
    String stanza = SavedSearches.PREFIX + item.id();
    ObjectNode object = JSON.createObjectNode();
    object.put("risk_object_field", "risk_object");
    object.put("risk_object_type", type(item.risk().objectField()));
    object.put("risk_score", item.risk().score());
    conf.set(stanza, "action.risk", "1");
    conf.set(stanza, "action.risk.param._risk", JSON.createArrayNode().add(object).toString());
    conf.set(stanza, "action.risk.param._risk_message", "$message$");
    conf.set(stanza, "action.risk.param._risk_score", "0");
    conf.set(stanza, "action.risk.param.verbose", "0");
  }

  /** Enterprise Security knows users, systems and the rest. */
  private static String type(String field) {
    return switch (field) {
      case "principal", "session" -> "user";
      case "address" -> "system";
      default -> "other";
    };
  }

  private static void finding(Conf conf, Item item) {
    String stanza = SavedSearches.PREFIX + item.id();
    conf.set(stanza, "action.notable", "1");
    // The entity is in the risk of the hits; a finding names none, and adds no second score.
    ObjectNode entity = JSON.createObjectNode();
    entity.put("risk_object_field", "N/A");
    entity.put("risk_object_type", "N/A");
    entity.put("risk_score", 0);
    conf.set(
        stanza, "action.notable.param._entities", JSON.createArrayNode().add(entity).toString());
    conf.set(stanza, "action.notable.param.rule_title", "$title$");
    conf.set(stanza, "action.notable.param.rule_description", "$story$");
    conf.set(stanza, "action.notable.param.security_domain", "threat");
    conf.set(
        stanza, "action.notable.param.severity", item.severity().name().toLowerCase(Locale.ROOT));
    conf.set(
        stanza, "action.notable.param.nes_fields", "incident_id,principals,addresses,accounts");
  }
}
