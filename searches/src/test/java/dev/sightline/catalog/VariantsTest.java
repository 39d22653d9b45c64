package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that loses a variant is found, and so is a reason that explains nothing. */
class VariantsTest {
  private static final String ITEM = "defence_evasion/cloudtrail_stopped.yml";

  @TempDir Path folder = Path.of("");

  @Test
  void an_item_that_does_as_every_search_must_has_no_failure() throws IOException {
    assertEquals(List.of(), failures("", "", "whole"));
  }

  @Test
  void a_search_that_does_not_ask_for_success_fires_where_the_call_is_refused() throws IOException {
    assertTrue(
        failures("`sightline_success`", "", "refused").stream()
            .anyMatch(failure -> failure.contains("DENIED: where the call is refused, it fires")));
  }

  @Test
  void a_search_that_looks_at_users_only_misses_the_other_callers() throws IOException {
    List<String> failures =
        failures("`sightline_success`", "`sightline_success` userIdentity.type=IAMUser", "users");
    for (String variant : List.of("ROLE", "IDENTITY_CENTER", "WEB_IDENTITY")) {
      assertTrue(
          failures.stream().anyMatch(failure -> failure.contains(" › " + variant + ": where")),
          variant);
    }
  }

  @Test
  void a_search_that_writes_out_the_partition_misses_the_others() throws IOException {
    List<String> failures =
        failures("`sightline_success`", "`sightline_success` userIdentity.arn=arn:aws:*", "part");
    assertTrue(failures.stream().anyMatch(failure -> failure.contains("GOVCLOUD: where ARNs")));
    assertTrue(failures.stream().anyMatch(failure -> failure.contains("CHINA: where ARNs")));
  }

  @Test
  void a_reason_for_what_does_not_differ_is_told() throws IOException {
    assertTrue(
        failures("tests:\n", "variants: {denied: Because.}\ntests:\n", "stale").stream()
            .anyMatch(failure -> failure.contains("Take the reason out")));
  }

  @Test
  void a_variant_that_does_not_exist_is_a_mistake_of_the_file() {
    assertThrows(
        CatalogException.class,
        () -> failures("tests:\n", "variants: {refused: Because.}\ntests:\n", "unknown"));
  }

  private List<String> failures(String text, String replacement, String name) throws IOException {
    Path copy = folder.resolve(name);
    Files.createDirectories(copy.resolve("events"));
    Files.createDirectories(copy.resolve("defence_evasion"));
    for (String file : List.of("macros.yml", "attack.yml", "events/callers.yml")) {
      Files.copy(Path.of("catalog", file), copy.resolve(file));
    }
    String item = Files.readString(Path.of("catalog", ITEM));
    assertTrue(item.contains(text), text);
    Files.writeString(copy.resolve(ITEM), item.replace(text, replacement));
    Catalog catalog = Catalog.load(copy);
    return Variants.of(new TestRun(catalog), catalog.items().getFirst()).failures();
  }
}
