package dev.sightline.spl.lookup;

import java.util.List;
import java.util.Map;

/**
 * A lookup as transforms.conf describes it.
 *
 * @param fields its columns, in order
 * @param matches columns that are not matched exactly
 * @param maxMatches rows that a value matches at most, the first ones
 * @param minMatches matches below which {@code defaultMatch} fills up
 */
public record LookupDefinition(
    String name,
    List<String> fields,
    Map<String, Match> matches,
    boolean caseSensitive,
    int maxMatches,
    int minMatches,
    String defaultMatch) {
  /** What Splunk allows where max_matches is not set. */
  public static final int MOST_MATCHES = 1_000;

  public LookupDefinition {
    fields = List.copyOf(fields);
    matches = Map.copyOf(matches);
  }

  /** How a column is matched. */
  public enum Match {
    EXACT,
    WILDCARD,
    CIDR
  }

  /** A lookup with Splunk's defaults: exact, case-sensitive, all matches. */
  public static LookupDefinition exact(String name, List<String> fields) {
    return new LookupDefinition(name, fields, Map.of(), true, MOST_MATCHES, 0, "");
  }

  Match match(String field) {
    return matches.getOrDefault(field, Match.EXACT);
  }
}
