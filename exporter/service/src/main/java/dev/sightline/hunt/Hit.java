package dev.sightline.hunt;

import dev.sightline.catalog.Item;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a search of the catalog found: the shape that every hit of Sightline has. Texts
 * that are not known are null, lists empty.
 *
 * @param severity after the account's environment has had its say
 * @param principal the person where AWS says who holds a session of a role, else the role's ARN for
 *     an assumed role, else the caller's
 * @param error why calls were refused or failed, as errorCode says; none for those that succeeded
 * @param tactic what the act was for, as ATT&amp;CK names it
 * @param firstSeen ISO 8601, UTC
 * @param lastSeen likewise
 * @param count distinct events
 * @param eventIds 1,000 at most
 */
public record Hit(
    String detectionId,
    String title,
    String kind,
    Item.Severity severity,
    int riskScore,
    @Nullable String riskObject,
    @Nullable String riskObjectType,
    @Nullable String accountId,
    @Nullable String accountName,
    @Nullable String environment,
    @Nullable String owner,
    @Nullable String principal,
    List<String> session,
    List<String> address,
    List<String> country,
    List<String> region,
    List<String> accessKey,
    List<String> userAgent,
    List<String> error,
    List<String> resource,
    List<String> attackTechnique,
    List<String> tactic,
    @Nullable String firstSeen,
    @Nullable String lastSeen,
    long count,
    List<String> eventNames,
    List<String> eventIds,
    boolean eventIdsTruncated,
    @Nullable String message) {

  /** The most severe first, then by risk, time and name. */
  public static final Comparator<Hit> MOST_SEVERE_FIRST =
      Comparator.comparing((Hit hit) -> hit.severity())
          .thenComparing(hit -> hit.riskScore())
          .reversed()
          .thenComparing(hit -> String.valueOf(hit.firstSeen()))
          .thenComparing(Hit::detectionId)
          .thenComparing(hit -> String.valueOf(hit.principal()))
          .thenComparing(hit -> hit.resource().toString());

  public Hit {
    session = List.copyOf(session);
    address = List.copyOf(address);
    country = List.copyOf(country);
    region = List.copyOf(region);
    accessKey = List.copyOf(accessKey);
    userAgent = List.copyOf(userAgent);
    error = List.copyOf(error);
    resource = List.copyOf(resource);
    attackTechnique = List.copyOf(attackTechnique);
    tactic = List.copyOf(tactic);
    eventNames = List.copyOf(eventNames);
    eventIds = List.copyOf(eventIds);
  }

  /** A row of an item that gives hits. */
  static Hit of(Item item, Row row) {
    return new Hit(
        item.id(),
        item.title(),
        item.kind().name().toLowerCase(Locale.ROOT),
        severity(item, row),
        (int) number(row, "risk_score", item.risk().score()),
        text(row, "risk_object"),
        text(row, "risk_object_type"),
        text(row, "account_id"),
        text(row, "account_name"),
        text(row, "environment"),
        text(row, "owner"),
        text(row, "principal"),
        Texts.all(row, "session"),
        Texts.all(row, "address"),
        Texts.all(row, "country"),
        Texts.all(row, "region"),
        Texts.all(row, "access_key"),
        Texts.all(row, "user_agent"),
        Texts.all(row, "error"),
        Texts.all(row, "resource"),
        Texts.all(row, "attack_technique"),
        Texts.all(row, "tactic"),
        text(row, "first_seen"),
        text(row, "last_seen"),
        (long) number(row, "count", 0),
        Texts.all(row, "event_names"),
        Texts.all(row, "event_ids"),
        text(row, "event_ids_truncated") != null,
        text(row, "message"));
  }

  private static Item.Severity severity(Item item, Row row) {
    String word = text(row, "severity");
    for (Item.Severity severity : Item.Severity.values()) {
      if (severity.name().equalsIgnoreCase(word)) {
        return severity;
      }
    }
    return item.severity();
  }

  private static double number(Row row, String field, int otherwise) {
    Value value = row.get(field);
    return value == null || Double.isNaN(value.number()) ? otherwise : value.number();
  }

  private static @Nullable String text(Row row, String field) {
    Value value = row.get(field);
    return value == null ? null : value.text();
  }

  /** How many hits there are of each severity, the most severe first. */
  public static Map<Item.Severity, Integer> bySeverity(List<Hit> hits) {
    Map<Item.Severity, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
    hits.forEach(hit -> counts.merge(hit.severity(), 1, Integer::sum));
    return counts;
  }
}
