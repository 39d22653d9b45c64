package dev.sightline.completeness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant UNTIL = Instant.parse("2026-01-02T00:00:00Z");
  private static final DayResult DAY =
      new DayResult(
          "a unit",
          Map.of(Count.DIGESTS_VALID, 24L),
          List.of(new Problem("here", "is odd")),
          List.of(),
          List.of(new Shortage("b", "k", "0123456789abcdef", "0-3,7", 5, 1, 2)),
          List.of(
              Hour.gap("111122223333", "eu-west-1", 7_260, "is odd"),
              Hour.pending("111122223333", "eu-west-1", 10_800)),
          List.of(new Link("key", 1, 2, null, null, null, "ab", true)));

  @TempDir Path folder = Path.of("");

  @Test
  void what_was_done_is_there_after_a_crash_even_where_a_line_was_cut() throws IOException {
    Path file = folder.resolve("deeper/journal");
    try (Journal journal = Journal.open(file, "this", UNTIL)) {
      assertEquals(Optional.empty(), journal.done("a unit"));
      journal.add(DAY);
    }
    Files.writeString(file, "{\"unit\":\"another", StandardOpenOption.APPEND);
    try (Journal journal = Journal.open(file, "this", UNTIL.plusSeconds(60))) {
      assertEquals(Optional.of(DAY), journal.done("a unit"));
      assertEquals(1, journal.resumed());
      assertEquals(UNTIL, journal.until(), "an earlier run's now");
      journal.complete();
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void the_file_of_another_thing_is_refused() throws IOException {
    Path file = folder.resolve("journal");
    Journal.open(file, "this", UNTIL).close();
    String other = message(file, "that");
    assertTrue(other.contains("belongs to another verification (this)"), other);
    Files.writeString(file, "no journal");
    assertTrue(message(file, "this").contains("is no checkpoint"), message(file, "this"));
  }

  private static String message(Path file, String what) {
    return String.valueOf(
        assertThrows(IOException.class, () -> Journal.open(file, what, UNTIL)).getMessage());
  }

  @Test
  void ordinals_are_written_as_people_do() {
    BitSet set = new BitSet();
    set.set(0, 4);
    set.set(7);
    assertEquals("0-3,7", Ordinals.text(set));
    assertEquals(set, Ordinals.parse("0-3,7"));
    assertEquals(new BitSet(), Ordinals.parse(""));
  }
}
