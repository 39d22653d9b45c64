package dev.sightline.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The image has no folder that can be written to, and Zstandard's library is native. */
class NoTemporaryFolderTest {
  private static final String LOG =
      "{\"Records\":[{\"eventVersion\":\"1.10\",\"eventTime\":\"2026-03-10T08:00:00Z\","
          + "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"ListBuckets\"}]}";

  @TempDir Path folder = Path.of("");

  private record Explained(int code, String said) {}

  /** A process of its own: in this one the library is loaded. */
  private Explained explained(String... options) throws Exception {
    Path log = folder.resolve("log.zst");
    Files.write(log, Zstd.compress(LOG.getBytes(StandardCharsets.UTF_8)));
    Path nowhere = Files.writeString(folder.resolve("no-folder"), "");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + nowhere));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path", ""),
            "dev.sightline.command.Main",
            "hunt",
            "--explain",
            log.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Explained(process.waitFor(), said);
  }

  @Test
  void what_needs_the_library_is_told_with_what_to_do() throws Exception {
    Explained explained = explained();
    assertEquals(3, explained.code(), explained.said());
    assertTrue(explained.said().contains("whose library does not load here"), explained.said());
    assertTrue(explained.said().contains("-Djava.io.tmpdir"), explained.said());
  }

  @Test
  @EnabledIfSystemProperty(named = "os.name", matches = "Linux")
  void a_library_that_lies_ready_as_in_the_image_is_used() throws Exception {
    Path library = folder.resolve("libzstd-jni.so");
    Files.write(library, libraryOfThisMachine());
    Explained explained = explained("-DZstdNativePath=" + library);
    assertEquals(0, explained.code(), explained.said());
    assertTrue(explained.said().contains("1 records"), explained.said());
  }

  private static byte[] libraryOfThisMachine() throws IOException {
    Path jar = Path.of(Zstd.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String version = String.valueOf(jar.getFileName()).replace("zstd-jni-", "").replace(".jar", "");
    String name = "/linux/" + System.getProperty("os.arch") + "/libzstd-jni-" + version + ".so";
    try (InputStream stream = Zstd.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }
}
