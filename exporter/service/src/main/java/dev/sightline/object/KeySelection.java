package dev.sightline.object;

import dev.sightline.configuration.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys are wanted: those that some pattern includes, or all where none does, without those
 * that a pattern excludes. A pattern is for every bucket, or for the bucket or the queue that it
 * names: then it is one more pattern there.
 *
 * @param includes in their order
 * @param excludes in their order
 */
public record KeySelection(List<Rule> includes, List<Rule> excludes) {
  private static final String INCLUDE = "sightline.include";
  private static final String EXCLUDE = "sightline.exclude";

  /** What keys are counted under that no pattern includes. */
  private static final String NOT_INCLUDED = "not included";

  /** Each has a metric of its own. */
  private static final int MOST_RULES = 200;

  /** Names that Hive's folders have: a pattern that begins with one is not for a bucket. */
  private static final Set<String> HIVE =
      Set.of(
          "aws-account-id",
          "aws-region",
          "aws-service",
          "account",
          "accountid",
          "region",
          "year",
          "month",
          "day",
          "hour",
          "date",
          "dt",
          "eventday");

  /** Everything is wanted. */
  public static final KeySelection ALL = new KeySelection(List.of(), List.of());

  public KeySelection {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /**
   * A pattern, and for what.
   *
   * @param name of a bucket or a queue; empty for all
   */
  public record Rule(String name, KeyPattern pattern) {
    private static final String EVERY = "*=";

    /**
     * Reads {@code pattern}, {@code *=pattern} or {@code name=pattern}.
     *
     * @throws IllegalArgumentException where it is none of these, in one sentence
     */
    public static Rule of(String entry) {
      if (entry.startsWith(EVERY)) {
        return new Rule("", KeyPattern.of(entry.substring(EVERY.length())));
      }
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).strip();
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,254}")) {
        return new Rule("", KeyPattern.of(entry));
      }
      if (HIVE.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "The pattern '"
                + Printable.of(entry)
                + "' begins like one for a bucket or a queue called '"
                + name
                + "': write *="
                + Printable.of(entry)
                + " where it is for all.");
      }
      return new Rule(name, KeyPattern.of(entry.substring(equals + 1).strip()));
    }

    /** Whether it says something of the keys of a bucket that a queue announces. */
    public boolean isFor(String bucket, String queue) {
      return name.isEmpty() || name.equals(bucket) || name.equals(queue);
    }

    /** As it is written. */
    public String text() {
      return name.isEmpty() ? pattern.text() : name + "=" + pattern.text();
    }
  }

  /** Reads {@code sightline.include} and {@code sightline.exclude}. */
  public static KeySelection read(Settings settings) {
    return new KeySelection(rules(settings, INCLUDE), rules(settings, EXCLUDE));
  }

  private static List<Rule> rules(Settings settings, String name) {
    List<Rule> rules = new ArrayList<>();
    for (String entry : entries(settings.text(name).orElse(""))) {
      try {
        rules.add(Rule.of(entry));
      } catch (IllegalArgumentException e) {
        settings.problem(name, String.valueOf(e.getMessage()));
      }
    }
    if (rules.size() > MOST_RULES) {
      settings.problem(name, "has more than " + MOST_RULES + " patterns: put some together.");
    }
    return rules;
  }

  /** The parts of a text with commas or line breaks; a comma in braces or brackets divides none. */
  static List<String> entries(String text) {
    List<String> entries = new ArrayList<>();
    StringBuilder entry = new StringBuilder();
    int open = 0;
    for (char c : (text + '\n').toCharArray()) {
      open += c == '{' || c == '[' ? 1 : 0;
      open -= (c == '}' || c == ']') && open > 0 ? 1 : 0;
      if (c == '\n' || (c == ',' && open == 0)) {
        if (!entry.toString().isBlank()) {
          entries.add(entry.toString().strip());
        }
        entry.setLength(0);
        open = 0;
      } else {
        entry.append(c);
      }
    }
    return entries;
  }

  /**
   * A selection that a command's options name, in place of this one as far as they do.
   *
   * @throws IllegalArgumentException where one is no pattern, in one sentence
   */
  public KeySelection or(List<String> included, List<String> excluded) {
    return new KeySelection(
        included.isEmpty() ? includes : included.stream().map(Rule::of).toList(),
        excluded.isEmpty() ? excludes : excluded.stream().map(Rule::of).toList());
  }

  /**
   * Why a key is not wanted.
   *
   * @param queue that announces it; empty where none does
   * @return the pattern that excludes it, or that none includes it; empty where it is wanted
   */
  public Optional<String> unwanted(String bucket, String key, String queue) {
    for (Rule rule : excludes) {
      if (rule.isFor(bucket, queue) && rule.pattern().matches(key)) {
        return Optional.of(rule.text());
      }
    }
    boolean asked = false;
    for (Rule rule : includes) {
      if (rule.isFor(bucket, queue)) {
        asked = true;
        if (rule.pattern().matches(key)) {
          return Optional.empty();
        }
      }
    }
    return asked ? Optional.of(NOT_INCLUDED) : Optional.empty();
  }

  /** Whether a key is wanted that no queue announces. */
  public boolean wants(String bucket, String key) {
    return unwanted(bucket, key, "").isEmpty();
  }

  /**
   * Whether something wanted may be below a prefix, so that it is to be listed.
   *
   * @param prefix ends with a slash
   */
  public boolean enters(String bucket, String prefix) {
    if (excludes.stream()
        .anyMatch(rule -> rule.isFor(bucket, "") && rule.pattern().matchesAllBelow(prefix))) {
      return false;
    }
    List<Rule> asked = includes.stream().filter(rule -> rule.isFor(bucket, "")).toList();
    return asked.isEmpty() || asked.stream().anyMatch(rule -> rule.pattern().mayMatchBelow(prefix));
  }

  public boolean isAll() {
    return includes.isEmpty() && excludes.isEmpty();
  }

  /** The same in words, to tell one selection from another; empty where everything is wanted. */
  public String words() {
    return isAll() ? "" : ", include " + texts(includes) + ", exclude " + texts(excludes);
  }

  private static List<String> texts(List<Rule> rules) {
    return rules.stream().map(Rule::text).toList();
  }
}
