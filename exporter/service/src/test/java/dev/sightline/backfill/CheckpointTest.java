package dev.sightline.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder = Path.of("");

  @Test
  void what_is_written_is_read_again() throws IOException {
    Path file = folder.resolve("deep/below/checkpoint.json");
    assertEquals(Checkpoint.start("this"), Checkpoint.read(file, "this"));
    Checkpoint written = new Checkpoint("this", "a/ü\n", 7, Map.of("a/b", "gone"), false);
    written.write(file);
    new Checkpoint("this", "z", 9, Map.of("a/b", "gone"), true).write(file);
    written.write(file);
    assertEquals(written, Checkpoint.read(file, "this"));
  }

  @Test
  void another_backfills_checkpoint_is_refused_and_so_is_any_other_file() throws IOException {
    Path file = folder.resolve("checkpoint.json");
    Checkpoint.start("that").write(file);
    IOException other = assertThrows(IOException.class, () -> Checkpoint.read(file, "this"));
    assertTrue(
        String.valueOf(other.getMessage())
            .endsWith("belongs to another backfill (that): name another file, or remove it."),
        other.getMessage());
    for (String text : new String[] {"hello", "{}", "[1]", ""}) {
      Files.writeString(file, text);
      IOException refused = assertThrows(IOException.class, () -> Checkpoint.read(file, "this"));
      assertTrue(
          String.valueOf(refused.getMessage())
              .endsWith("is no checkpoint of a backfill: name another file."),
          refused.getMessage());
    }
  }
}
