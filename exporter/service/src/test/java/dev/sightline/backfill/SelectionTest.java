package dev.sightline.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final String TRAIL = "AWSLogs/o-abcdefghij/111122223333/CloudTrail/eu-west-1/";
  private static final Instant WRITTEN = Instant.parse("2026-03-01T00:00:00Z");

  private final Selection selection =
      new Selection(
          LocalDate.of(2026, 1, 31),
          LocalDate.of(2026, 2, 2),
          Set.of("111122223333"),
          Set.of("eu-west-1"));

  @Test
  void folders_that_cannot_hold_anything_wanted_are_not_entered() {
    assertTrue(selection.enters("AWSLogs/"));
    assertTrue(selection.enters("AWSLogs/o-abcdefghij/"));
    assertTrue(selection.enters("some/prefix/" + TRAIL));
    assertTrue(selection.enters(TRAIL + "2026/"));
    assertTrue(selection.enters(TRAIL + "2026/01/"));
    assertTrue(selection.enters(TRAIL + "2026/02/02/"));
    assertFalse(selection.enters(TRAIL + "2025/"));
    assertFalse(selection.enters(TRAIL + "2026/03/"));
    assertFalse(selection.enters(TRAIL + "2026/01/30/"));
    assertFalse(selection.enters(TRAIL + "2026/02/03/"));
    assertFalse(selection.enters("AWSLogs/444455556666/"));
    assertFalse(selection.enters("AWSLogs/111122223333/CloudTrail/us-east-1/"));
  }

  @Test
  void an_object_is_wanted_by_the_day_in_its_key() {
    assertTrue(selection.wants(TRAIL + "2026/01/31/a.json.gz", WRITTEN));
    assertTrue(selection.wants(TRAIL + "2026/02/02/a.json.gz", WRITTEN));
    assertFalse(selection.wants(TRAIL + "2026/02/03/a.json.gz", WRITTEN));
    assertFalse(selection.wants(TRAIL.replace("eu-west-1", "x") + "2026/01/30/a", WRITTEN));
  }

  @Test
  void where_the_key_tells_no_day_that_of_the_writing_stands_for_it() {
    assertFalse(selection.wants("findings.jsonl", WRITTEN));
    assertTrue(selection.wants("findings.jsonl", Instant.parse("2026-02-02T23:59:59Z")));
    assertTrue(selection.wants("2026/99/findings.jsonl", Instant.parse("2026-02-02T23:59:59Z")));
  }

  @Test
  void without_limits_everything_is_wanted() {
    Selection all = new Selection(null, null, Set.of(), Set.of());
    assertTrue(all.enters(TRAIL + "1999/01/"));
    assertTrue(all.wants("x", WRITTEN));
    assertEquals("from the beginning to the end, accounts all, regions all", all.words());
  }
}
