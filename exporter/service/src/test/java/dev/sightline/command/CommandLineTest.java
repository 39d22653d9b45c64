package dev.sightline.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "check", "replay", "quarantine", "hunt", "catalog", "test", "health"})
  void the_help_of_each_command_teaches_with_an_example(String command) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out));
    assertEquals(0, line.execute(command, "--help"));
    String help = out.toString();
    assertTrue(help.contains("Example"), help);
    assertTrue(help.contains("sightline " + command), help);
  }

  @Test
  void the_version_is_the_builds() {
    StringWriter out = new StringWriter();
    assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute("--version"));
    assertTrue(out.toString().matches("(?s)sightline \\d+\\.\\d+\\.\\d+.*"), out.toString());
  }

  @Test
  void a_mistyped_command_or_option_is_wrong_usage_and_answered_with_the_nearest() {
    CommandRun command = CommandRun.of("hnut");
    assertEquals(2, command.code());
    assertTrue(command.err().contains("did you mean 'sightline hunt'?"), command::err);
    CommandRun nothingNear = CommandRun.of("xyzzyplugh");
    assertTrue(nothingNear.err().contains("There are: run, check,"), nothingNear::err);
    CommandRun option = CommandRun.of("verify", "--jsno");
    assertEquals(2, option.code());
    assertTrue(option.err().contains("did you mean --json?"), option::err);
    assertTrue(option.err().contains("'sightline verify --help'"), option::err);
    assertEquals(2, option.err().lines().count(), option::err);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 110})
  void help_is_as_wide_as_the_terminal_but_for_examples_which_stay_whole(int width) {
    for (CommandLine command : commands()) {
      HelpText.layOut(command, width);
      for (String text : command.getUsageMessage().lines().toList()) {
        boolean example = text.startsWith("  ") && text.contains("sightline ");
        example |= text.startsWith("      --");
        boolean word = !text.strip().contains(" ") || text.contains("export ");
        assertTrue(text.length() <= width || example || word, text);
      }
    }
  }

  @Test
  void a_command_has_a_whole_sentence_of_one_line_in_the_list_of_commands() {
    for (CommandLine command : commands()) {
      String summary = HelpText.summary(command.getCommandSpec());
      assertTrue(summary.matches("[A-Z].*[a-z]\\."), command.getCommandName() + ": " + summary);
      assertTrue(summary.length() <= 80 - 14, summary);
    }
  }

  @Test
  void help_usage_and_wrong_settings_load_neither_the_service_nor_the_catalog()
      throws IOException, InterruptedException {
    for (String arguments : List.of("--help", "hunt --help", "hnut", "run")) {
      for (String loaded : classesOf(arguments)) {
        boolean heavy =
            loaded.startsWith("io.micronaut.context.Default")
                || (loaded.startsWith("software.amazon.awssdk.") && !loaded.endsWith("Exception"))
                || loaded.startsWith("ch.qos.logback.")
                || loaded.startsWith("dev.sightline.yaml.YamlSection");
        assertFalse(heavy, arguments + " loads " + loaded);
      }
    }
  }

  /** What a JVM of its own loads for these arguments, without any setting. */
  private static List<String> classesOf(String arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sightline.command.Main"));
    command.addAll(List.of(arguments.split(" ", -1)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SIGHTLINE"));
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    process.waitFor();
    List<String> classes =
        lines.stream()
            .filter(text -> text.contains("source:"))
            .map(text -> text.replaceFirst("^(\\[[^]]*])+ ", "").split(" ", -1)[0])
            .toList();
    assertTrue(classes.contains("dev.sightline.command.Main"), () -> String.join("\n", lines));
    return classes;
  }

  @Test
  void what_bash_completes_are_commands_and_options() throws IOException, InterruptedException {
    CommandRun run = CommandRun.of("completion", "bash");
    assertEquals(0, run.code());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source /dev/stdin; COMP_WORDS=(sightline verify --repa); COMP_CWORD=2;"
                    + " _complete_sightline; echo \"${COMPREPLY[*]}\"")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (Writer in = bash.outputWriter()) {
      in.write(run.out());
    }
    assertEquals("--repair", new String(bash.getInputStream().readAllBytes(), UTF_8).strip());
  }

  @Test
  void fish_is_told_each_command_with_its_sentence_and_each_option_of_it() {
    String fish = CommandRun.of("completion", "fish").out();
    assertTrue(
        fish.contains(" -f -a hunt -d 'Runs the catalog over files, without Splunk.'"), fish);
    assertTrue(fish.contains("'__fish_seen_subcommand_from verify' -l repair -d "), fish);
    assertTrue(
        fish.contains(
            "'__fish_seen_subcommand_from quarantine; and __fish_seen_subcommand_from replay' -l"
                + " all"),
        fish);
  }

  private static List<CommandLine> commands() {
    return List.copyOf(new LinkedHashSet<>(Main.commandLine().getSubcommands().values()));
  }

  @Test
  void a_run_without_settings_names_every_one_that_is_missing() {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
    assertEquals(2, line.execute("run"));
    String said = err.toString();
    assertTrue(said.contains("SIGHTLINE_QUEUE_URL (sightline.queue-url)"), said);
    assertTrue(said.contains("SIGHTLINE_HEC_URL (sightline.hec.url)"), said);
    assertTrue(said.contains("SIGHTLINE_HEC_TOKEN (sightline.hec.token)"), said);
  }
}
