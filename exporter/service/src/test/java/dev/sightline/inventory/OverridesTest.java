package dev.sightline.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  private static final Set<String> COLUMNS =
      Set.of("account_id", "ou_path", "name", "owner", "environment");
  private static final Map<String, List<String>> ALIASES =
      Map.of("owner", List.of("Owner", "Team"), "environment", List.of("Env"));

  @TempDir Path folder = Path.of("");

  private Overrides read(String text) throws IOException {
    Path file = folder.resolve("overrides.csv");
    Files.writeString(file, text);
    return Overrides.read(file, COLUMNS);
  }

  private static Attributes attributes(Overrides overrides, Map<String, String> tags) {
    return new Attributes(
        ALIASES,
        overrides,
        Map.of("012345678910", new Attributes.Account(tags, "Root/Work/Prod", Map.of())));
  }

  @Test
  void the_first_that_is_found_counts_from_the_resource_to_the_overrides() throws IOException {
    Overrides overrides =
        read(
            """
            account_id,ou_path,owner,environment
            012345678910,,from the file,
            ,Root/Work,from the unit,production
            ,Root,from the root,anything
            """);
    Attributes all = attributes(overrides, Map.of("TEAM", "from the account"));
    assertEquals(
        "from the resource",
        all.of("owner", Map.of("team", "x", "oWner", "from the resource"), "012345678910"));
    assertEquals("from the account", all.of("owner", Map.of("Name", "x"), "012345678910"));
    Attributes untagged = attributes(overrides, Map.of());
    assertEquals("from the unit", untagged.of("owner", Map.of(), "012345678910"));
    assertEquals("production", untagged.of("environment", Map.of(), "012345678910"));
    assertEquals("", untagged.of("owner", Map.of(), "999999999999"));
    Overrides file = read("account_id,owner\n012345678910,from the file\n");
    assertEquals("from the file", attributes(file, Map.of()).of("owner", Map.of(), "012345678910"));
  }

  @Test
  void every_mistake_is_told_with_its_line() {
    String message =
        assertThrows(
                InventoryException.class,
                () ->
                    read(
                        """
                        account_id,ownr
                        12345678910,a
                        111122223333,a,b
                        111122223333,a
                        111122223333,b
                        ,c
                        """))
            .getMessage();
    for (String expected :
        List.of(
            "line 1: 'ownr' is none of",
            "line 2: '12345678910' has not twelve digits: a spreadsheet drops leading zeros",
            "line 3: it has 3 cells and the heading 2",
            "line 5: account 111122223333 has a row above",
            "line 6: neither account_id nor ou_path is filled")) {
      assertTrue(String.valueOf(message).contains(expected), message);
    }
  }

  @Test
  void an_export_can_be_the_whole_source() throws IOException {
    Path file = folder.resolve("cmdb.csv");
    Files.writeString(file, "account_id,name,owner,state\n012345678910,zero,platform,ACTIVE\n");
    try (Setting setting = new Setting()) {
      setting.settings.remove("sightline.steampipe.url");
      setting.settings.put("sightline.inventory.overrides", file.toString());
      Outcome outcome = setting.refresh();
      assertTrue(outcome.isComplete(), outcome::toString);
      assertEquals(
          "platform",
          setting.row("aws_accounts", "account_id", "012345678910").path("owner").asText());
    }
  }

  @Test
  void tags_are_read_in_both_of_steampipes_forms_and_nothing_else_breaks_them() {
    assertEquals(Map.of("a", "b"), Tags.read("{\"a\": \"b\"}"));
    assertEquals(Map.of("a", "b"), Tags.read("[{\"Key\": \"a\", \"Value\": \"b\"}]"));
    assertEquals(Map.of(), Tags.read("null"));
    assertEquals(Map.of(), Tags.read("{broken"));
    assertEquals(Map.of(), Tags.read(""));
  }
}
