package dev.sightline.sight;

import dev.sightline.spl.search.Filter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule takes away.
 *
 * @param when what is known of the events that it concerns: for a field of the record, such as
 *     {@code userIdentity.type}, the values, one of which it has, with {@code *} for any
 *     characters; no value where the record has no such field. Each field that is not in it may
 *     have any value
 * @param members that leave these events, with dots for what stands deeper; none where the events
 *     themselves go, all of them or most
 */
public record Loss(Map<String, List<String>> when, List<String> members) implements Filter.Known {
  /** What every record of the trail has or has not, as Sightline sends it. */
  private static final Map<String, List<String>> OF_THE_TRAIL =
      Map.of("sourcetype", List.of("aws:cloudtrail"), "search_name", List.of());

  public Loss {
    when = Map.copyOf(when);
    members = List.copyOf(members);
  }

  @Override
  public @Nullable List<String> values(String field) {
    return when.getOrDefault(field, OF_THE_TRAIL.get(field));
  }

  /** Whether events go, and not only members of them. */
  boolean takesEvents() {
    return members.isEmpty();
  }

  /** Whether the rule names calls or services, and so not whatever happens. */
  boolean namesCalls() {
    return isNamed("eventName") || isNamed("eventSource");
  }

  private boolean isNamed(String field) {
    List<String> values = when.get(field);
    return values != null && !values.contains("*");
  }
}
