package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.spl.aggregate.AggregateFunction;
import dev.sightline.spl.command.PipelineCompiler;
import dev.sightline.spl.expression.ExpressionCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Examples of our own, in the files under golden/: each with the status of the rule that it shows.
 */
class OwnExamplesTest {
  private static final List<String> FILES =
      List.of("rules", "commands", "functions", "aggregates", "macros", "refusals", "reshaping");
  private static final int RULES = 17;

  @Test
  void every_example_gives_its_rows_or_its_refusal() {
    List<String> failures = new ArrayList<>();
    examples()
        .forEach(example -> {
          String failure = example.failure();
          if (failure != null) {
            failures.add(example.id() + " (" + example.status() + "): " + failure);
          }
        });
    assertTrue(failures.isEmpty(), () -> failures.size() + "\n" + String.join("\n", failures));
  }

  @Test
  void every_example_has_a_name_of_its_own_and_a_status() {
    Set<String> seen = new HashSet<>();
    for (String file : FILES) {
      for (GoldenCase example : examples(file)) {
        assertTrue(seen.add(file + "/" + example.id()), example.id());
        assertTrue(Set.of("documented", "known").contains(example.status()), example.id());
      }
    }
  }

  @Test
  void every_rule_has_an_example() {
    Set<Integer> shown = new HashSet<>();
    examples().forEach(example -> shown.add(example.json().path("rule").asInt(0)));
    for (int rule = 1; rule <= RULES; rule++) {
      assertTrue(shown.contains(rule), "rule " + rule);
    }
  }

  @Test
  void every_command_function_and_aggregate_has_an_example() {
    StringBuilder all = new StringBuilder();
    examples()
        .filter(example -> !example.json().path("expect_error").asBoolean(false))
        .forEach(example -> all.append(example.json().path("spl").asText()).append('\n'));
    List<String> missing = new ArrayList<>();
    for (String command : PipelineCompiler.commandNames()) {
      if (all.indexOf(command + " ") < 0 && all.indexOf("| " + command) < 0) {
        missing.add("command " + command);
      }
    }
    for (String function : ExpressionCompiler.functionNames()) {
      if (all.indexOf(function + "(") < 0) {
        missing.add("function " + function);
      }
    }
    for (String function : AggregateFunction.NAMES) {
      if (all.indexOf(" " + function + "(") < 0 && !function.equals("count")) {
        missing.add("aggregate " + function);
      }
    }
    assertEquals(List.of(), missing);
  }

  static Stream<GoldenCase> examples() {
    return FILES.stream().flatMap(file -> examples(file).stream());
  }

  private static List<GoldenCase> examples(String file) {
    try (var stream = OwnExamplesTest.class.getResourceAsStream("/golden/" + file + ".jsonl")) {
      if (stream == null) {
        throw new IllegalStateException("golden/" + file + ".jsonl is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(GoldenCase::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
