package dev.sightline.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That an alert can be understood and is tried; what it asks for is exposed says another test. */
class AlertsTest {
  private static final Path ALERTS = Path.of("../alerts");
  private static final Path GUIDE = Path.of("../../docs/operations.md");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  private static List<String> alerts() throws IOException {
    List<String> names =
        ALERT
            .matcher(Files.readString(ALERTS.resolve("sightline.rules.yml")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertTrue(names.size() >= 20, names.toString());
    return names;
  }

  @Test
  void each_has_meaning_and_action_in_the_guide_and_leads_there() throws IOException {
    String guide = Files.readString(GUIDE);
    String rules = Files.readString(ALERTS.resolve("sightline.rules.yml"));
    List<String> lacking = new ArrayList<>();
    for (String name : alerts()) {
      int begin = guide.indexOf("\n### " + name + "\n");
      int end = guide.indexOf("\n#", begin + 4);
      String section = begin < 0 ? "" : guide.substring(begin, end);
      if (!section.contains("**Means** ") || !section.contains("**Do** ")) {
        lacking.add(name + " has no section with meaning and action");
      }
      if (!rules.contains("docs/operations.md#" + name.toLowerCase(Locale.ROOT) + "\n")) {
        lacking.add(name + " does not lead to its section");
      }
    }
    assertEquals(List.of(), lacking);
  }

  @Test
  void each_is_expected_to_fire_in_a_test() throws IOException {
    String tests = Files.readString(ALERTS.resolve("sightline.test.yml"));
    List<String> lacking = new ArrayList<>();
    for (String name : alerts()) {
      boolean fires =
          tests.contains("labels: 'ALERTS{alertname=\"" + name + "\"")
              || tests.contains("labels: '{alertname=\"" + name + "\"")
              || tests.contains("alertname: " + name + "\n");
      if (!fires) {
        lacking.add(name);
      }
    }
    assertEquals(List.of(), lacking);
  }
}
