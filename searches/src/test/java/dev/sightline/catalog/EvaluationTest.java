package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final Path LABELLED =
      Path.of(System.getProperty("sightline.shared.data", "../../shared/data"))
          .resolve("panther_tests.jsonl");

  @TempDir Path folder = Path.of("");

  @Test
  void what_fires_is_counted_by_rule_label_and_item() throws IOException {
    String call =
        "{\"rule_id\":\"R\",\"expected\":%s,\"event\":{\"eventName\":\"%s\","
            + "\"eventSource\":\"cloudtrail.amazonaws.com\",\"recipientAccountId\":\"1\"}}\n";
    Path file = folder.resolve("labelled.jsonl");
    Files.writeString(
        file,
        call.formatted(true, "DeleteTrail")
            + call.formatted(true, "StartLogging")
            + call.formatted(false, "GetTrail"));
    Evaluation.Outcome outcome =
        Objects.requireNonNull(Evaluation.of(CatalogTest.CATALOG, file).rules().get("R"));
    assertEquals(2, outcome.positives());
    assertEquals(1, outcome.firedPositives());
    assertEquals(0, outcome.firedNegatives());
    assertEquals(1, outcome.onPositives().get("cloudtrail_stopped"));
    assertTrue(outcome.onNegatives().isEmpty());
  }

  @Test
  void labelled_events_of_another_catalog_are_reported_by_rule_and_item() throws IOException {
    assumeTrue(Files.exists(LABELLED), "The labelled events are not here: " + LABELLED);
    Evaluation evaluation = Evaluation.of(CatalogTest.CATALOG, LABELLED);
    Evaluation.Outcome stopped =
        Objects.requireNonNull(evaluation.rules().get("AWS.CloudTrail.Stopped"));
    assertEquals(stopped.positives(), stopped.onPositives().get("cloudtrail_stopped"));
    assertEquals(null, stopped.onNegatives().get("cloudtrail_stopped"));
  }
}
