package dev.sightline.spl.search;

import dev.sightline.spl.value.Wildcard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known about events beside themselves.
 *
 * @param eventTypes searches that give events a type, by its name
 * @param tags by its name, what has a tag, as {@code field=value}
 * @param anyIndex whether every index has every event: files tell no index
 * @param endsNow whether a search without a bound ends now, as one that is scheduled does
 */
public record Knowledge(
    Map<String, String> eventTypes,
    Map<String, List<String>> tags,
    boolean anyIndex,
    boolean endsNow) {
  /** Nothing is known. */
  public static final Knowledge NONE = new Knowledge(Map.of(), Map.of(), false, false);

  public Knowledge {
    eventTypes = Map.copyOf(eventTypes);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    tags.forEach((tag, fields) -> copy.put(tag, List.copyOf(fields)));
    tags = Map.copyOf(copy);
  }

  /** The event types whose names match, a {@code *} standing for anything. */
  Set<String> types(String pattern) {
    return matching(eventTypes.keySet(), pattern);
  }

  /** What has a tag whose name matches. */
  Set<String> tagged(String pattern) {
    Set<String> tagged = new TreeSet<>();
    matching(tags.keySet(), pattern)
        .forEach(tag -> tagged.addAll(tags.getOrDefault(tag, List.of())));
    return tagged;
  }

  private static Set<String> matching(Set<String> names, String pattern) {
    Wildcard wildcard = new Wildcard(pattern, true);
    Set<String> matching = new TreeSet<>(names);
    matching.removeIf(name -> !wildcard.matches(name));
    return matching;
  }
}
