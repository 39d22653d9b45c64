package dev.sightline.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What AWS's services leave beside their logs: known by content or by key, counted under its name,
 * and nothing else.
 */
public enum Leftover {
  /** A marker that the console and tools make for a folder. */
  FOLDER("a folder's marker", "", head -> false),
  /** What services write to try whether they may. */
  WRITE_CHECK(
      "a service's test whether it may write",
      "(.*/)?[^/]*(?i:writability|write[-_]?(test|check)|test[-_]?(file|object|write)"
          + "|permission[-_]?(check|test))[^/]*",
      head ->
          head.startsWith("Permission Check Successful")
              || head.startsWith("Enable AccessLog for ELB")
              || head.startsWith("Enable ConnectionLog for ELB")
              || head.startsWith("Enable HealthCheckLog for ELB")),
  /** Nothing but white space, or not even that. */
  EMPTY("an empty file", "", String::isBlank);

  /** What a service writes as a test is short. */
  private static final int LONGEST_TEST = 1_000;

  private final String words;
  private final Pattern key;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a function without state.
  private final Predicate<String> content;

  Leftover(String words, String key, Predicate<String> content) {
    this.words = words;
    this.key = Pattern.compile(key.isEmpty() ? "(?!)" : key);
    this.content = content;
  }

  /** What content that begins so is. */
  static Optional<Leftover> ofContent(String head) {
    return Arrays.stream(values()).filter(left -> left.content.test(head)).findFirst();
  }

  /** What an object of that name is, as AWS's services name them. */
  public static Optional<Leftover> ofKey(String key) {
    if (key.endsWith("/") || key.endsWith("_$folder$")) {
      return Optional.of(FOLDER);
    }
    return Arrays.stream(values()).filter(left -> left.key.matcher(key).matches()).findFirst();
  }

  /** What an object is whose content nobody knows: a test has a test's name, and is short. */
  static Optional<Leftover> of(String key, String head) {
    return head.length() > LONGEST_TEST ? Optional.empty() : ofKey(key);
  }

  /** What it is, for people. */
  public String words() {
    return words;
  }

  /** Its name, under which it is counted. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
