package dev.sightline.saving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of the Common Information Model are made of which members of a record, as the app's
 * {@code props.conf} says.
 */
public final class CimFields {
  private static final String RESOURCE = "/cim/props.conf";
  private static final String STANZA = "[aws:cloudtrail]";
  private static final Pattern ALIAS = Pattern.compile("(\\S+) ASNEW (\\S+)");
  private static final Pattern EVAL = Pattern.compile("EVAL-(\\S+) = (.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.{}]*");
  private static final Pattern LOOKUP =
      Pattern.compile("LOOKUP-\\S+ = \\S+ \\S+ AS (\\S+) OUTPUT(?:NEW)? \\S+ AS (\\S+)");

  private final Map<String, Set<String>> sources = new TreeMap<>();

  /**
   * What trimming does to fields.
   *
   * @param gone fields that nothing is left of
   * @param weaker fields that another member may still tell
   */
  public record Gone(List<String> gone, List<String> weaker) {}

  private CimFields(List<String> lines) {
    Map<String, Set<String>> made = new HashMap<>();
    for (String line : lines) {
      Matcher eval = EVAL.matcher(line);
      Matcher lookup = LOOKUP.matcher(line);
      if (line.startsWith("FIELDALIAS-")) {
        ALIAS.matcher(line).results().forEach(alias -> sources(alias.group(2)).add(alias.group(1)));
      } else if (eval.matches()) {
        Set<String> names = made.computeIfAbsent(eval.group(1), _ -> new TreeSet<>());
        NAME.matcher(eval.group(2).replaceAll("\"[^\"]*\"", " "))
            .results()
            .forEach(name -> names.add(name.group()));
      } else if (lookup.matches()) {
        sources(lookup.group(2)).addAll(made.getOrDefault(lookup.group(1), Set.of()));
      }
    }
  }

  private Set<String> sources(String field) {
    return sources.computeIfAbsent(field, _ -> new TreeSet<>());
  }

  /** Those of the app that ships. */
  public static CimFields shipped() {
    try (InputStream stream = CimFields.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("This build carries no props.conf: build it with Maven.");
      }
      List<String> all = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      int from = all.indexOf(STANZA) + 1;
      return new CimFields(
          all.subList(from, all.size()).stream().takeWhile(line -> !line.startsWith("[")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("The app's props.conf cannot be read.", e);
    }
  }

  /** What fields come to where members are gone. */
  public Gone without(Collection<String> members) {
    TreeSet<String> gone = new TreeSet<>();
    TreeSet<String> weaker = new TreeSet<>();
    sources.forEach((field, of) -> {
      List<String> names =
          of.stream().filter(name -> Character.isLowerCase(name.charAt(0))).toList();
      long lost =
          names.stream()
              .filter(name -> members.stream().anyMatch(member -> isIn(name, member)))
              .count();
      if (lost > 0) {
        (lost == names.size() ? gone : weaker).add(field);
      }
    });
    return new Gone(List.copyOf(gone), List.copyOf(weaker));
  }

  private static boolean isIn(String name, String member) {
    return name.equals(member) || name.startsWith(member + ".") || name.startsWith(member + "{");
  }
}
