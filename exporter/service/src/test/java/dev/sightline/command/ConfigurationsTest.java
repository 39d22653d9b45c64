package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {

  /** A name that is cut, as by {@code SIGHTLINE_…}, is none. */
  private static final Pattern VARIABLE = Pattern.compile("SIGHTLINE_[A-Z_]*[A-Z](?![A-Z_…*])");

  @Test
  void a_misspelt_variable_is_named_with_the_nearest_setting() {
    assertEquals(
        List.of(
            "SIGHTLINE_HEC_TOKN is not a setting and has no effect; did you mean"
                + " SIGHTLINE_HEC_TOKEN?"),
        Configurations.unknownNames(
            Set.of("sightline.hec.token", "sightline.hec.url"),
            Set.of("SIGHTLINE_HEC_TOKN", "SIGHTLINE_HEC_URL", "SIGHTLINE_HTTP_PORT", "PATH")));
  }

  @Test
  void every_variable_that_a_document_names_is_a_setting() throws IOException {
    Map<String, String> least =
        Map.of(
            "sightline.queue-url", "https://sqs.eu-central-1.amazonaws.com/111122223333/trail",
            "sightline.hec.url", "https://splunk.example.com:8088",
            "sightline.hec.token", "00000000-0000-0000-0000-00000000d0c5");
    Settings settings = new Settings(name -> Optional.ofNullable(least.get(name)));
    Configurations.service(settings, Set.of());
    Set<String> named = new TreeSet<>();
    for (Path document : documents()) {
      VARIABLE.matcher(Files.readString(document)).results().forEach(it -> named.add(it.group()));
    }
    assertTrue(named.size() >= 60, named.toString());
    assertEquals(List.of(), Configurations.unknownNames(settings.names(), named));
  }

  private static List<Path> documents() throws IOException {
    Path root = Path.of("../..");
    try (Stream<Path> guides = Files.list(root.resolve("docs"));
        Stream<Path> others = Files.list(root)) {
      return Stream.concat(guides, others).filter(it -> it.toString().endsWith(".md")).toList();
    }
  }

  @Test
  void settings_are_judged_before_micronaut_only_where_no_other_place_may_hold_some() {
    assertTrue(alone(Map.of("SIGHTLINE_HEC_URL", "https://a:8088", "PATH", "${x}"), Set.of()));
    assertFalse(alone(Map.of("MICRONAUT_CONFIG_FILES", "/etc/sightline.yml"), Set.of()));
    assertFalse(alone(Map.of("SPRING_APPLICATION_JSON", "{}"), Set.of()));
    assertFalse(alone(Map.of("sightline.hec.url", "https://a:8088"), Set.of()));
    assertFalse(alone(Map.of("SIGHTLINE_HEC_URL", "https://${HOST}:8088"), Set.of()));
    assertFalse(alone(Map.of(), Set.of("sightline.hec.url")));
    assertFalse(alone(Map.of(), Set.of("micronaut.config.files")));
    assertTrue(alone(Map.of(), Set.of("sightline.columns", "java.home")));
  }

  private static boolean alone(Map<String, String> environment, Set<String> properties) {
    return Configurations.isOfEnvironmentAlone(environment, properties);
  }
}
