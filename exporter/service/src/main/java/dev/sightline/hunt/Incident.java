package dev.sightline.hunt;

import dev.sightline.catalog.Item;
import java.util.Comparator;
import java.util.List;

/**
 * What one actor did, as far as the catalog found it: the fields of the row that the search {@code
 * incident} gives in Splunk.
 *
 * @param id stays the same while its first hit does
 * @param score the risk of its detections, each counted once
 * @param tactics in the order of ATT&amp;CK
 * @param firstSeen ISO 8601, UTC
 * @param story a sentence for each hit and each descent, in the order of time
 * @param shared addresses of it from which others call as well, which therefore joined nobody
 */
public record Incident(
    String id,
    String title,
    int score,
    Item.Severity severity,
    List<String> actors,
    List<String> principals,
    List<String> addresses,
    List<String> accessKeys,
    List<String> accounts,
    List<String> accountNames,
    List<String> owners,
    List<String> environments,
    List<String> tactics,
    List<String> techniques,
    String firstSeen,
    String lastSeen,
    List<Hit> hits,
    List<String> story,
    List<String> shared) {

  /** The most severe first. */
  static final Comparator<Incident> WORST_FIRST =
      Comparator.comparing(Incident::severity)
          .thenComparing(Incident::score)
          .reversed()
          .thenComparing(Incident::firstSeen)
          .thenComparing(Incident::id);

  public Incident {
    actors = List.copyOf(actors);
    principals = List.copyOf(principals);
    addresses = List.copyOf(addresses);
    accessKeys = List.copyOf(accessKeys);
    accounts = List.copyOf(accounts);
    accountNames = List.copyOf(accountNames);
    owners = List.copyOf(owners);
    environments = List.copyOf(environments);
    tactics = List.copyOf(tactics);
    techniques = List.copyOf(techniques);
    hits = List.copyOf(hits);
    story = List.copyOf(story);
    shared = List.copyOf(shared);
  }
}
