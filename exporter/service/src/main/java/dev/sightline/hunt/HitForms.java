package dev.sightline.hunt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.object.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hits as JSON, as CSV, and as a table for a person. */
public final class HitForms {
  /** Characters of a cell in a table; the rest is in the other forms. */
  private static final int WIDEST = 48;

  private HitForms() {}

  /** All fields of a hit; of several values a list, of one its text, of none null. */
  public static ObjectNode json(Hit hit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    fields(hit)
        .forEach((name, value) -> {
          switch (value) {
            case Several(List<String> texts, boolean always) -> {
              if (always || texts.size() > 1) {
                texts.forEach(node.putArray(name)::add);
              } else {
                node.put(name, texts.isEmpty() ? null : texts.getFirst());
              }
            }
            case Number number -> node.put(name, number.longValue());
            case Boolean truth -> node.put(name, truth);
            default -> node.put(name, value.equals(NOTHING) ? null : value.toString());
          }
        });
    return node;
  }

  private record Several(List<String> texts, boolean always) {}

  private static final Object NOTHING = new Object();

  private static Map<String, Object> fields(Hit hit) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("detection_id", hit.detectionId());
    fields.put("title", hit.title());
    fields.put("kind", hit.kind());
    fields.put("severity", hit.severity().name().toLowerCase(Locale.ROOT));
    fields.put("risk_score", hit.riskScore());
    fields.put("risk_object", text(hit.riskObject()));
    fields.put("risk_object_type", text(hit.riskObjectType()));
    fields.put("account_id", text(hit.accountId()));
    fields.put("account_name", text(hit.accountName()));
    fields.put("environment", text(hit.environment()));
    fields.put("owner", text(hit.owner()));
    fields.put("principal", text(hit.principal()));
    fields.put("session", new Several(hit.session(), false));
    fields.put("address", new Several(hit.address(), false));
    fields.put("country", new Several(hit.country(), false));
    fields.put("region", new Several(hit.region(), false));
    fields.put("access_key", new Several(hit.accessKey(), false));
    fields.put("user_agent", new Several(hit.userAgent(), false));
    fields.put("error", new Several(hit.error(), false));
    fields.put("resource", new Several(hit.resource(), false));
    fields.put("attack_technique", new Several(hit.attackTechnique(), true));
    fields.put("tactic", new Several(hit.tactic(), true));
    fields.put("first_seen", text(hit.firstSeen()));
    fields.put("last_seen", text(hit.lastSeen()));
    fields.put("count", hit.count());
    fields.put("event_names", new Several(hit.eventNames(), true));
    fields.put("event_ids", new Several(hit.eventIds(), true));
    fields.put("event_ids_truncated", hit.eventIdsTruncated());
    fields.put("message", text(hit.message()));
    return fields;
  }

  private static Object text(@Nullable String text) {
    return text == null ? NOTHING : text;
  }

  /** Lines of CSV, the first with the names of the columns; several values stand on lines. */
  public static List<String> csv(List<Hit> hits) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "detection_id,title,kind,severity,risk_score,risk_object,risk_object_type,account_id,"
            + "account_name,environment,owner,principal,session,address,country,region,access_key,user_agent,"
            + "error,resource,attack_technique,tactic,first_seen,last_seen,count,event_names,event_ids,"
            + "event_ids_truncated,message");
    for (Hit hit : hits) {
      List<String> cells = new ArrayList<>();
      for (Object value : fields(hit).values()) {
        cells.add(
            Cells.csv(
                switch (value) {
                  case Several(List<String> texts, _) -> String.join("\n", texts);
                  default -> value.equals(NOTHING) ? "" : value.toString();
                }));
      }
      lines.add(String.join(",", cells));
    }
    return lines;
  }

  /** Rows of a table, the first with the names of its columns. */
  public static List<List<String>> table(List<Hit> hits) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "SEVERITY",
            "DETECTION",
            "ACCOUNT",
            "OWNER",
            "PRINCIPAL",
            "RESOURCE",
            "ATT&CK",
            "FIRST SEEN",
            "LAST SEEN",
            "EVENTS"));
    for (Hit hit : hits) {
      rows.add(
          List.of(
              hit.severity().name().toLowerCase(Locale.ROOT),
              hit.detectionId(),
              cell(hit.accountName() == null ? hit.accountId() : hit.accountName()),
              cell(hit.owner()),
              cell(hit.principal() == null ? null : shortened(hit.principal())),
              cell(shortened(joined(hit.resource()))),
              String.join(" ", hit.attackTechnique()),
              cell(hit.firstSeen()),
              cell(hit.lastSeen()),
              String.valueOf(hit.count())));
    }
    return rows;
  }

  private static String joined(List<String> texts) {
    return texts.isEmpty()
        ? ""
        : texts.getFirst() + (texts.size() > 1 ? " +" + (texts.size() - 1) : "");
  }

  /** An ARN without what the account's column says already. */
  public static String shortened(String text) {
    return text.replaceFirst("^arn:aws[a-z-]*:(iam|sts)::\\d{12}:", "");
  }

  private static String cell(@Nullable String text) {
    return Cells.cut(text == null ? "-" : Printable.of(text), WIDEST);
  }
}
