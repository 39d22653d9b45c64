package dev.sightline.lookups;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The events that CloudTrail may write: the operations of AWS's service models, and what no model
 * has, such as a sign-in to the console. Names are compared without regard to case, as Splunk does.
 *
 * @param names of events, by event source
 * @param all names, of any event source
 */
public record KnownCalls(Map<String, Set<String>> names, Set<String> all) {
  /** The date and version that Lambda and CloudFront put behind a name. */
  private static final Pattern DATED =
      Pattern.compile("(20\\d{6}(v\\d+)?|20\\d\\d_\\d\\d_\\d\\d)$");

  /** Those that ship: {@code lookups/models}. */
  public static KnownCalls shipped() {
    return of(lines("operations.txt"), lines("other_events.txt"));
  }

  /**
   * Reads the two files.
   *
   * @param operations lines such as {@code iam.amazonaws.com Create:User,Role Delete:User}
   * @param others lines such as {@code signin.amazonaws.com ConsoleLogin,SwitchRole why}
   */
  static KnownCalls of(List<String> operations, List<String> others) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (String line : operations) {
      String[] words = line.split(" ", -1);
      Set<String> known = names.computeIfAbsent(words[0], _ -> caseless());
      for (int i = 1; i < words.length; i++) {
        String verb = words[i].substring(0, words[i].indexOf(':'));
        for (String rest : words[i].substring(verb.length() + 1).split(",", -1)) {
          known.add(verb + rest);
        }
      }
    }
    for (String line : others) {
      String[] words = line.split(" ", 3);
      names.computeIfAbsent(words[0], _ -> caseless()).addAll(List.of(words[1].split(",", -1)));
    }
    Set<String> all = caseless();
    names.values().forEach(all::addAll);
    return new KnownCalls(names, all);
  }

  private static Set<String> caseless() {
    return new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  }

  private static List<String> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(KnownCalls.class.getResourceAsStream("models/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The list " + file + " cannot be read.", e);
    }
  }

  /** A name as the models have it: without the date and version that Lambda and CloudFront add. */
  public static String bare(String eventName) {
    return DATED.matcher(eventName).replaceFirst("");
  }

  /** Whether some event source has an event of this name. */
  public boolean has(String eventName) {
    return all.contains(bare(eventName));
  }

  /** Whether this event source has an event of this name. */
  public boolean has(String eventSource, String eventName) {
    return names
        .getOrDefault(eventSource.toLowerCase(Locale.ROOT), Set.of())
        .contains(bare(eventName));
  }
}
