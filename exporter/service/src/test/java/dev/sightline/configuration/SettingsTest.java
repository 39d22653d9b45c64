package dev.sightline.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void every_problem_is_told_at_once_with_its_name_in_both_spellings() {
    Settings settings =
        settings(
            Map.of(
                "sightline.a-number",
                "many",
                "sightline.a.flag",
                "perhaps",
                "sightline.d",
                "5 weeks"));
    settings.number("sightline.a-number", 3, 1, 10);
    settings.flag("sightline.a.flag", true);
    settings.duration("sightline.d", Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1));

    ConfigurationException thrown = assertThrows(ConfigurationException.class, settings::check);
    String message = String.valueOf(thrown.getMessage());
    assertEquals(3, thrown.problems().size());
    assertTrue(message.contains("SIGHTLINE_A_NUMBER (sightline.a-number): 'many'"), message);
    assertTrue(message.contains("SIGHTLINE_A_FLAG (sightline.a.flag)"), message);
    assertTrue(message.contains("write it like 500ms, 30s, 5m or 11h"), message);
  }

  @Test
  void durations_and_sizes_are_read_with_their_units() {
    Settings settings =
        settings(
            Map.of(
                "ms", "250ms", "s", "30s", "m", "5m", "h", "11h", "kib", "512KiB", "mb", "1.5MB"));
    Duration most = Duration.ofDays(1);
    assertEquals(Duration.ofMillis(250), settings.duration("ms", most, Duration.ZERO, most));
    assertEquals(Duration.ofSeconds(30), settings.duration("s", most, Duration.ZERO, most));
    assertEquals(Duration.ofMinutes(5), settings.duration("m", most, Duration.ZERO, most));
    assertEquals(Duration.ofHours(11), settings.duration("h", most, Duration.ZERO, most));
    assertEquals(524_288, settings.size("kib", 1, 1, 1 << 30));
    assertEquals(1_500_000, settings.size("mb", 1, 1, 1 << 30));
    settings.check();
  }

  @Test
  void a_number_at_its_bound_is_right_and_beyond_it_wrong() {
    Settings settings = settings(Map.of("least", "1", "most", "10", "less", "0", "more", "11"));
    assertEquals(1, settings.number("least", 5, 1, 10));
    assertEquals(10, settings.number("most", 5, 1, 10));
    assertEquals(5, settings.number("less", 5, 1, 10));
    assertEquals(5, settings.number("more", 5, 1, 10));
    assertEquals(2, settings.problems().size());
  }

  @Test
  void the_singular_and_the_plural_name_together_make_one_list() {
    Settings settings =
        settings(Map.of("sightline.queue-url", "a", "sightline.queue-urls", "b, a,c"));
    assertEquals(List.of("a", "b", "c"), settings.oneOrMany("sightline.queue-url"));
  }

  @Test
  void an_address_with_a_password_in_it_is_refused_without_repeating_it() {
    Settings settings = settings(Map.of());
    assertTrue(settings.httpAddress("url", "https://me:hunter2@splunk.example.com").isEmpty());
    assertFalse(settings.problems().getFirst().sentence().contains("hunter2"));
  }

  @Test
  void a_secret_is_never_printed_and_a_line_break_in_it_is_refused() {
    Settings settings = settings(Map.of("good", "abc", "bad", "abc\r\nX-Injected: 1"));
    Secret secret = settings.secret("good").orElseThrow();
    assertEquals("abc", secret.value());
    assertEquals("***", secret.toString());
    assertTrue(settings.secret("bad").isEmpty());
    String said = settings.problems().getFirst().sentence();
    assertTrue(said.contains("line break"), said);
    assertFalse(said.contains("Injected"), said);
  }

  @Test
  void a_secret_in_a_file_is_read_again_when_it_changes() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "first\n");
    Settings settings = settings(Map.of("token-file", file.toString()));
    Secret secret = settings.secret("token").orElseThrow();
    assertEquals("first", secret.value());

    Files.writeString(file, "second\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    assertEquals("second", secret.value());

    Files.writeString(file, "bro\nken");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
    assertEquals("second", secret.value());

    Files.delete(file);
    assertEquals("second", secret.value());
  }

  @Test
  void a_secret_given_twice_or_in_a_missing_file_is_a_problem() {
    Settings settings = settings(Map.of("a", "x", "a-file", "/nowhere", "b-file", "/nowhere"));
    assertTrue(settings.secret("a").isEmpty());
    assertTrue(settings.secret("b").isEmpty());
    assertEquals(2, settings.problems().size());
  }

  private static Settings settings(Map<String, String> values) {
    return new Settings(name -> Optional.ofNullable(values.get(name)));
  }
}
