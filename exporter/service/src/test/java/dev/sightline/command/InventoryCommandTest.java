package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.inventory.AccountOutcome;
import dev.sightline.inventory.LookupOutcome;
import dev.sightline.inventory.Outcome;
import dev.sightline.inventory.Refresh;
import dev.sightline.inventory.Standing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@Isolated("It sets system properties.")
class InventoryCommandTest {
  private static final String OVERRIDES = "sightline.inventory.overrides";

  @TempDir Path folder = Path.of("");
  private final StringWriter err = new StringWriter();

  private int run(Map<String, String> properties, String... arguments) {
    properties.forEach(System::setProperty);
    try {
      CommandLine line = Main.commandLine();
      line.setErr(new PrintWriter(err, true));
      return line.execute(arguments);
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  private Path overrides(String text) throws IOException {
    return Files.writeString(folder.resolve("overrides.csv"), text);
  }

  @Test
  void without_a_source_the_settings_are_told_that_give_one() {
    assertEquals(2, run(Map.of(), "inventory", "refresh"));
    assertTrue(err.toString().contains("SIGHTLINE_STEAMPIPE_URL"), err.toString());
    assertTrue(err.toString().contains("SIGHTLINE_SPLUNK_URL"), err.toString());
  }

  @Test
  void a_lookup_that_is_none_is_refused_with_those_that_are() {
    assertEquals(2, run(Map.of(), "inventory", "refresh", "--table", "aws_account"));
    assertTrue(err.toString().contains("aws_access_keys, aws_accounts"), err.toString());
  }

  @Test
  void an_export_becomes_a_file_that_the_hunt_can_read() throws IOException {
    Path export = overrides("account_id,name,owner\n012345678910,zero,platform\n");
    Path to = folder.resolve("lookups");
    int code =
        run(Map.of(OVERRIDES, export.toString()), "inventory", "refresh", "--to", to.toString());
    assertEquals(0, code, err.toString());
    assertTrue(
        Files.readString(to.resolve("aws_accounts.csv")).contains("012345678910,zero"),
        err.toString());
  }

  @Test
  void a_look_leaves_the_folder_as_it_was() throws IOException {
    Path export = overrides("account_id,name\n012345678910,zero\n");
    Path to = Files.createDirectory(folder.resolve("lookups"));
    int code =
        run(
            Map.of(OVERRIDES, export.toString()),
            "inventory",
            "refresh",
            "--dry-run",
            "--json",
            "--to",
            to.toString());
    assertEquals(0, code, err.toString());
    try (var files = Files.list(to)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void overrides_that_are_wrong_are_told_line_by_line() throws IOException {
    Path export = overrides("account_id,name\n12345678910,zero\n");
    assertEquals(
        1,
        run(
            Map.of(OVERRIDES, export.toString()),
            "inventory",
            "refresh",
            "--to",
            folder.resolve("lookups").toString()));
    assertTrue(err.toString().contains("line 2: '12345678910' has not twelve digits"));
  }

  @Test
  void the_report_ends_with_what_was_done_and_the_exit_code_follows_from_it() {
    AccountOutcome current = new AccountOutcome("1", Standing.CURRENT, 1_200, 3, 2, 1, 0, "");
    AccountOutcome held =
        new AccountOutcome("2", Standing.HELD, 7, 0, 0, 0, 7, "the answer is empty.");
    Refresh.Wanted wanted = new Refresh.Wanted(Set.of(), false, false);
    InventoryReport gaps = report(wanted, List.of(current, held), "");
    assertEquals(3, gaps.exitCode());
    assertEquals(0, gaps.exitCodeWithGapsAccepted());
    assertTrue(
        gaps.lines().stream().anyMatch(line -> line.matches(" +1 +current +1,200 +3 +2 +1 +0")),
        gaps.lines()::toString);
    assertTrue(gaps.lines().contains("aws_accounts, 2: the answer is empty."));
    assertTrue(gaps.lines().getLast().endsWith("with gaps."));
    assertTrue(gaps.json().contains("\"state\":\"held\",\"rows\":7"), gaps.json());
    assertEquals(0, report(wanted, List.of(current), "").exitCode());
    InventoryReport failed = report(wanted, List.of(), "no answer");
    assertEquals(1, failed.exitCode());
    assertEquals(1, failed.exitCodeWithGapsAccepted());
    assertTrue(failed.lines().getLast().startsWith("Nothing was written"));
  }

  private static InventoryReport report(
      Refresh.Wanted wanted, List<AccountOutcome> accounts, String failure) {
    LookupOutcome lookup = new LookupOutcome("aws_accounts", accounts, true, List.of(), failure);
    return new InventoryReport(new Outcome(List.of(lookup), List.of(), 7), wanted, "here", 1.5);
  }
}
