package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detection that docs/detection.md writes with its reader is one. */
class DetectionGuideTest {
  private static final Path GUIDE = Path.of("../docs/detection.md");
  private static final Pattern BLOCK =
      Pattern.compile("```yaml\n(id: (\\w+)\n.*?)```", Pattern.DOTALL);

  @TempDir Path folder = Path.of("");

  @Test
  void the_guides_detection_keeps_the_rules_and_does_what_its_tests_say() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(GUIDE));
    assertTrue(block.find(), "no detection");
    for (String file : List.of("macros.yml", "attack.yml", "events/callers.yml")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(Path.of("catalog", file), folder.resolve(file));
    }
    Files.createDirectories(folder.resolve("area"));
    Files.writeString(folder.resolve("area/" + block.group(2) + ".yml"), block.group(1));
    Catalog catalog = Catalog.load(folder);
    CatalogReport report = CatalogReport.of(catalog);
    assertEquals(List.of(), report.failures());
    assertEquals(3, report.items().getFirst().tests());
    assertEquals(
        List.of(),
        Lint.mistakes(catalog).stream()
            .filter(found -> found.toString().contains(block.group(2)))
            .toList());
  }
}
