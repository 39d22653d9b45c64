package dev.sightline.saving;

import dev.sightline.hunt.Hit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a hunt no longer finds.
 *
 * @param lost hits that are gone
 * @param weaker hits that are there, and of fewer events
 */
public record LostHits(List<Hit> lost, List<Hit> weaker) {
  /** What makes a hit the same, whatever it is made of. */
  private record Key(
      String search, @Nullable String account, @Nullable String principal, List<String> resource) {
    static Key of(Hit hit) {
      return new Key(hit.detectionId(), hit.accountId(), hit.principal(), hit.resource());
    }
  }

  /** Compares the hits before with those after. */
  public static LostHits of(List<Hit> before, List<Hit> after) {
    Map<Key, Hit> left = new HashMap<>();
    after.forEach(hit -> left.put(Key.of(hit), hit));
    List<Hit> lost = new ArrayList<>();
    List<Hit> weaker = new ArrayList<>();
    for (Hit hit : before) {
      Hit same = left.get(Key.of(hit));
      if (same == null) {
        lost.add(hit);
      } else if (same.count() < hit.count()) {
        weaker.add(hit);
      }
    }
    return new LostHits(lost, weaker);
  }

  /** The records that hits are made of, as far as hits tell them. */
  public static Set<String> events(List<Hit> hits) {
    Set<String> events = new HashSet<>();
    hits.forEach(hit -> events.addAll(hit.eventIds()));
    return events;
  }
}
