package dev.sightline.reduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.SingleRecord;
import dev.sightline.route.Reduction;
import dev.sightline.route.Rules;
import dev.sightline.route.RulesException;
import dev.sightline.route.RulesReader;
import dev.sightline.sight.Sights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReducerTest {
  @TempDir Path folder = Path.of("");

  private final Reducer reducer = new Reducer();

  @Test
  void aRecordThatNoRuleConcernsAndOneWithNothingToTrimAreWhole()
      throws IOException, RulesException {
    Reduction trim = reduction("trim: [tlsDetails]");
    assertInstanceOf(Reduced.Whole.class, reducer.reduced(null, record("a", ""), "object"));
    assertInstanceOf(Reduced.Whole.class, reducer.reduced(trim, record("a", ""), "object"));
    Reduced.Trimmed trimmed =
        assertInstanceOf(
            Reduced.Trimmed.class,
            reducer.reduced(trim, record("a", ",\"tlsDetails\":{}"), "object"));
    assertEquals(",\"tlsDetails\":{}".length(), trimmed.saved());
    assertEquals(record("a", "").length(), trimmed.bytes().length);
  }

  @Test
  void oneInSoManyIsKeptByItsIdWhereverItLies() throws IOException, RulesException {
    Reduction sample = reduction("keep-one-in: 10");
    int kept = 0;
    for (int i = 0; i < 5_000; i++) {
      CloudTrailRecord record = record("id-" + i, "");
      Reduced one = reducer.reduced(sample, record, "object");
      assertEquals(one, new Reducer().reduced(sample, record.at(i), "another object"));
      kept += one instanceof Reduced.Standing(_, int factor) && factor == 10 ? 1 : 0;
    }
    assertTrue(kept > 400 && kept < 600, kept + " of 5,000 kept");
  }

  @Test
  void oneInSoManyOfThoseWithoutAnIdIsKeptByItsPlace() throws IOException, RulesException {
    Reduction sample = reduction("keep-one-in: 10");
    int kept = 0;
    for (int i = 0; i < 1_000; i++) {
      CloudTrailRecord record = record("", "").at(i);
      Reduced one = reducer.reduced(sample, record, "object");
      assertEquals(one, reducer.reduced(sample, record, "object"));
      kept += one instanceof Reduced.Standing ? 1 : 0;
    }
    assertTrue(kept > 60 && kept < 140, kept + " of 1,000 kept");
  }

  @Test
  void aRuleThatBlindsASearchIsToldUnlessItNamesIt() throws IOException, RulesException {
    String when = "when: {eventName: [StopLogging]}, ";
    Blinding silent = blinding("{id: silent, " + when + "drop: true}");
    assertTrue(
        silent.refusals().stream()
            .anyMatch(said -> said.contains("'silent' blinds the search cloudtrail_stopped (")),
        silent.refusals().toString());
    List<String> ids = silent.unnamed().stream().map(effect -> effect.search()).toList();
    Blinding named = blinding("{id: silent, " + when + "drop: true, blinds: " + ids + "}");
    assertEquals(List.of(), named.refusals());
    assertEquals(ids, named.named().stream().map(effect -> effect.search()).toList());
    Blinding needless =
        blinding("{id: tls, " + when + "trim: [tlsDetails], blinds: [cloudtrail_stopped]}");
    assertEquals(List.of("cloudtrail_stopped"), needless.needless());
  }

  @Test
  void aConditionThatExcludesLeavesItsFieldUnknown() throws IOException, RulesException {
    Reduction other =
        rules(
                "{id: other, when: {eventName: {not: [StopLogging]}, readOnly: [\"false\"]}, drop:"
                    + " true}")
            .reductions()
            .getFirst();
    assertEquals(null, Losses.of(other).values("eventName"));
    assertEquals(List.of("false"), Losses.of(other).values("readOnly"));
  }

  private Blinding blinding(String rule) throws IOException, RulesException {
    return Blinding.of(rules(rule), Sights.shipped()).getFirst();
  }

  private Reduction reduction(String action) throws IOException, RulesException {
    return rules("{id: one, when: {eventName: [Often]}, " + action + "}").reductions().getFirst();
  }

  private Rules rules(String rule) throws IOException, RulesException {
    Path file =
        Files.writeString(
            folder.resolve("rules.yaml"), "default: {index: aws}\nreductions:\n  - " + rule + "\n");
    return RulesReader.read(file, Optional.empty());
  }

  private static CloudTrailRecord record(String id, String more) throws IOException {
    byte[] bytes =
        ("{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventName\":\"Often\""
                + (id.isEmpty() ? "" : ",\"eventID\":\"" + id + "\"")
                + more
                + "}")
            .getBytes(StandardCharsets.UTF_8);
    return Objects.requireNonNull(SingleRecord.of(bytes, 0, bytes.length));
  }
}
