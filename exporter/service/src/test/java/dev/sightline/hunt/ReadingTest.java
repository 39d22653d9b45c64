package dev.sightline.hunt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sightline.content.Recogniser;
import dev.sightline.object.Limits;
import dev.sightline.replay.LogFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadingTest {
  @TempDir Path folder = Path.of("");

  /** Takes the text of every object; fails on one that says so. */
  private static final class Texts implements Looker<String> {
    @Override
    public Place place(Found found) {
      return new At(found.time(), found.account());
    }

    @Override
    public @Nullable String look(Found found) {
      String text = new String(found.copy(), StandardCharsets.UTF_8);
      if (text.contains("fail")) {
        throw new IllegalStateException("this one fails");
      }
      return text;
    }
  }

  private Reading reading(Scope scope, int threads) throws IOException {
    return new Reading(
        LogFiles.below(folder),
        Limits.STANDARD,
        scope,
        threads,
        Reading.Progress.NONE,
        Recogniser.Forms.LINES);
  }

  @Test
  void what_several_threads_find_comes_in_the_order_of_the_files() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int file = 0; file < 40; file++) {
      StringBuilder text = new StringBuilder();
      // The first files are the longest: the threads that read the others are ahead and wait.
      for (int line = 0; line < (file < 3 ? 3_000 : 150); line++) {
        String object = "{\"n\":\"%02d-%04d\"}".formatted(file, line);
        expected.add(object);
        text.append(object).append('\n');
      }
      Files.writeString(folder.resolve("%02d.jsonl".formatted(file)), text);
    }
    List<String> taken = new ArrayList<>();
    Tally tally = reading(Scope.ALL, 4).run(Texts::new, taken::add);
    assertEquals(expected, taken);
    assertEquals(40, tally.files());
    assertEquals(expected.size(), tally.records());
  }

  @Test
  void a_looker_that_fails_ends_the_reading_with_its_failure() throws IOException {
    for (int file = 0; file < 30; file++) {
      Files.writeString(
          folder.resolve("%02d.jsonl".formatted(file)),
          "{\"n\":1}\n".repeat(2_000) + (file == 20 ? "{\"n\":\"fail\"}" : ""));
    }
    Reading reading = reading(Scope.ALL, 2);
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> reading.run(Texts::new, _ -> {}));
    assertEquals("this one fails", failure.getMessage());
  }

  @Test
  void the_newest_event_is_the_newest_within_the_scope() throws Exception {
    Files.writeString(
        folder.resolve("a.jsonl"),
        "{\"eventTime\":\"2026-03-10T09:00:00Z\"}\n{\"eventTime\":\"2026-03-10T08:00:00Z\"}\n{}\n");
    Tally all = reading(Scope.ALL, 1).run(Texts::new, _ -> {});
    assertEquals(1_773_133_200, all.newest());
    assertEquals(3, all.looked());
    Scope before = new Scope(null, Instant.parse("2026-03-10T09:00:00Z"), Set.of());
    Tally some = reading(before, 1).run(Texts::new, _ -> {});
    assertEquals(1_773_129_600, some.newest());
    assertEquals(1, some.looked());
    assertEquals(3, some.records());
  }
}
