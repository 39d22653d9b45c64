package dev.sightline.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySelectionTest {
  private static final String TRAIL =
      "o-abcdefghij/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/10/x.json.gz";
  private static final String WAF =
      "o-abcdefghij/AWSLogs/111122223333/WAFLogs/eu-west-1/a/x.log.gz";

  private static KeySelection selection(String include, String exclude) {
    Settings settings =
        new Settings(name ->
            Optional.ofNullable(
                Map.of("sightline.include", include, "sightline.exclude", exclude).get(name)));
    KeySelection selection = KeySelection.read(settings);
    settings.check();
    return selection;
  }

  @ParameterizedTest
  @CsvSource({
    "**, a/b/c, true",
    "**/CloudTrail/**, o/AWSLogs/1/CloudTrail/x, true",
    "**/CloudTrail/**, CloudTrail/x, true",
    "**/CloudTrail/**, o/NotCloudTrail/x, false",
    "*/x, a/x, true",
    "*/x, a/b/x, false",
    "AWSLogs/, AWSLogs/1/x, true",
    "AWSLogs/, o/AWSLogs/1/x, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "'{a,b}/*.gz', b/1.gz, true",
    "'{a,b}/*.gz', c/1.gz, false",
    "a+b(c).gz, a+b(c).gz, true",
    "/CloudTrail(-Insight)?/, o/CloudTrail-Insight/x, true",
    "/^CloudTrail/, o/CloudTrail/x, false",
    "regex:\\.gz$, a/b.gz, true",
    "*.gz, a.GZ, false"
  })
  void a_pattern_takes_what_it_says(String pattern, String key, boolean takes) {
    assertEquals(takes, KeyPattern.of(pattern).matches(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/(/", "regex:a{2,1}", "[a", "{a,b", "", "/(?=x)/"})
  void what_is_no_pattern_is_refused_in_one_sentence(String pattern) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> KeyPattern.of(pattern));
    String said = String.valueOf(e.getMessage());
    assertTrue(said.endsWith("."), said);
  }

  @Test
  void a_hostile_key_is_judged_in_a_time_that_grows_with_its_length() {
    String key = "a".repeat(1_024) + "!";
    assertFalse(KeyPattern.of("/^(a+)+$/").matches(key));
    assertFalse(KeyPattern.of("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b").matches(key));
    assertFalse(KeyPattern.of("**a**a**a**a**a**a**a**a**a**b").matches(key));
    assertTrue(KeyPattern.of("**").matches("line\nbreak/\u0000\uD800"));
  }

  @Test
  void what_is_excluded_is_told_by_the_pattern_and_what_nothing_includes_as_such() {
    KeySelection selection = selection("**/CloudTrail/**,**/WAFLogs/**", "**/eu-*/**");
    assertEquals(Optional.of("**/eu-*/**"), selection.unwanted("b", TRAIL, "q"));
    assertEquals(
        Optional.empty(), selection.unwanted("b", TRAIL.replace("eu-west-1", "us-east-1"), "q"));
    assertEquals(Optional.of("not included"), selection.unwanted("b", "other", "q"));
    assertTrue(KeySelection.ALL.wants("b", "anything"));
  }

  @Test
  void a_pattern_may_be_for_a_bucket_or_for_a_queue() {
    KeySelection selection = selection("org-logs=**/CloudTrail/**, edge=**/WAFLogs/**", "");
    assertTrue(selection.wants("other", WAF));
    assertFalse(selection.wants("org-logs", WAF));
    assertEquals(Optional.empty(), selection.unwanted("org-logs", WAF, "edge"));
    assertEquals(Optional.of("not included"), selection.unwanted("other", TRAIL, "edge"));
  }

  @Test
  void commas_in_braces_and_line_breaks_are_understood() {
    KeySelection selection = selection("**/{WAFLogs,CloudTrail}/**\n/x{1,2}/", "");
    assertEquals(2, selection.includes().size());
    assertTrue(selection.wants("b", WAF) && selection.wants("b", TRAIL));
  }

  @Test
  void a_folder_of_hives_is_not_taken_for_a_bucket() {
    Settings settings = new Settings(name -> Optional.of("year=2026/**"));
    KeySelection.read(settings);
    assertTrue(settings.problems().getFirst().toString().contains("*=year=2026/**"));
    assertTrue(selection("*=year=2026/**", "").wants("b", "year=2026/x"));
  }

  @ParameterizedTest
  @CsvSource({
    "o-abcdefghij/, true",
    "o-abcdefghij/AWSLogs/, true",
    "o-abcdefghij/AWSLogs/111122223333/, true",
    "o-abcdefghij/AWSLogs/111122223333/CloudTrail/, true",
    "o-abcdefghij/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/, true",
    "o-abcdefghij/AWSLogs/111122223333/WAFLogs/, false",
    "other/, false"
  })
  void only_folders_are_listed_that_may_hold_something(String folder, boolean enters) {
    assertEquals(enters, selection("o-*/AWSLogs/*/CloudTrail/**", "").enters("b", folder));
    assertTrue(selection("**/CloudTrail/**", "").enters("b", folder));
    assertTrue(selection("/CloudTrail/", "").enters("b", folder));
  }

  @Test
  void a_folder_of_which_all_is_excluded_is_not_listed() {
    KeySelection selection = selection("", "**/WAFLogs/**");
    assertFalse(selection.enters("b", "o/AWSLogs/1/WAFLogs/"));
    assertFalse(selection.enters("b", "o/AWSLogs/1/WAFLogs/eu-west-1/"));
    assertTrue(selection.enters("b", "o/AWSLogs/1/"));
    assertTrue(selection("", "**/WAFLogs/*.gz").enters("b", "o/AWSLogs/1/WAFLogs/"));
  }

  @Test
  void options_stand_in_place_of_settings_each_by_itself() {
    KeySelection settings = selection("a/**", "**/x");
    KeySelection options = settings.or(List.of("b/**"), List.of());
    assertTrue(options.wants("b", "b/1"));
    assertFalse(options.wants("b", "a/1"));
    assertFalse(options.wants("b", "b/x"));
  }
}
