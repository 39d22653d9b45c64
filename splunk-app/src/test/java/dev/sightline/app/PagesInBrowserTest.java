package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every page in a browser, drawn by Splunk's own packages over the demo's story, in light and dark,
 * and an investigation clicked through three pivots. It needs what {@code browser/run.sh} makes,
 * and is skipped without.
 */
@Timeout(600)
class PagesInBrowserTest {
  private static final Path BROWSER = Path.of("browser").toAbsolutePath();

  @Test
  void every_page_is_shown_without_an_error_and_without_an_empty_panel()
      throws IOException, InterruptedException {
    String story = System.getProperty("sightline.story", "");
    assumeTrue(!story.isEmpty(), "no story was written: browser/run.sh does it");
    assumeTrue(
        Files.exists(BROWSER.resolve("dist/index.html")), "the browser's program is not built");
    Organization organization =
        Organization.load(Path.of(story), AppTest.CATALOG, AppTest.groups());
    Path pages = Path.of("pages").toAbsolutePath();
    Path log = Files.createDirectories(Path.of("target")).resolve("pages.log");
    try (PageServer server = PageServer.start(BROWSER.resolve("dist"), pages, organization)) {
      Process check =
          new ProcessBuilder(
                  "node",
                  "check.mjs",
                  server.address(),
                  Path.of("target", "pages").toAbsolutePath().toString())
              .directory(BROWSER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int exit = check.waitFor();
      assertEquals(0, exit, Files.readString(log));
    }
  }
}
