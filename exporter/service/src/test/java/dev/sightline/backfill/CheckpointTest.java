package dev.sightline.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  /** Linux's device on which no byte has room. */
  private static final Path FULL = Path.of("/dev/full");

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

  @Test
  void where_it_cannot_be_written_the_old_one_stays_and_the_file_is_named() throws IOException {
    Path file = folder.resolve("checkpoint.json");
    Checkpoint.start("this").write(file);
    Assumptions.assumeTrue(Files.exists(FULL), "there is no /dev/full here");
    // Whatever is written here fails as on a disk that is full.
    Path next = Files.createSymbolicLink(folder.resolve("checkpoint.json.next"), FULL);
    Checkpoint later = new Checkpoint("this", "z", 9, Map.of(), false);
    IOException full = assertThrows(IOException.class, () -> later.write(file));
    String said = String.valueOf(full.getMessage());
    assertTrue(said.startsWith("The checkpoint " + file + " cannot be written ("), said);
    assertTrue(said.contains("No space left on device"), said);
    assertTrue(said.contains("--checkpoint"), said);
    assertEquals(Checkpoint.start("this"), Checkpoint.read(file, "this"));
    assertTrue(Files.notExists(next, LinkOption.NOFOLLOW_LINKS), "half a file is left");
  }

  @Test
  void a_folder_that_cannot_be_made_is_told_with_what_to_do() throws IOException {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    Path file = noFolder.resolve("checkpoint.json");
    IOException refused =
        assertThrows(IOException.class, () -> Checkpoint.start("this").write(file));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("The checkpoint " + file + " cannot be written ("), said);
    assertTrue(said.contains("name another file with --checkpoint"), said);
  }
}
