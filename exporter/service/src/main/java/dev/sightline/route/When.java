package dev.sightline.route;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The conditions of a rule, all of which must hold.
 *
 * @param conditions one at least
 */
public record When(Map<Condition, Values> conditions) {
  public When {
    conditions = Collections.unmodifiableMap(new EnumMap<>(conditions));
  }

  /** Whether it looks at members that only a record of CloudTrail has. */
  public boolean ofRecords() {
    return conditions.keySet().stream().anyMatch(condition -> condition.member() != null);
  }

  /**
   * Whether what has this value may meet the rule, as far as this condition is concerned.
   *
   * @param value empty where it is not there
   */
  public boolean admits(Condition condition, String value) {
    Values values = conditions.get(condition);
    return values == null || values.holds(value);
  }

  @Override
  public String toString() {
    return conditions.entrySet().stream()
        .map(each -> each.getKey().id() + ": " + each.getValue())
        .collect(Collectors.joining("; "));
  }
}
