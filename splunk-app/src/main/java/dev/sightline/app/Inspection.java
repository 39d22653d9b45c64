package dev.sightline.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds every rule against a built archive: Splunk's, and the project's own. */
final class Inspection {
  /** In the order in which a person would look. */
  static final List<Check> CHECKS =
      Stream.of(
              PackageChecks.ALL,
              SettingsChecks.ALL,
              SearchChecks.ALL,
              LookupChecks.ALL,
              ContentChecks.ALL)
          .flatMap(List::stream)
          .toList();

  private Inspection() {}

  /** What is broken, by the sentence of the rule; empty where all is well. */
  static Map<String, List<String>> broken(Built app) {
    Map<String, List<String>> broken = new LinkedHashMap<>();
    for (Check check : CHECKS) {
      List<String> found = check.broken(app);
      if (!found.isEmpty()) {
        broken.put(check.sentence(), List.copyOf(found));
      }
    }
    return broken;
  }

  /** The same as lines to read. */
  static List<String> report(Map<String, List<String>> broken) {
    List<String> lines = new ArrayList<>();
    broken.forEach((sentence, found) -> {
      lines.add("Not so: " + sentence);
      found.forEach(line -> lines.add("  " + line));
    });
    return lines;
  }
}
