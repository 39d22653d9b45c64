package dev.sightline.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentRulesTest {
  private static final String FIRST = "default: {index: first}\n";

  @TempDir Path folder = Path.of("");

  private Path file = Path.of("");
  private RulesConfiguration files = RulesConfiguration.NONE;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("rules.yaml"), FIRST);
    files = new RulesConfiguration(Optional.of(file), Optional.empty());
  }

  private static String index(CurrentRules rules) {
    return String.valueOf(rules.get().otherwise().getFirst().index());
  }

  @Test
  void a_file_that_changed_is_read_once_it_stays_as_it_is() throws Exception {
    CurrentRules rules = new CurrentRules(files, files.read(), _ -> List.of());
    Rules first = rules.get();
    rules.look();
    assertSame(first, rules.get());
    Files.writeString(file, "default: {index: second_one}\n");
    rules.look();
    assertSame(first, rules.get());
    rules.look();
    assertEquals("second_one", index(rules));
    assertEquals(1, rules.loads());
  }

  @Test
  void a_file_that_is_wrong_leaves_the_rules_and_is_told() throws Exception {
    CurrentRules rules = new CurrentRules(files, files.read(), _ -> List.of());
    Files.writeString(file, "default: {index: Wrong}\n");
    rules.look();
    rules.look();
    assertEquals("first", index(rules));
    assertTrue(rules.trouble().orElse("").contains("1: Rule 'default': 'Wrong' is no name"));
    Files.delete(file);
    rules.look();
    rules.look();
    assertEquals("first", index(rules));
    assertTrue(rules.trouble().orElse("").contains("cannot be read"));
    Files.writeString(file, FIRST);
    rules.look();
    rules.look();
    assertFalse(rules.trouble().isPresent());
  }

  @Test
  void what_somebody_else_refuses_and_other_destinations_do_not_come_into_force() throws Exception {
    CurrentRules rules =
        new CurrentRules(
            files,
            files.read(),
            next -> next.targets().stream().map(target -> "no " + target.index()).toList());
    Files.writeString(file, "destinations: {b: {url: 'https://b:8088'}}\ndefault: {index: two}\n");
    rules.look();
    rules.look();
    assertEquals("first", index(rules));
    assertEquals(
        Optional.of(
            "The destinations of the rules have changed, and are read at the start only: start the"
                + " exporter again.\nno two"),
        rules.trouble());
  }
}
