package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Settings;
import dev.sightline.notification.QueueConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Kubernetes manifests say of the exporter, held against the exporter. */
class ManifestsTest {
  private static final Path MANIFESTS = Path.of("../kubernetes");
  private static final Pattern VARIABLE = Pattern.compile("\\bSIGHTLINE_[A-Z_]+");
  private static final Pattern VERSION =
      Pattern.compile("(?:newTag|app.kubernetes.io/version): \"([^\"]+)\"");
  private static final Pattern GRACE = Pattern.compile("terminationGracePeriodSeconds: (\\d+)");

  /** The end of a long poll, of the journeys that were interrupted, and of the JVM. */
  private static final Duration AFTER_THE_DRAIN_LIMIT = Duration.ofSeconds(15 + 5 + 5);

  private static List<String> texts() throws IOException {
    try (Stream<Path> files = Files.walk(MANIFESTS)) {
      List<String> texts =
          files
              .filter(file -> file.toString().matches(".*\\.(yaml|env)"))
              .filter(file -> !file.startsWith(MANIFESTS.resolve("target")))
              .map(ManifestsTest::text)
              .toList();
      assertTrue(texts.size() >= 15, texts.size() + " files");
      return texts;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> found(Pattern pattern, int group) throws IOException {
    return texts().stream()
        .flatMap(text -> pattern.matcher(text).results())
        .map((MatchResult match) -> match.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Settings settings() {
    return new Settings(name -> Optional.empty());
  }

  @Test
  void every_variable_is_a_setting() throws IOException {
    Settings settings = settings();
    try {
      Configurations.service(settings, Set.of());
    } catch (RuntimeException e) {
      // Nothing is set, so much is missing; by then every name has been asked for.
    }
    Set<String> variables = found(VARIABLE, 0);
    assertTrue(variables.size() >= 10, variables.toString());
    assertEquals(List.of(), Configurations.unknownNames(settings.names(), variables));
  }

  @Test
  void a_pod_has_the_time_to_drain() throws IOException {
    Duration drain = QueueConfiguration.read(settings()).drainLimit();
    for (String seconds : found(GRACE, 1)) {
      Duration grace = Duration.ofSeconds(Long.parseLong(seconds));
      assertTrue(grace.compareTo(drain.plus(AFTER_THE_DRAIN_LIMIT)) >= 0, seconds);
    }
    assertTrue(
        texts().stream()
            .anyMatch(
                text -> text.contains("SIGHTLINE_QUEUE_DRAIN_LIMIT=" + drain.toSeconds() + "s")));
  }

  @Test
  void health_and_metrics_are_reached_from_outside_of_a_container() throws IOException {
    String open = "SIGHTLINE_HTTP_HOST=0.0.0.0";
    assertTrue(text(MANIFESTS.resolve("base/exporter.env")).contains("\n" + open + "\n"));
    assertTrue(text(Path.of("../container/Dockerfile")).contains("\nENV " + open + "\n"));
  }

  @Test
  void they_are_for_this_version() throws IOException {
    assertEquals(Set.of(Version.number()), found(VERSION, 1));
  }
}
