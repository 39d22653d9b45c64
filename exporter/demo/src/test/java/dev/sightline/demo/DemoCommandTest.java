package dev.sightline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sightline.command.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command from its beginning to its exit code. */
class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void logsAreThoseOfTheCommandLine() {
    Logging.start();
  }

  @Test
  void every_record_of_the_story_arrives_exactly_once() throws IOException {
    int exitCode = run(Main.commandLine(), "demo", "--json");
    assertEquals(0, exitCode, err.toString());
    JsonNode line = new JsonMapper().readTree(lastLine());
    Story story = Story.of(Story.SEED);
    assertEquals(story.objects().size(), line.path("objects").asInt());
    assertEquals(story.records().size(), line.path("records").asInt());
    assertEquals(story.records().size(), line.path("delivered").asInt());
    assertEquals(0, line.path("lost").asInt(-1));
    assertEquals(0, line.path("duplicates").asInt(-1));
    assertTrue(line.path("seconds").isNumber());
    assertEquals(6, line.size());
  }

  @Test
  void an_exporter_that_does_not_carry_fails_the_demo_and_the_tables_say_what_is_lost() {
    DemoCommand command = new DemoCommand(Map.of("sightline.buckets", "another-bucket"));
    int exitCode = run(new CommandLine(command));
    assertEquals(1, exitCode, err.toString());
    int records = Story.of(Story.SEED).records().size();
    String told = out.toString();
    assertTrue(
        told.lines()
            .anyMatch(line -> line.matches("all of them +%1$,d +0 +%1$,d".formatted(records))),
        told);
    assertTrue(told.contains("The demo failed: " + records + " records are lost"), told);
    assertTrue(told.contains("in the dead-letter queue"), told);
    assertFalse(told.contains("You have seen"), told);
  }

  @Test
  void a_temporary_folder_that_takes_no_file_is_told_with_what_to_do() {
    Path none = Path.of("/no/such/folder");
    String said = DemoCommand.temporaryFolderProblem(none).orElse("");
    assertTrue(said.contains(none + " takes none"), said);
    assertTrue(said.contains("-Djava.io.tmpdir=FOLDER"), said);
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    assertEquals(Optional.empty(), DemoCommand.temporaryFolderProblem(usual));
  }

  @Test
  void an_exporter_that_does_not_start_is_said_in_a_sentence_without_a_trace() {
    CommandLine line = dev.sightline.command.Main.commandLine();
    line.addSubcommand(new DemoCommand(Map.of("sightline.hec.batch-bytes", "plenty")));
    assertEquals(2, run(line, "demo"));
    assertTrue(err.toString().contains("SIGHTLINE_HEC_BATCH_BYTES"), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void help_teaches_by_examples() {
    assertEquals(0, run(Main.commandLine(), "demo", "--help"));
    assertTrue(out.toString().contains("sightline demo --keep"), out.toString());
  }

  @Test
  void what_the_reader_set_for_their_own_exporter_is_undone_in_every_spelling() {
    Map<String, Object> undone =
        ReaderEnvironment.undone(Set.of("SIGHTLINE_HEC_TOKEN_FILE", "PATH"));
    assertEquals("", undone.get("sightline.hec.token-file"));
    assertEquals("", undone.get("sightline.hec.token.file"));
    assertEquals("", undone.get("sightline.hec-token-file"));
    assertFalse(undone.containsKey("path"));
  }

  @Test
  void what_was_opened_is_closed_backwards_even_where_one_part_fails_to_close() {
    StringBuilder closed = new StringBuilder();
    try (Opened opened = new Opened()) {
      opened.add(() -> closed.append("first"));
      opened.add(() -> {
        throw new IOException("is stuck");
      });
      opened.add(() -> closed.append("third,"));
    }
    assertEquals("third,first", closed.toString());
  }

  @Test
  void progress_is_a_line_for_each_quarter_where_there_is_no_terminal() {
    Progress progress = new Progress(new PrintWriter(err), false);
    for (int done = 0; done <= 1_000; done += 10) {
      progress.show(done, 1_000);
    }
    progress.end();
    assertEquals(
        List.of(
            "  250 of 1,000 records delivered",
            "  500 of 1,000 records delivered",
            "  750 of 1,000 records delivered",
            "  1,000 of 1,000 records delivered"),
        err.toString().lines().toList());
  }

  @Test
  void progress_is_a_bar_that_is_written_over_where_there_is_a_terminal() {
    Progress progress = new Progress(new PrintWriter(err), true);
    progress.show(0, 80);
    progress.show(40, 80);
    progress.show(80, 80);
    progress.end();
    String empty = ".".repeat(40);
    String half = "#".repeat(20) + ".".repeat(20);
    String full = "#".repeat(40);
    assertEquals(
        "\r[%s] 0 of 80 records delivered\r[%s] 40 of 80 records delivered\r[%s] 80 of 80 records delivered%n"
            .formatted(empty, half, full),
        err.toString());
  }

  private int run(CommandLine line, String... arguments) {
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String lastLine() {
    return out.toString().lines().toList().getLast();
  }
}
