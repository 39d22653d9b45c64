package dev.sightline.hunt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.object.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Incidents as JSON, and as lines for a person. */
public final class IncidentForms {
  private static final int MOST_SENTENCES = 40;

  private IncidentForms() {}

  /**
   * All fields of an incident.
   *
   * @param hits all hits of the hunt: {@code hit_positions} says which of them are the incident's
   */
  public static ObjectNode json(Incident incident, List<Hit> hits) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("incident_id", incident.id());
    node.put("title", incident.title());
    node.put("score", incident.score());
    node.put("severity", incident.severity().name().toLowerCase(Locale.ROOT));
    incident.actors().forEach(node.putArray("actors")::add);
    incident.principals().forEach(node.putArray("principals")::add);
    incident.addresses().forEach(node.putArray("addresses")::add);
    incident.accessKeys().forEach(node.putArray("access_keys")::add);
    incident.accounts().forEach(node.putArray("accounts")::add);
    incident.accountNames().forEach(node.putArray("account_names")::add);
    incident.owners().forEach(node.putArray("owners")::add);
    incident.environments().forEach(node.putArray("environments")::add);
    incident.tactics().forEach(node.putArray("tactics")::add);
    incident.techniques().forEach(node.putArray("techniques")::add);
    node.put("first_seen", incident.firstSeen());
    node.put("last_seen", incident.lastSeen());
    node.put("hits", incident.hits().size());
    incident.hits().stream()
        .map(Hit::detectionId)
        .distinct()
        .sorted()
        .forEach(node.putArray("detection_ids")::add);
    incident.story().forEach(node.putArray("story")::add);
    incident.shared().forEach(node.putArray("shared_addresses")::add);
    ArrayNode positions = node.putArray("hit_positions");
    incident.hits().stream().mapToInt(hits::indexOf).sorted().forEach(positions::add);
    return node;
  }

  /** What a person reads before the hits. */
  public static List<String> lines(Incident incident) {
    List<String> lines = new ArrayList<>();
    lines.add(incident.severity().name() + "  " + incident.title());
    lines.add(
        "  score "
            + incident.score()
            + ", "
            + incident.hits().size()
            + (incident.hits().size() == 1 ? " hit, " : " hits, ")
            + clock(incident.firstSeen())
            + " to "
            + clock(incident.lastSeen())
            + " UTC, incident "
            + incident.id());
    named(lines, "who", incident.actors());
    named(lines, "from", incident.addresses());
    named(lines, "keys", incident.accessKeys());
    named(lines, "owners", incident.owners());
    named(lines, "tactics", incident.tactics());
    named(lines, "joined nobody, since others call from there too", incident.shared());
    incident.story().stream()
        .limit(MOST_SENTENCES)
        .forEach(sentence -> lines.add("    " + Printable.of(sentence)));
    int more = incident.story().size() - MOST_SENTENCES;
    if (more > 0) {
      lines.add("    … and " + more + " sentences more; --json has them all.");
    }
    return lines;
  }

  private static void named(List<String> lines, String name, List<String> values) {
    if (!values.isEmpty()) {
      int most = Math.min(values.size(), 8);
      String more = values.size() > most ? " and " + (values.size() - most) + " more" : "";
      lines.add(
          "  " + name + ": " + Printable.of(String.join(", ", values.subList(0, most))) + more);
    }
  }

  private static String clock(String time) {
    return time.replace('T', ' ').replace("Z", "");
  }
}
