package dev.sightline.spl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples from outside the project, written from Splunk's documentation. */
class GoldenExamplesTest {
  @Test
  void every_documented_and_known_example_gives_its_rows() throws IOException {
    Path file = Path.of(System.getProperty("sightline.shared.data", ""), "spl_golden.jsonl");
    assumeTrue(Files.isRegularFile(file), "skipped: the examples are not on this machine");
    List<String> failures = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      GoldenCase example = GoldenCase.parse(line);
      String failure = example.failure();
      if (failure != null) {
        (example.status().equals("unsure") ? questions : failures)
            .add(example.id() + " (" + example.status() + "): " + failure);
      }
    }
    questions.forEach(question -> System.out.println("unsure: " + question));
    assertTrue(failures.isEmpty(), () -> failures.size() + "\n" + String.join("\n", failures));
  }
}
