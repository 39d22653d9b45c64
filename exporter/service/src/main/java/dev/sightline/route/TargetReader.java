package dev.sightline.route;

import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where events go. */
final class TargetReader {
  private static final Pattern INDEX = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,79}");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  private final List<String> destinations = new ArrayList<>();

  /**
   * @param others the names of the file's Splunks, in its order
   */
  TargetReader(List<String> others) {
    destinations.add(Target.SPLUNK);
    destinations.addAll(others);
  }

  /** One place. */
  Target target(YamlSection section, String what) {
    String index = optional(section, "index");
    if (index != null && !INDEX.matcher(index).matches()) {
      section.mistake(
          "index",
          "'"
              + index
              + "' is no name of an index: lower-case letters, digits, _ and -, not - at the"
              + " start.");
    }
    String sourcetype = name(section, "sourcetype");
    String source = name(section, "source");
    String destination = optional(section, "destination");
    if (index == null && sourcetype == null && source == null && destination == null) {
      section.mistake(
          "index",
          "'"
              + what
              + "' says nothing: write an index, a sourcetype, a source or a destination, such as"
              + " 'index: aws'.");
    }
    String named = destination == null ? Target.SPLUNK : destination;
    int number = destinations.indexOf(named);
    if (number < 0) {
      section.mistake(
          "destination",
          "'"
              + named
              + "' is no destination"
              + Nearest.hint(named, destinations)
              + "; others are described under 'destinations'.");
    }
    return new Target(Math.max(0, number), named, index, sourcetype, source);
  }

  /** The second places, if there are any. */
  List<Target> also(YamlSection rule) {
    List<Target> targets = new ArrayList<>();
    for (YamlSection section : rule.sections("also")) {
      targets.add(target(section, "also"));
      section.close();
    }
    return targets;
  }

  /** The same event twice in one index would count twice in every search. */
  void distinct(YamlSection rule, List<Target> targets) {
    Set<String> places = new HashSet<>();
    for (Target target : targets) {
      if (!places.add(target.destination() + "/" + target.index())) {
        rule.mistake(
            "also",
            "It sends an event twice to "
                + target
                + ", where every search would count it twice: give 'also' another index or"
                + " destination.");
      }
    }
  }

  private static @Nullable String name(YamlSection section, String key) {
    String name = optional(section, key);
    if (name != null && !NAME.matcher(name).matches()) {
      section.mistake(
          key, "'" + key + "' has at most 256 characters, and no line break or tab among them.");
    }
    return name;
  }

  private static @Nullable String optional(YamlSection section, String key) {
    String text = section.has(key) ? section.text(key, "aws") : "";
    return text.isEmpty() ? null : text;
  }
}
