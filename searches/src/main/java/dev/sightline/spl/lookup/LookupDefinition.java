package dev.sightline.spl.lookup;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern MATCH_TYPE =
      Pattern.compile("(?i)(EXACT|WILDCARD|CIDR)\\(\\s*([^()\\s]+)\\s*\\)");

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

  /**
   * The columns in what transforms.conf calls match_type: {@code WILDCARD(user), CIDR(ip)}.
   *
   * @throws IllegalArgumentException where it is written otherwise
   */
  public static Map<String, Match> matchTypes(String text) {
    Map<String, Match> matches = new HashMap<>();
    for (String part : text.isBlank() ? List.<String>of() : List.of(text.split(","))) {
      Matcher matcher = MATCH_TYPE.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + part.strip() + "' is no match type such as WILDCARD(user) or CIDR(ip).");
      }
      matches.put(matcher.group(2), Match.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)));
    }
    return matches;
  }

  Match match(String field) {
    return matches.getOrDefault(field, Match.EXACT);
  }
}
