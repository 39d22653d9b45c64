package dev.sightline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The starter file of rules costs no hit, and saves what the guide says. */
class StarterRulesTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path RULES = ROOT.resolve("exporter/rules/starter.yaml");

  @TempDir Path folder = Path.of("");

  private static JsonNode reduced(Path logs) throws IOException {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    int code = line.execute("reduce", logs.toString(), "--rules", RULES.toString(), "--json");
    JsonNode told = new ObjectMapper().readTree(out.toString());
    assertEquals(0, told.path("lost").size(), out.toString());
    assertEquals(0, told.path("weaker").size(), out.toString());
    told.path("rules")
        .forEach(rule -> assertEquals(0, rule.path("blinds").size(), rule.toString()));
    assertEquals(0, code);
    return told;
  }

  @Test
  void on_the_story_it_saves_what_the_guide_says_and_loses_nothing() throws IOException {
    assertEquals(0, Main.commandLine().execute("demo", "--write", folder.toString()));
    JsonNode told = reduced(folder);
    String guide = Files.readString(ROOT.resolve("docs/reduce.md"));
    for (JsonNode rule : told.path("rules")) {
      String row =
          String.format(
              Locale.ROOT,
              "| %,d | %,d | %,d |",
              rule.path("events").asLong(),
              rule.path("left_out").asLong(),
              rule.path("bytes").asLong());
      assertTrue(
          guide
              .lines()
              .anyMatch(line ->
                  line.startsWith("| " + rule.path("rule").asText() + " |") && line.contains(row)),
          rule.path("rule").asText() + " " + row);
    }
    assertEquals(49, told.path("hits").asInt());
  }

  @Test
  void on_recorded_attacks_it_loses_nothing() throws IOException {
    Path recorded = ROOT.resolve("../shared/data/otrf_ec2_proxy_s3_exfiltration.jsonl");
    assumeTrue(Files.exists(recorded), "the recorded events are not beside the checkout");
    assertTrue(reduced(recorded).path("hits").asInt() > 0);
  }
}
