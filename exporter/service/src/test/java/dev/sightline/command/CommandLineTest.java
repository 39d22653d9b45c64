package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
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
  void an_unknown_command_is_wrong_usage() {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(err));
    assertEquals(2, line.execute("exprot"));
    assertTrue(err.toString().contains("exprot"), err.toString());
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
